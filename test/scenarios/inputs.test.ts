import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();

describe('invalid inputs', () => {
  it('All invalid inputs are reported in one error, and nothing is sent', async () => {
    const run = await scenario.run({
      token: '',
      name: 'web-'.repeat(12),
      private_key: '',
      leaf_certificate: scenario.web.privateKey,
      on_mismatch: 'maybe',
      dry_run: 'yes',
      wait_timeout: '15 min',
    });
    expect(run.exitCode).toBe(1);
    expect(run.annotations.length).toBe(1);
    const told = errorsOf(run);
    expect(told).toMatch(/^\D*\b5 \w+/u);
    expect(told).toMatch(/`token`.*`private_key`.*`private_key_path`.*not set.*`secrets: inherit`/u);
    expect(told).toMatch(/`name`.*\b48\b.*\b46\b/u);
    expect(told).toMatch(/`on_mismatch`.*"maybe".*`fail` or `warn`/u);
    expect(told).toMatch(/`dry_run`.*`true` or `false`/u);
    expect(told).toMatch(/`wait_timeout`.*\b86400\b/u);
    expect(scenario.simulator.requests).toEqual([]);
    expect(run.outputs).toMatchObject({ certificates: '[]', deleted: '[]', changed: 'false', id: '' });
    expect(run.summary).toContain('<code>input</code>');
  });

  it.each([
    ['private_key', 'leaf_certificate', () => scenario.web.privateKey],
    ['leaf_certificate', 'private_key', () => scenario.web.fullChain],
  ])('Tells that %s needs %s beside it', async (given, missing, content) => {
    const run = await scenario.run({ name: 'web', [given]: content() });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain(`\`${missing}_path\``);
    expect(errorsOf(run)).not.toContain(`\`${given}\``);
    expect(scenario.simulator.requests).toEqual([]);
  });

  const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ operation: 'upload' }, /`operation`.*`list`, `get`, .*`rotate`/u],
    [{ operation: 'get' }, /`name` \(or `id`\).*not set/u],
    [{ operation: 'get', name: 'web', id: '892071a0-bb95-49bc-8021-3afd67a210bf' }, /`id` and `name`/u],
    [{ operation: 'get', id: 'web' }, /`id`.*UUID/u],
    [{ operation: 'get', id: '892071a0-bb95-49bc-8021-3afd67a210bf/../..' }, /`id`.*UUID/u],
    [{ operation: 'list', name: 'a\nb' }, /`name`.*line/u],
    [{ operation: 'list', name: 'web-'.repeat(64) }, /`name`.*\b255\b/u],
    [{ operation: 'present', name: '{domain}' }, /`name` is "\{domain\}".*`directory`/u],
    [{ operation: 'list', wait_timeout: '86401' }, /`wait_timeout`/u],
    [{ operation: 'list', wait_timeout: '-1' }, /`wait_timeout`/u],
    [{ operation: 'list', wait_timeout: '1e3' }, /`wait_timeout`/u],
    [{ operation: 'delete', name: 'web', dry_run: '1' }, /`dry_run`/u],
    [{ operation: 'list', api_url: 'api.digitalocean.com' }, /`api_url`.*URL/u],
    [{ operation: 'list', api_url: 'http://api.digitalocean.com' }, /`api_url`.*`https:\/\/`/u],
    [{ operation: 'list', api_url: 'http://127.0.0.1.example.com' }, /`api_url`.*`https:\/\/`/u],
    [{ operation: 'list', api_url: 'ftp://127.0.0.1' }, /`api_url`.*`https:\/\/`/u],
    [{ operation: 'list', api_url: 'https://user:secret@example.com' }, /`api_url`.*user name/u],
    [{ operation: 'list', api_url: 'https://example.com?x=1' }, /`api_url`.*query/u],
    [{ operation: 'list', api_url: 'https://api.digitalocean.com/v2' }, /`api_url`.*`\/v2`/u],
    [{ operation: 'list', token: 'dop_v1_abc def' }, /`token`.*spaces/u],
  ];
  it.each(cases)('The inputs %o are refused before anything is sent', async (inputs, message) => {
    const run = await scenario.run(inputs);
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(message);
    expect(errorsOf(run)).not.toContain('secret@');
    expect(scenario.simulator.requests).toEqual([]);
  });
});

