import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { looksSecret } from '../../src/x509/masking.ts';
import { writeCertbot, writeFiles } from '../inputs/client-folders.ts';
import { makeTemp } from '../runner/step.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario();
let folder = '';
beforeEach(() => {
  folder = makeTemp();
  writeCertbot(folder, [{ id: 'web', issued: scenario.web }]);
});

/** As `mktemp` makes them, one within the other: by their letters they could be a part of a key. */
const RANDOM = 'aQ7xKzR9vW/bG5jPqT2hY';

describe('paths that look like a key', () => {
  it('A folder that exists is read, and named in the log', async () => {
    const root = join(makeTemp(), RANDOM);
    expect(looksSecret(root)).toBe(true);
    writeCertbot(root, [{ id: 'web', issued: scenario.web }]);
    const run = await scenario.run({ directory: root });
    expect([run.exitCode, errorsOf(run), run.outputs['count']]).toEqual([0, '', '1']);
    expect(run.shown).toContain(`in ${root} (layout certbot)`);
  });

  it('Files that exist are read, and one that is missing beside them is told as such', async () => {
    const root = makeTemp();
    writeFiles(root, {
      [`${RANDOM}/web.key`]: scenario.web.privateKey,
      [`${RANDOM}/web.crt`]: scenario.web.fullChain,
    });
    const paths = (key: string): Record<string, string> => ({
      name: 'web',
      private_key_path: `${RANDOM}/${key}`,
      leaf_certificate_path: `${RANDOM}/web.crt`,
    });
    const run = await scenario.run(paths('web.key'), { cwd: root });
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    const missing = await scenario.run(paths('other.key'), { cwd: root });
    expect([missing.exitCode, missing.shown.includes(`${RANDOM}/other`)]).toEqual([1, false]);
    expect(errorsOf(missing)).toMatch(/`private_key_path`.*no such file/u);
  });

  it('A key in place of a path is refused and not shown, also with slashes in it', async () => {
    const body = scenario.web.privateKey.split('\n').slice(1, -2).join('');
    for (const input of ['private_key_path', 'directory'] as const) {
      const run = await scenario.run({ name: 'web', leaf_certificate: scenario.web.fullChain, [input]: `/${body}/x` });
      expect([input, run.exitCode, run.shown.includes(body.slice(10, 22))]).toEqual([input, 1, false]);
      expect(errorsOf(run)).toMatch(/`(?:private_key_path|directory)`/u);
    }
  });
});

describe('a folder of certificates as an input', () => {
  it('Every key of the folder is masked before anything else is written', async () => {
    execFileSync('mkfifo', [join(folder, 'live/pipe')]);
    writeFiles(folder, { 'live/other/privkey.pem': scenario.renewed.privateKey });
    const run = await scenario.run({ directory: folder, layout: 'pem' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/`directory`.*"live\/pipe".*FIFO/u);
    expect(scenario.requests()).toEqual([]);
    const good = makeTemp();
    writeFiles(good, { 'web.key': scenario.web.privateKey });
    const { masks } = await scenario.run({ directory: good });
    for (const line of scenario.web.privateKey.split('\n').filter((each) => /^[A-Za-z0-9+/=]{8,}$/u.test(each)))
      expect(masks).toContain(line);
  });

  it.each<readonly [string, () => Record<string, string>, RegExp]>([
    ['PEM inputs', () => uploadOf(scenario.web), /`directory`.*`private_key` and `leaf_certificate`.*only one/u],
    ['`type: lets_encrypt`', () => ({ type: 'lets_encrypt', dns_names: 'a.example.com' }), /`type` and `directory`/u],
    ['`source: uploaded`', () => ({ operation: 'rotate', source: 'uploaded' }), /`source` and `directory`/u],
    ['`id`', () => ({ operation: 'rotate', id: '892071a0-bb95-49bc-8021-3afd67a210bf' }), /`id` and `directory`/u],
    ['an unknown layout', () => ({ layout: 'certboot' }), /`layout`.*"certboot"/u],
    ['an unknown placeholder', () => ({ name: '{host}' }), /`name`.*"\{host\}".*`\{domain\}`/u],
    ['a wrong `on_missing`', () => ({ operation: 'rotate', on_missing: 'maybe' }), /`on_missing`.*"maybe".*`create`/u],
    ['a key as a glob', () => ({ include: scenario.web.privateKey }), /`include`.*looks like a key/u],
    ['a key as a template', () => ({ name: scenario.web.privateKey }), /`name`.*looks like a key/u],
  ])('A folder together with %s is one error, and nothing is sent', async (_, more, expected) => {
    const run = await scenario.run({ directory: folder, ...more() });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(expected);
    expect(scenario.requests()).toEqual([]);
  });

  it('What belongs to a folder is ignored with a warning without one', async () => {
    const run = await scenario.run({ ...uploadOf(scenario.web), include: 'web*', layout: 'certbot' });
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toMatch(/`layout`.*`directory`[^]*`include`.*ignored/u);
  });

  it('A folder is ignored with a warning by an operation that does not use it', async () => {
    const run = await scenario.run({ operation: 'list', directory: folder });
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toContain('`directory` is ignored');
  });
});
