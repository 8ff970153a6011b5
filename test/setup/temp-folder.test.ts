import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemp } from '../runner/step.ts';
import setUp, { PREFIX, RUN_FOLDER } from './temp-folder.ts';

const TESTS = resolve(import.meta.dirname, '..');
const before = tmpdir();
const root = process.env[RUN_FOLDER];
/** A temporary folder of a system of its own. */
let system: string;

beforeEach(() => {
  system = mkdtempSync(join(before, 'system-'));
  process.env['TMPDIR'] = system;
});

afterEach(() => {
  process.env['TMPDIR'] = before;
});

describe('what tests leave in the temporary folder', () => {
  it('The files of this run are in one folder, which its end removes', () => {
    expect(basename(dirname(before))).toMatch(new RegExp(`^${PREFIX}`, 'u'));
    expect(makeTemp()).toContain(system);
  });

  it('After a run nothing is left, whatever its tests made', () => {
    const tearDown = setUp();
    const made = process.env[RUN_FOLDER] ?? '';
    mkdirSync(join(made, 'folder/inner'), { recursive: true });
    writeFileSync(join(made, 'folder/inner/file'), 'text');
    expect([dirname(made), readdirSync(system).length]).toEqual([system, 1]);
    tearDown();
    expect([readdirSync(system), process.env[RUN_FOLDER]]).toEqual([[], root]);
  });

  it('The folder of a run that was killed goes with a later run, and that of one that goes on stays', () => {
    const [killed, other] = [join(system, `${PREFIX}killed`), join(system, 'other')];
    for (const folder of [killed, other, join(system, `${PREFIX}goes-on`)]) mkdirSync(folder);
    const longAgo = new Date(Date.now() - 86_400_000);
    for (const folder of [killed, other]) utimesSync(folder, longAgo, longAgo);
    setUp()();
    expect(readdirSync(system).toSorted()).toEqual([`${PREFIX}goes-on`, 'other'].toSorted());
  });

  it('Whatever makes a folder asks the system where', () => {
    const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const made = files.flatMap(
      (file) => readFileSync(join(TESTS, file), 'utf8').match(/\bmkdtemp\w*\([^;\n]+/gu) ?? [],
    );
    expect(made.length).toBeGreaterThan(5);
    expect(
      made.filter(
        (call) => !/\(join\((?:tmpdir\(\)|before|system|process\.env\[RUN_FOLDER\] \?\? tmpdir\(\)),/u.test(call),
      ),
    ).toEqual([]);
  });
});
