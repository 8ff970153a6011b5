import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionlint, lintWorkflow } from './tools/workflow-lint.ts';

const ROOT = resolve(import.meta.dirname, '..');
const WORKFLOWS = join(ROOT, '.github/workflows');

describe('workflow lint', () => {
  it.each(readdirSync(WORKFLOWS))('GitHub accepts the workflow %s', async (file) => {
    expect(await lintWorkflow(`.github/workflows/${file}`, readFileSync(join(WORKFLOWS, file), 'utf8'))).toEqual([]);
  });

  it.each(readdirSync(WORKFLOWS))('The tool actionlint accepts the workflow %s', async (file) => {
    expect(await actionlint(`.github/workflows/${file}`, readFileSync(join(WORKFLOWS, file), 'utf8'))).toEqual([]);
  });

  it.each(['action.yml', 'renew/action.yml', 'renew/plan/action.yml', 'watch/action.yml'])(
    'GitHub accepts the file `%s`',
    async (file) => {
      expect(await lintWorkflow(file, readFileSync(join(ROOT, file), 'utf8'))).toEqual([]);
    },
  );

  it.each([
    [
      'an unknown input of an action',
      'acme_server: ${{ inputs.acme_server }}',
      'acme_sever: letsencrypt',
      'acme_sever',
    ],
    ['an unknown action', 'uses: $/renew/plan', 'uses: $/renew/plans', 'renew/plans'],
  ])('A fault of the workflow `renew.yml` is reported: %s', async (what, good, bad, told) => {
    const text = readFileSync(join(WORKFLOWS, 'renew.yml'), 'utf8');
    expect(text).toContain(good);
    const findings = await lintWorkflow(`.github/workflows/${what.replaceAll(' ', '-')}.yml`, text.replace(good, bad));
    expect(findings.join()).toContain(told);
  });

  it('Only what is new to actionlint is overlooked', async () => {
    const text = readFileSync(join(WORKFLOWS, 'renew.yml'), 'utf8').replace('queue: max', 'queued: max');
    expect((await actionlint('.github/workflows/wrong.yml', text)).join()).toContain('queued');
  });

  it('A workflow with an unknown input of the action is reported', async () => {
    const workflow = `on: push
jobs:
  certificate:
    runs-on: ubuntu-latest
    steps:
      - uses: acme/digitalocean-certificate-action@v1
        id: certificate
        with:
          nmae: web
      - run: echo "\${{ steps.certificate.outputs.not_after }} \${{ steps.certificate.outputs.notafter }}"
`;
    const findings = await lintWorkflow('.github/workflows/wrong.yml', workflow);
    expect(findings.join('\n')).toContain('nmae');
  });
});
