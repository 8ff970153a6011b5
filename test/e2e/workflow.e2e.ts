import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startGithub } from '../github/stand-in.ts';
import { makeTemp, ROOT } from '../runner/step.ts';
import { folderIn, runWorkflow } from '../runner/workflow.ts';
import type { JobRun, Workflow } from '../runner/workflow.ts';
import { makeWorld } from './renewal.ts';
import type { World } from './renewal.ts';

const CERTIFICATES = JSON.stringify([
  { name: 'web', dns_names: ['www.example.com', '*.example.org'] },
  { name: 'shop', dns_names: 'shop.example.net' },
]);

/** The defaults of a called workflow, as GitHub fills them in. */
function defaultsOf(workflow: Workflow): Record<string, unknown> {
  const { workflow_call: call } = workflow.on as {
    readonly workflow_call: { readonly inputs: Readonly<Record<string, { readonly default?: unknown }>> };
  };
  return Object.fromEntries(Object.entries(call.inputs).map(([name, input]) => [name, input.default ?? '']));
}

describe('the workflows renew.yml and watch.yml', () => {
  const made: { world?: World; github?: Awaited<ReturnType<typeof startGithub>> } = {};
  const run = async (file: string, inputs: Record<string, unknown>): Promise<Map<string, JobRun[]>> => {
    const { world, github } = made;
    if (world === undefined || github === undefined) throw new Error('there is no world');
    const workflow = parse(readFileSync(join(ROOT, '.github/workflows', file), 'utf8')) as Workflow;
    const secrets = {
      digitalocean_token: world.simulator.token,
      acme_account_key: world.accountKey,
      dns_env: dnsEnvOf(world),
    };
    return runWorkflow(workflow, {
      workspace: makeTemp(),
      contexts: { inputs: { ...defaultsOf(workflow), api_url: world.simulator.url, ...inputs }, secrets },
      folderOf: folderIn(ROOT),
      env: { NODE_EXTRA_CA_CERTS: world.acme.serverRootFile, GITHUB_API_URL: github.url },
      override: (given) => ({ ...given, ...('report_issue' in given ? { github_token: github.token } : {}) }),
    });
  };
  const renew = (world: World, inputs: Record<string, unknown> = {}): Promise<Map<string, JobRun[]>> =>
    run('renew.yml', {
      acme_server: world.acme.directory,
      lego_path: join(world.programs, 'lego'),
      allow_test_ca: true,
      ...world.acme.dnsInputs,
      ...inputs,
    });
  const world = (): World => {
    if (made.world === undefined) throw new Error('there is no world');
    return made.world;
  };
  beforeAll(async () => {
    made.world = await makeWorld();
    made.github = await startGithub();
  });
  afterAll(async () => {
    await made.world?.close();
    await made.github?.close();
  });

  it('The first run orders a certificate for each entry, in a job each, and reports', async () => {
    const jobs = await renew(world(), { certificates: CERTIFICATES });
    expect([...jobs.values()].flat().map(({ isSuccess }) => isSuccess)).toEqual([true, true, true, true]);
    expect(jobs.get('renew')).toHaveLength(2);
    expect(world().names().toSorted()).toEqual(['shop', 'web']);
    expect(world().takeOrders().orders).toBe(2);
  });

  it('The second run has nothing to do, so no job of the matrix runs, and the report does', async () => {
    const jobs = await renew(world(), { certificates: CERTIFICATES });
    expect(jobs.get('plan')?.[0]?.outputs['matrix']).toBe('');
    expect(jobs.get('renew')).toEqual([]);
    expect(jobs.get('report')).toHaveLength(1);
    expect(world().takeOrders().orders).toBe(0);
  });

  it('Without a list, every custom family of the account counts, by the names that it has', async () => {
    const jobs = await renew(world(), { force: true, dry_run: true });
    expect(jobs.get('renew')).toHaveLength(2);
    expect(jobs.get('plan')?.[0]?.outputs['matrix']).toContain('*.example.org');
    expect(world().takeOrders().orders).toBe(0);
  });

  it('A name that is added later is ordered, and the other certificate is left alone', async () => {
    const more = CERTIFICATES.replace('"shop.example.net"', '"shop.example.net, new.example.net"');
    const jobs = await renew(world(), { certificates: more });
    expect(jobs.get('renew')?.map(({ isSuccess }) => isSuccess)).toEqual([true]);
    expect(world().takeOrders()).toMatchObject({ orders: 1 });
  });

  it('A job that fails does not stop the others, and the report comes all the same', async () => {
    const text = JSON.stringify([
      { name: 'bad', dns_names: 'www.blocked.example' },
      { name: 'good', dns_names: 'good.example.net' },
    ]);
    const jobs = await renew(world(), { certificates: text });
    expect(jobs.get('renew')?.map(({ isSuccess }) => isSuccess)).toEqual([false, true]);
    expect(jobs.get('report')).toHaveLength(1);
  });

  it('A list that cannot be read fails the plan, and nothing is renewed', async () => {
    const jobs = await renew(world(), { certificates: '[{"nmae":"web"}]' });
    expect(jobs.get('plan')?.map(({ isSuccess }) => isSuccess)).toEqual([false]);
    expect(jobs.get('renew')).toEqual([]);
  });

  it('The watch checks all certificates', async () => {
    const jobs = await run('watch.yml', {});
    expect(jobs.get('watch')?.map(({ isSuccess }) => isSuccess)).toEqual([true]);
  });
});

function dnsEnvOf({ acme }: World): string {
  return Object.entries(acme.dnsEnv)
    .map(([name, value]) => `${name}="${value}"`)
    .join('\n');
}
