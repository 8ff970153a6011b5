// Not on Windows: a script stands in lego's place.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/renew/environment.ts';
import { cleanUp, PARTS, plan, renew } from '../../src/renew/main.ts';
import { runMain } from '../runner/run-main.ts';
import type { MainOptions } from '../runner/run-main.ts';
import { makeTemp } from '../runner/step.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { PLAN_ACTION, RENEW_ACTION, startIssuance } from './stand-ins.ts';
import type { Issuance } from './stand-ins.ts';

const made: { simulator?: Simulator; issuance?: Issuance } = {};
const simulator = (): Simulator => {
  if (made.simulator === undefined) throw new Error('there is no simulator');
  return made.simulator;
};
const issuance = (): Issuance => {
  if (made.issuance === undefined) throw new Error('there is no CA');
  return made.issuance;
};
beforeAll(async () => {
  made.issuance = await startIssuance('www.example.com');
});
beforeEach(async () => {
  await made.simulator?.close();
  made.simulator = await startSimulator();
});
afterAll(async () => {
  await made.simulator?.close();
  await made.issuance?.close();
});

const runRenew = (inputs: Readonly<Record<string, string>> = {}, options: MainOptions = {}) =>
  runMain(
    { ...issuance().inputs, token: simulator().token, api_url: simulator().url, wait_timeout: '60', ...inputs },
    { program: renew, actionFile: RENEW_ACTION, ...options },
  );
const runPlan = (inputs: Readonly<Record<string, string>> = {}) =>
  runMain(
    { token: simulator().token, api_url: simulator().url, ...inputs },
    { program: plan, actionFile: PLAN_ACTION },
  );
const errorsIn = ({ annotations }: Awaited<ReturnType<typeof runMain>>): string =>
  annotations.flatMap(({ level, message }) => (level === 'error' ? [message] : [])).join();
const names = (): string[] => simulator().certificates.map((certificate) => certificate.public.name);

describe('the program behind `renew`', () => {
  it('A first certificate is ordered and uploaded, and its key never shows', async () => {
    const run = await runRenew();
    expect(errorsIn(run)).toBe('');
    expect(run.outputs).toMatchObject({ renewed: 'true', sha1_fingerprint: issuance().sha1Fingerprint });
    expect(names()).toEqual(['web']);
    expect(run.shown).not.toContain('PRIVATE KEY');
    expect(run.masks).toContain(issuance().privateKey.split('\n')[1]);
  });

  it('A dry run asks the CA for the account, and orders nothing', async () => {
    issuance().asked.splice(0);
    const run = await runRenew({ dry_run: 'true' });
    expect(run.outputs).toMatchObject({ renewed: 'false', changed: 'true' });
    expect(run.log.filter((line) => line.startsWith('Dry run: '))).toHaveLength(2);
    expect(issuance().asked).toEqual(['GET /dir', 'HEAD /nonce', 'POST /account']);
    expect(names()).toEqual([]);
  });

  it('The program lego sees the variables of the step and of `dns_env`, and no input or token of the runner', async () => {
    const run = await runRenew(
      { dns_provider: 'exec', dns_env: 'EXEC_PATH=/bin/hook\nPROVIDER_TOKEN="a secret of 1234"' },
      {
        env: {
          OTHER_API_KEY: 'another secret',
          GH_TOKEN: 'a token of gh',
          GITHUB_TOKEN: 'a token of the job',
          NODE_EXTRA_CA_CERTS: issuance().rootFile,
          RUNNER_TRACKING_ID: 'github_1',
        },
      },
    );
    expect(errorsIn(run)).toBe('');
    const seen = issuance().legoSaw();
    for (const each of [
      'PROVIDER_TOKEN=a secret of 1234',
      'OTHER_API_KEY=another secret',
      'RUNNER_TRACKING_ID=github_1',
    ])
      expect(seen).toContain(each);
    expect(seen).toContain(`LEGO_CA_CERTIFICATES=${issuance().rootFile}`);
    expect(seen).not.toMatch(/^(?:INPUT|GITHUB|GH|DO_AUTH|NODE)_|token of/mu);
    expect(run.masks).toEqual(expect.arrayContaining(['a secret of 1234', 'another secret']));
  });

  it.each([
    ['https://github.com', 'a token of the job'],
    ['https://forge.example', ''],
  ])('On %s, `gh` is given the token %j', async (server, token) => {
    const found: string[] = [];
    const program = async (): Promise<number> => found.push((await readEnvironment()).attestationToken);
    await runRenew({ github_token: 'a token of the job' }, { program, env: { GITHUB_SERVER_URL: server } });
    expect(found).toEqual([token]);
  });

  it('DigitalOcean as DNS provider has a token of its own if there is one', async () => {
    await runRenew({ dns_token: 'dop_v1_of_the_zone' });
    expect(issuance().legoSaw()).toContain('DO_AUTH_TOKEN=dop_v1_of_the_zone');
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['a CA that nobody runs', { acme_server: 'https://localhost:9/dir' }, 'acme_server'],
    ['no lego', { lego_path: '/nowhere/lego' }, 'lego_path'],
    ['inputs that are wrong', { key_type: 'dsa', force: 'perhaps' }, '2 problems'],
    ['a token that is refused', { token: 'dop_v1_wrong' }, 'token'],
  ])('With %s, the error says what to do, and nothing is uploaded or left behind', async (_what, inputs, told) => {
    const run = await runRenew(inputs);
    expect(run.exitCode).toBe(1);
    expect(errorsIn(run)).toContain(told);
    expect(run.outputs['renewed']).toBe('false');
    expect(names()).toEqual([]);
    expect(run.shown).not.toContain('PRIVATE KEY');
  });

  it('A job that was cancelled before the order ends with that', async () => {
    const run = await runRenew({}, { stop: AbortSignal.abort() });
    expect(run.exitCode).toBe(1);
    expect(names()).toEqual([]);
  });

  it('What a killed run left behind is removed after the job', () => {
    const folder = join(makeTemp(), 'digitalocean-renew-0123456789abcdef');
    mkdirSync(folder);
    process.env['STATE_renew_folder'] = folder;
    expect(cleanUp()).toBe(0);
    delete process.env['STATE_renew_folder'];
    expect(existsSync(folder)).toBe(false);
    expect(Object.keys(PARTS)).toEqual(['renew', 'renew-plan', 'renew-clean-up']);
  });
});

describe('the program behind `renew/plan`', () => {
  it('What is not there yet is in the matrix', async () => {
    const run = await runPlan({ certificates: '[{"name":"web","dns_names":["www.example.com"]}]' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['count']).toBe('1');
    expect(JSON.parse(run.outputs['matrix'] ?? '')).toEqual({
      include: [{ name: 'web', dns_names: 'www.example.com', endpoints: '', profile: '' }],
    });
  });

  it('An account without certificates has an empty matrix', async () => {
    expect((await runPlan({ acme_server: 'letsencrypt-staging' })).outputs).toMatchObject({ count: '0', matrix: '' });
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['no list', { certificates: '{}' }, '`certificates`'],
    ['wrong switches', { force: 'maybe', acme_server: 'ftp://x' }, '2 problems'],
    ['a token that is refused', { token: 'dop_v1_wrong' }, 'token'],
  ])('With %s, the plan fails and has no matrix', async (_what, inputs, told) => {
    const run = await runPlan(inputs);
    expect(run.exitCode).toBe(1);
    expect(errorsIn(run)).toContain(told);
    expect(run.outputs).toMatchObject({ count: '0', matrix: '' });
  });
});
