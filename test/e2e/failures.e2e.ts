import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run, RunOptions } from '../runner/run-action.ts';
import { makeTemp } from '../runner/step.ts';
import { errorsOf } from '../scenarios/scenario.ts';
import { makeWorld } from './renewal.ts';
import type { World } from './renewal.ts';

const UPLOAD = { method: 'POST', path: '/v2/certificates', times: 1_000 };

/** The code of the failure, as the job summary shows it. */
function codeOf({ summary }: Run): string {
  return /\*\*Failed\*\* \(<code>(?<code>[^<]+)/u.exec(summary)?.groups?.['code']?.replaceAll('&#95;', '_') ?? '';
}

describe('renewals that fail', () => {
  const made: { world?: World } = {};
  const world = (): World => {
    if (made.world === undefined) throw new Error('there is no world');
    return made.world;
  };
  const renew: World['renew'] = (inputs, options) =>
    world().renew({ dns_names: 'www.example.org', name: 'shop', ...inputs }, options);
  /** Ends the process as soon as a line says this. */
  const endAt = (text: RegExp, cancelWith: 'SIGINT' | 'SIGKILL'): RunOptions => {
    const controller = new AbortController();
    return {
      cancelWith,
      signal: controller.signal,
      onLine: (line) => void (text.test(line) && controller.abort()),
    };
  };
  beforeAll(async () => {
    made.world = await makeWorld({ refusedNonces: 15 });
  });
  afterAll(async () => made.world?.close());

  it('A key that the CA does not know is reported, and no account is made', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-384',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const run = await renew({ acme_account_key: privateKey });
    expect(errorsOf(run)).toContain('docs/renewal.md');
    expect(codeOf(run)).toBe('acme_account');
    const log = world().acme.takeLog();
    expect(log).not.toContain('There are now 2 accounts');
    expect(log).not.toContain('Added order');
  });

  it('A CA that cannot be reached is reported', async () => {
    const run = await renew({ acme_server: 'https://localhost:9/dir' });
    expect(codeOf(run)).toBe('acme_failed');
  });

  it('A name that the CA refuses is reported with what to do, and nothing is uploaded', async () => {
    const run = await renew({ dns_names: 'www.blocked.example' });
    expect(codeOf(run)).toBe('not_issued');
    expect(errorsOf(run)).toContain('`dns_names`');
    expect(world().names()).toEqual([]);
  });

  it('A DNS provider that fails is reported, and what it writes is no command and shows no secret', async () => {
    const hook = join(makeTemp(), 'hook');
    const script =
      '#!/bin/sh\necho "::set-env name=X::y"\necho "::error::$PROVIDER_TOKEN"\nenv | grep -c INPUT_ || true\nexit 1\n';
    writeFileSync(hook, script, { mode: 0o700 });
    const secret = 'a provider secret of 1234';
    const run = await renew({
      dns_names: 'x1.example.org',
      dns_env: `EXEC_PATH=${hook}\nexport PROVIDER_TOKEN="${secret}" \n# no variable\n`,
    });
    expect(codeOf(run)).toBe('not_issued');
    expect(run.shown).not.toContain(secret);
    expect(run.masks).toContain(secret);
    expect(run.annotations.some(({ message }) => message.includes('***'))).toBe(false);
  });

  it('A certificate of a test CA is not uploaded', async () => {
    const run = await renew({ allow_test_ca: 'false' });
    expect(errorsOf(run)).toBe('');
    expect(run.annotations.map(({ message }) => message).join()).toContain('Pebble');
    expect(run.outputs['renewed']).toBe('false');
    expect(world().names()).toEqual([]);
  });

  it('An upload that fails is tried again with the same certificate for as long as `wait_timeout` says', async () => {
    world().takeOrders();
    world().simulator.fault(
      { ...UPLOAD, times: 1 },
      { kind: 'status', status: 403, body: { id: 'forbidden', message: 'not now' } },
    );
    const run = await renew();
    expect(errorsOf(run)).toBe('');
    expect(run.outputs['renewed']).toBe('true');
    expect(world().takeOrders().orders).toBe(1);
    expect(world().names()).toEqual(['shop']);
  });

  it('If no upload succeeds, the error says that the next run orders another one, and it does', async () => {
    world().simulator.fault(UPLOAD, { kind: 'status', status: 503, body: { id: 'x', message: 'down' } });
    const failed = await renew({ force: 'true', wait_timeout: '4' });
    expect(failed.exitCode).toBe(1);
    expect(errorsOf(failed)).toContain('orders another one');
    expect(failed.outputs['renewed']).toBe('false');
    world().simulator.clearFaults();
    const run = await renew({ force: 'true' });
    expect(errorsOf(run)).toBe('');
    expect(world().names()).toHaveLength(1);
  });

  it.each([
    ['the account has been found', /The account at /u],
    ['lego runs', /Obtaining bundled SAN certificate/u],
    ['the certificate has been uploaded', /^Created certificate/u],
  ])('When the runner dies after %s, nothing stays behind, and the next run succeeds', async (_when, line) => {
    const killed = await renew({ force: 'true' }, endAt(line, 'SIGKILL'));
    expect(killed.exitCode).toBe(128 + 9);
    const run = await renew();
    expect(errorsOf(run)).toBe('');
    expect(world().names()).toHaveLength(1);
  });

  it('When the job is cancelled while lego runs, the step ends at once and says so', async () => {
    const run = await renew(
      { force: 'true', dns_names: 'x2.example.org', allow_dropped_names: 'true' },
      endAt(/Obtaining bundled/u, 'SIGINT'),
    );
    expect(run.exitCode).toBe(1);
    expect(codeOf(run)).toBe('cancelled');
  });

  it('A folder for temporary files with blanks in its name works', async () => {
    const temp = join(makeTemp(), 'runner temp $(x)');
    mkdirSync(temp);
    const run = await renew({ force: 'true' }, { env: { RUNNER_TEMP: temp } });
    expect(errorsOf(run)).toBe('');
    expect(readdirSync(temp)).toEqual([]);
  });

  it.each([
    ['a quote', 'www."example.org'],
    ['a command', '$(touch x).example.org'],
    ['an option of lego', '--server=https://evil.example'],
    ['a blank', 'www example.org'],
    ['an address', '192.0.2.1'],
  ])('A DNS name with %s is refused before anything is sent', async (_what, name) => {
    const before = world().simulator.requests.length;
    const run = await renew({ dns_names: name });
    expect(codeOf(run)).toBe('input');
    expect(world().simulator.requests).toHaveLength(before);
  });

  it('A name in Unicode is ordered in ASCII', async () => {
    const run = await renew({ name: 'books', dns_names: 'bücher.example.org' });
    expect(errorsOf(run)).toBe('');
    expect(run.outputs['dns_names']).toContain('xn--bcher-kva.example.org');
  });

  it.each([
    ['no program', '/nowhere/lego'],
    ['another program', '/bin/echo'],
  ])('With `lego_path` set to %s, nothing is ordered', async (_what, path) => {
    const run = await renew({ force: 'true', lego_path: path });
    expect(codeOf(run)).toBe('lego_unusable');
  });

  it('All of these runs used one account', () => {
    expect(world().acme.takeLog()).not.toContain('There are now 2 accounts');
  });
});
