import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeCertbot, writeFiles } from '../inputs/client-folders.ts';
import { makeTemp } from '../runner/step.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario();
let folder = '';
beforeEach(() => {
  folder = makeTemp();
  writeCertbot(folder, [{ id: 'web', issued: scenario.web }]);
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
