import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUTS } from '../../src/inputs/definitions.ts';
import { RENEW_INPUTS } from '../../src/renew/inputs.ts';
import { OUTPUTS } from '../../src/report/outputs.ts';
import { lintWorkflow } from '../tools/workflow-lint.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');

interface Action {
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string };
}

interface Called {
  readonly on: {
    readonly workflow_call: { readonly inputs: Readonly<Record<string, { readonly default?: unknown }>> };
  };
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly with: Readonly<Record<string, string>> }[] }>
  >;
}

const actionOf = (folder: string): Action => parse(read(`${folder}/action.yml`)) as Action;
const workflowOf = (file: string): Called => parse(read(`.github/workflows/${file}`)) as Called;
const DOCS = read('docs/renewal.md');

describe('contract of the renewal', () => {
  it('The code and `renew/action.yml` have the same inputs, defaults and outputs', () => {
    const { inputs, outputs } = actionOf('renew');
    expect(Object.fromEntries(Object.entries(inputs).map(([name, each]) => [name, each.default]))).toEqual(
      RENEW_INPUTS,
    );
    expect(Object.keys(outputs)).toEqual(['renewed', ...OUTPUTS]);
  });

  it('Every input of `renew` is in `docs/renewal.md`', () => {
    const section = DOCS.slice(DOCS.indexOf('## Inputs of'), DOCS.indexOf('## When it fails'));
    for (const name of Object.keys(RENEW_INPUTS)) expect(section, name).toContain(`\`${name}\``);
  });

  it('`watch` is a check with other defaults', () => {
    const { inputs, outputs } = actionOf('watch');
    expect(Object.keys(INPUTS)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    expect(inputs['operation']?.default).toBe('check');
    expect(Object.keys(outputs)).toEqual([...OUTPUTS]);
  });

  it.each(['renew', 'renew/plan', 'watch'])('The action in %s runs on Node 24 and fits the Marketplace', (folder) => {
    const { description, runs } = actionOf(folder);
    expect(runs.using).toBe('node24');
    expect(description.length).toBeLessThan(125);
  });

  it.each(['renew.yml', 'watch.yml'])('The workflow %s passes each of its inputs on', (file) => {
    const { on, jobs } = workflowOf(file);
    const text = JSON.stringify(jobs);
    for (const name of Object.keys(on.workflow_call.inputs)) expect(text, name).toContain(`inputs.${name}`);
  });

  it('The workflow `renew.yml` has the defaults of the action', () => {
    const { inputs } = workflowOf('renew.yml').on.workflow_call;
    for (const name of ['acme_server', 'email', 'dns_provider', 'key_type', 'lego_path', 'api_url'] as const)
      expect(inputs[name]?.default, name).toBe(RENEW_INPUTS[name]);
  });
});

describe('snippets of docs/renewal.md', () => {
  const snippets = [...DOCS.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)].map(([, snippet = '']) => snippet);

  it.each(snippets.map((snippet, at) => [at + 1, snippet] as const))(
    'GitHub accepts the snippet %i',
    async (at, snippet) => {
      expect(await lintWorkflow(`.github/workflows/renewal-${at}.yml`, snippet)).toEqual([]);
    },
  );

  it.each(snippets.map((snippet, at) => [at + 1, snippet] as const))(
    'The snippet %i can be started by hand, waits its turn, and ends',
    (_at, snippet) => {
      const workflow = parse(snippet) as {
        readonly on: Readonly<Record<string, unknown>>;
        readonly concurrency: unknown;
        readonly jobs: Readonly<Record<string, { readonly uses?: string; readonly 'timeout-minutes'?: number }>>;
      };
      expect(Object.keys(workflow.on)).toContain('workflow_dispatch');
      expect(workflow.concurrency).toMatchObject({ 'cancel-in-progress': false, queue: 'max' });
      // A job that calls a workflow can have no limit: the called jobs have theirs.
      for (const { uses, 'timeout-minutes': limit } of Object.values(workflow.jobs))
        expect(uses !== undefined || limit !== undefined).toBe(true);
      const isRenewal = /renew\.yml|\/renew@|such as: certbot renew/u.test(snippet);
      if (isRenewal) expect(snippet).toContain("cron: '17 4,16 * * *'");
    },
  );

  it('There are more than eight snippets, and a wrong input in one is noticed', async () => {
    expect(snippets.length).toBeGreaterThan(8);
    const [first = ''] = snippets.filter((snippet) => snippet.includes('dns_provider:'));
    const findings = await lintWorkflow(
      '.github/workflows/renewal-wrong.yml',
      first.replace('dns_provider:', 'dnsprovider:'),
    );
    expect(findings.join()).toContain('dnsprovider');
  });
});