describe('environment', () => {
  it('An invalid proxy URL is one error that does not show the URL', async () => {
    const run = await scenario.run(
      { operation: 'list', api_url: 'https://127.0.0.1:1' },
      { env: { HTTPS_PROXY: 'http://user:hunter2secret@:::' } },
    );
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('HTTPS_PROXY');
    expect(run.shown).not.toContain('hunter2secret');
  });
});

describe('token', () => {
  it.each([
    ['DIGITALOCEAN_ACCESS_TOKEN', {}],
    ['DIGITALOCEAN_TOKEN', {}],
    ['DIGITALOCEAN_ACCESS_TOKEN', { DIGITALOCEAN_TOKEN: 'dop_v1_another-token' }],
  ])('The token comes from %s when the input is empty, and the log says so', async (variable, more) => {
    const run = await scenario.run(
      { operation: 'list', token: '' },
      { env: { ...more, [variable]: scenario.simulator.token } },
    );
    expect(run.exitCode).toBe(0);
    expect(run.log[0]).toMatch(new RegExp(`token.*\\b${variable}\\b`, 'u'));
  });

  it('The token of the input comes first, and blanks around it are ignored', async () => {
    const run = await scenario.run(
      { operation: 'list', token: ` ${scenario.simulator.token}\n` },
      { env: { DIGITALOCEAN_ACCESS_TOKEN: 'dop_v1_another-token' } },
    );
    expect(run.exitCode).toBe(0);
  });

  it('A wrong token is reported with the input to check', async () => {
    const run = await scenario.run({ operation: 'list', token: `dop_v1_${'0'.repeat(64)}` });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/401 unauthorized.*"Unable to .*`token`/u);
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
  });
});

describe('file inputs', () => {
  const workspace = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
    mkdirSync(join(folder, 'certs'));
    writeFileSync(join(folder, 'certs/privkey.pem'), scenario.web.privateKey);
    writeFileSync(join(folder, 'certs/cert.pem'), scenario.web.leafCertificate);
    writeFileSync(join(folder, 'certs/chain.pem'), scenario.web.certificateChain);
    writeFileSync(join(folder, 'certs/fullchain.pem'), scenario.web.fullChain);
    return folder;
  };

  it('A file is read by its path in the workspace or its absolute path', async () => {
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
    ['does not exist', 'certs/nothing.pem', /`private_key_path`.*"certs\/nothing.pem".*no such file/u],
    ['is a folder', 'certs', /`private_key_path`.*"certs".*not a regular file/u],
    ['is a path through a file', 'certs/cert.pem/x', /`private_key_path`.*no such file/u],
    ['is too long', 'certs/long.pem', /`private_key_path`.*too long/u],
    ['is empty', 'certs/empty.pem', /`private_key_path`.*empty/u],
    ['is binary', 'certs/binary.pem', /`private_key_path`.*not PEM/u],
    ['has a name that no file can have', `certs/${'web-'.repeat(75)}`, /`private_key_path`.*ENAMETOOLONG/u],
  ];
  it.each(cases)('A file that %s is reported before anything is sent', async (_, path, message) => {
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

  // Root reads everything, and Windows knows no such mode.
  it.runIf((process.getuid?.() ?? 0) !== 0)('A file that may not be read is reported', async () => {
    const cwd = workspace();
    chmodSync(join(cwd, 'certs/privkey.pem'), 0o000);
    const run = await scenario.run(
      { name: 'web', private_key_path: 'certs/privkey.pem', leaf_certificate_path: 'certs/fullchain.pem' },
      { cwd },
    );
    expect(errorsOf(run)).toMatch(/`private_key_path`.*not read/u);
  });

  it('A file and a text for the same key are refused', async () => {
    const run = await scenario.run(
      { ...uploadOf(scenario.web), private_key_path: 'certs/privkey.pem' },
      { cwd: workspace() },
    );
    expect(errorsOf(run)).toContain('`private_key` and `private_key_path`');
  });

  it('A key that is given as a path is reported and masked', async () => {
    const run = await scenario.run({
      name: 'web',
      private_key_path: scenario.web.privateKey,
      leaf_certificate: scenario.web.fullChain,
      private_key: '',
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/`private_key_path`.*\btext\b.*\bpath\b/u);
  });
});
