import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();

describe('inputs that cannot be used', () => {
  it('are all told in one error, and nothing is sent', async () => {
    const run = await scenario.run({
      token: '',
      name: 'x'.repeat(56),
      private_key: '',
      leaf_certificate: scenario.web.privateKey,
      on_mismatch: 'maybe',
      dry_run: 'yes',
      wait_timeout: '15 min',
    });
    expect(run.exitCode).toBe(1);
    expect(run.annotations.length).toBe(1);
    const told = errorsOf(run);
    expect(told).toContain('5 things are wrong');
    expect(told).toContain(
      '`token` and `private_key` (or `private_key_path`) are empty or not set (secrets do not reach forks, Dependabot, or called workflows without `secrets: inherit`)',
    );
    expect(told).toContain('`name` has 56 characters; 55 is the most here.');
    expect(told).toContain('`on_mismatch` must be one of `fail`, `warn`.');
    expect(told).toContain('`dry_run` must be `true` or `false`.');
    expect(told).toContain('`wait_timeout` must be a whole number of seconds from 0 to 86400.');
    expect(scenario.simulator.requests).toEqual([]);
    expect(run.outputs).toMatchObject({ certificates: '[]', deleted: '[]', changed: 'false', id: '' });
    expect(run.summary).toContain('**Failed.**');
  });

  const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ operation: 'upload' }, /`operation` must be one of `list`, `get`, `create`, `present`, `delete`, `absent`/u],
    [{ operation: 'get' }, /`name` \(or `id`\) is empty or not set/u],
    [{ operation: 'get', name: 'web', id: '892071a0-bb95-49bc-8021-3afd67a210bf' }, /`id` and `name` are both given/u],
    [{ operation: 'get', id: 'web' }, /`id` must be the id of a certificate, a UUID/u],
    [{ operation: 'get', id: '892071a0-bb95-49bc-8021-3afd67a210bf/../..' }, /`id` must be the id/u],
    [{ operation: 'list', name: 'a\nb' }, /`name` has line ends/u],
    [{ operation: 'list', name: 'x'.repeat(256) }, /255 is the most/u],
    [{ operation: 'list', wait_timeout: '86401' }, /`wait_timeout`/u],
    [{ operation: 'list', wait_timeout: '-1' }, /`wait_timeout`/u],
    [{ operation: 'list', wait_timeout: '1e3' }, /`wait_timeout`/u],
    [{ operation: 'delete', name: 'web', dry_run: '1' }, /`dry_run` must be/u],
    [{ operation: 'list', api_url: 'api.digitalocean.com' }, /`api_url` must be a whole URL/u],
    [{ operation: 'list', api_url: 'http://api.digitalocean.com' }, /`api_url` must begin with `https:\/\/`/u],
    [{ operation: 'list', api_url: 'http://127.0.0.1.example.com' }, /`api_url` must begin with/u],
    [{ operation: 'list', api_url: 'ftp://127.0.0.1' }, /`api_url` must begin with/u],
    [{ operation: 'list', api_url: 'https://user:secret@example.com' }, /`api_url` must not hold a user name/u],
    [{ operation: 'list', api_url: 'https://example.com?x=1' }, /`api_url` must not have a query/u],
    [{ operation: 'list', api_url: 'https://api.digitalocean.com/v2' }, /`api_url` must not end in `\/v2`/u],
    [{ operation: 'list', token: 'dop_v1_abc def' }, /The token from `token` has spaces/u],
  ];
  it.each(cases)('%o', async (inputs, message) => {
    const run = await scenario.run(inputs);
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(message);
    expect(errorsOf(run)).not.toContain('secret@');
    expect(scenario.simulator.requests).toEqual([]);
  });
});

describe('the environment', () => {
  it('a proxy address that is none is one error, and is not shown', async () => {
    const run = await scenario.run(
      { operation: 'list', api_url: 'https://127.0.0.1:1' },
      { env: { HTTPS_PROXY: 'http://user:hunter2secret@:::' } },
    );
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('HTTPS_PROXY');
    expect(run.shown).not.toContain('hunter2secret');
  });
});

