// Not on Windows: it runs scripts with bash, as Linux runners do.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeTemp, ROOT } from './step.ts';
import { folderIn, rowsOf, runJob, runWorkflow } from './workflow.ts';
import type { Job, Workflow } from './workflow.ts';

const job = (text: string): Job => parse(text) as Job;
const options = { workspace: makeTemp(), folderOf: folderIn(ROOT) };

describe('steps of a job', () => {
  it('Outputs, environment and expressions go from step to step', async () => {
    const { isSuccess, outputs } = await runJob(
      job(`
        env: { GREETING: hello }
        outputs: { said: "\${{ steps.second.outputs.said }}" }
        steps:
          - id: first
            run: |
              echo "word=\${GREETING}" >> "$GITHUB_OUTPUT"
              echo "PLACE=world" >> "$GITHUB_ENV"
          - id: second
            run: echo "said=$WORD $PLACE" >> "$GITHUB_OUTPUT"
            env: { WORD: "\${{ format('{0}!', steps.first.outputs.word) }}" }
      `),
      options,
    );
    expect([isSuccess, outputs]).toEqual([true, { said: 'hello! world' }]);
  });

  it('After a failure only those run that ask for it, and a forgiven one is no failure', async () => {
    const run = async (text: string): Promise<string[]> => {
      const { isSuccess, steps } = await runJob(job(text), options);
      return [String(isSuccess), ...steps.map(({ outcome }) => outcome)];
    };
    const rest = `
          - run: 'true'
          - if: failure()
            run: 'true'
          - if: always()
            run: 'true'`;
    expect(await run(`steps:\n          - run: exit 3${rest}`)).toEqual([
      'false',
      'failure',
      'skipped',
      'success',
      'success',
    ]);
    expect(await run(`steps:\n          - run: exit 3\n            continue-on-error: true${rest}`)).toEqual([
      'true',
      'failure',
      'success',
      'skipped',
      'success',
    ]);
  });

  it('A step with an action of the repository runs its bundle, and others are taken as done', async () => {
    const { steps } = await runJob(
      job(`
        steps:
          - uses: actions/checkout@v7
          - uses: ./
            with: { operation: get }
      `),
      { ...options, folderOf: (uses) => (uses === './' ? join(ROOT) : undefined) },
    );
    expect(steps.map(({ outcome }) => outcome)).toEqual(['skipped', 'failure']);
    expect(steps[1]?.told.join()).toContain('`token`');
  });
});

describe('jobs of a workflow', () => {
  it('A job that needs another gets its outputs, and is left out if its condition is not met', async () => {
    const workflow = parse(`
      jobs:
        plan:
          outputs: { matrix: "\${{ steps.plan.outputs.matrix }}" }
          steps:
            - id: plan
              run: echo 'matrix={"include":[{"name":"a"},{"name":"b"}]}' >> "$GITHUB_OUTPUT"
        each:
          needs: plan
          if: needs.plan.outputs.matrix != ''
          strategy: { matrix: "\${{ fromJSON(needs.plan.outputs.matrix) }}" }
          steps:
            - run: echo "$NAME"
              env: { NAME: "\${{ matrix.name }}" }
        never:
          needs: plan
          if: needs.plan.outputs.matrix == ''
          steps: [{ run: exit 1 }]
    `) as Workflow;
    const jobs = await runWorkflow(workflow, options);
    expect(jobs.get('each')?.map(({ steps }) => steps[0]?.told)).toEqual([['a'], ['b']]);
    expect(jobs.get('never')).toEqual([]);
  });

  it('A matrix has a row for each combination', () => {
    expect(rowsOf({ os: ['a', 'b'], node: [24] })).toEqual([
      { os: 'a', node: 24 },
      { os: 'b', node: 24 },
    ]);
    expect(rowsOf(undefined)).toEqual([{}]);
  });
});