describe('the token', () => {
  it.each([
    ['DIGITALOCEAN_ACCESS_TOKEN', {}],
    ['DIGITALOCEAN_TOKEN', {}],
    ['DIGITALOCEAN_ACCESS_TOKEN', { DIGITALOCEAN_TOKEN: 'dop_v1_another-token' }],
  ])('comes from %s when the input is empty, and the log says so', async (variable, more) => {
    const run = await scenario.run(
      { operation: 'list', token: '' },
      { env: { ...more, [variable]: scenario.simulator.token } },
    );
    expect(run.exitCode).toBe(0);
    expect(run.log[0]).toBe(`The token is taken from the environment variable ${variable}`);
  });

  it('of the input comes first, and may have blanks around', async () => {
    const run = await scenario.run(
      { operation: 'list', token: ` ${scenario.simulator.token}\n` },
      { env: { DIGITALOCEAN_ACCESS_TOKEN: 'dop_v1_another-token' } },
    );
    expect(run.exitCode).toBe(0);
  });

  it('that is wrong is told by what to look at', async () => {
    const run = await scenario.run({ operation: 'list', token: `dop_v1_${'0'.repeat(64)}` });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/401 unauthorized: "Unable to authenticate you".*Look at `token`/u);
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
  });
});

describe('files', () => {
  const workspace = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
    mkdirSync(join(folder, 'certs'));
    writeFileSync(join(folder, 'certs/privkey.pem'), scenario.web.privateKey);
    writeFileSync(join(folder, 'certs/cert.pem'), scenario.web.leafCertificate);
    writeFileSync(join(folder, 'certs/chain.pem'), scenario.web.certificateChain);
    writeFileSync(join(folder, 'certs/fullchain.pem'), scenario.web.fullChain);
    return folder;
  };

  it('are read relative to the workspace, or by their absolute path', async () => {
    const cwd = workspace();
    const relative = await scenario.run(
      { name: 'web', private_key_path: 'certs/privkey.pem', leaf_certificate_path: './certs/fullchain.pem' },
      { cwd },
    );
    expect([relative.exitCode, errorsOf(relative)]).toEqual([0, '']);
    const paths = {
      private_key_path: join(cwd, 'certs/privkey.pem'),
      leaf_certificate_path: join(cwd, 'certs/cert.pem'),
      certificate_chain_path: join(cwd, 'certs/chain.pem'),
    };
    const absolute = await scenario.run({ name: 'web', ...paths });
    expect([absolute.exitCode, absolute.outputs['changed']]).toEqual([0, 'false']);
  });

  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['is not there', 'certs/nothing.pem', /`private_key_path` names "certs\/nothing.pem", and there is no such file/u],
    ['is a folder', 'certs', /`private_key_path` names "certs", which is not a file/u],
    ['is a path through a file', 'certs/cert.pem/x', /there is no such file/u],
    ['is too long', 'certs/long.pem', /too long for PEM/u],
    ['is empty', 'certs/empty.pem', /`private_key_path` is empty/u],
    ['is binary', 'certs/binary.pem', /`private_key_path` is not PEM/u],
    ['has a name that no file can have', `certs/${'x'.repeat(300)}`, /cannot be read \(ENAMETOOLONG\)/u],
  ];
  it.each(cases)('one that %s: one error, nothing sent', async (_, path, message) => {
    const cwd = workspace();
    writeFileSync(join(cwd, 'certs/long.pem'), 'x'.repeat(1024 * 1024 + 1));
    writeFileSync(join(cwd, 'certs/empty.pem'), '');
    writeFileSync(join(cwd, 'certs/binary.pem'), Buffer.from([1, 2, 3, 0, 255]));
    const run = await scenario.run(
      { name: 'web', private_key_path: path, leaf_certificate_path: 'certs/fullchain.pem' },
      { cwd },
    );
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(message);
    expect(scenario.simulator.requests).toEqual([]);
  });

  // Root reads everything.
  it.runIf(process.getuid?.() !== 0)('one that may not be read: one error', async () => {
    const cwd = workspace();
    chmodSync(join(cwd, 'certs/privkey.pem'), 0o000);
    const run = await scenario.run(
      { name: 'web', private_key_path: 'certs/privkey.pem', leaf_certificate_path: 'certs/fullchain.pem' },
      { cwd },
    );
    expect(errorsOf(run)).toContain('which this user may not read');
  });

  it('beside the text of the same thing: an error', async () => {
    const run = await scenario.run(
      { ...uploadOf(scenario.web), private_key_path: 'certs/privkey.pem' },
      { cwd: workspace() },
    );
    expect(errorsOf(run)).toContain('`private_key` and `private_key_path` are both given');
  });

  it('given as text: told so, and the key is masked all the same', async () => {
    const run = await scenario.run({
      name: 'web',
      private_key_path: scenario.web.privateKey,
      leaf_certificate: scenario.web.fullChain,
      private_key: '',
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('`private_key_path` holds a text and not the path of a file');
  });
});
