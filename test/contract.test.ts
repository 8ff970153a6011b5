import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUTS, OPERATION_NAMES } from '../src/inputs/definitions.ts';
import { OPERATIONS } from '../src/operations/registry.ts';
import { OUTPUTS } from '../src/report/outputs.ts';
import { VERSION } from '../src/version.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');

interface Action {
  readonly name: string;
  readonly description: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const action = parse(read('action.yml')) as Action;

/** The names in backticks in the first column of the tables under a heading of the README, or of another page. */
function namesUnder(heading: string, file = 'README.md'): string[] {
  const section =
    read(file)
      .split(/^##? /mu)
      .find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([a-z0-9_]+)`/gu)].map((match) => match[1] ?? ''),
  );
}

describe('contract of action.yml, code and README', () => {
  it('The code, `action.yml` and the README have the same inputs and defaults', () => {
    expect(Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]))).toEqual(
      Object.fromEntries(Object.entries(INPUTS).map(([name, row]) => [name, row.default])),
    );
    expect(namesUnder('Inputs').toSorted()).toEqual(Object.keys(INPUTS).toSorted());
  });

  it('The code, `action.yml` and the README have the same outputs', () => {
    expect(Object.keys(action.outputs)).toEqual([...OUTPUTS]);
    expect(namesUnder('Outputs').toSorted()).toEqual([...OUTPUTS].toSorted());
  });

  it('The code, `action.yml` and the README have the same operations', () => {
    expect(Object.keys(OPERATIONS).toSorted()).toEqual([...OPERATION_NAMES].toSorted());
    expect(namesUnder('Operations').toSorted()).toEqual([...OPERATION_NAMES].toSorted());
    for (const name of OPERATION_NAMES) expect(action.inputs['operation']?.description).toContain(`\`${name}\``);
    const known = new Set<string>(OPERATION_NAMES);
    for (const { operations } of Object.values(INPUTS)) {
      if (operations !== 'all') for (const operation of operations) expect(known).toContain(operation);
    }
  });

  it('The version of the code is the version of `package.json`', () => {
    expect(VERSION).toBe((JSON.parse(read('package.json')) as { version: string }).version);
  });
});

describe('troubleshooting table', () => {
  const union = /export type ErrorCode =([^;]+);/u.exec(read('src/errors.ts'))?.[1] ?? '';
  const kinds = /export type ApiErrorKind =([^;]+);/u.exec(read('src/errors.ts'))?.[1] ?? '';
  const literalsIn = (text: string): string[] => [...text.matchAll(/'(\w+)'/gu)].map((match) => match[1] ?? '');
  const codes = [...literalsIn(kinds).map((kind) => `api_${kind}`), ...literalsIn(union)];

  it('`docs/troubleshooting.md` has one row for each code of an error, and no other', () => {
    expect(codes.length).toBeGreaterThan(40);
    expect(namesUnder('Troubleshooting', 'docs/troubleshooting.md').toSorted()).toEqual(codes.toSorted());
  });

  it('Every code is used', () => {
    const text = globSync('src/**/*.ts', { cwd: ROOT }).map(read).join('\n').replace(union, '');
    expect(literalsIn(union).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});

describe('action.yml', () => {
  it('`action.yml` is accepted by GitHub and its Marketplace', () => {
    expect(action.description.length).toBeLessThan(125);
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
    expect(['lock', 'shield', 'award']).toContain(action.branding.icon);
    expect(['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark']).toContain(
      action.branding.color,
    );
  });

  it('`action.yml` says when each output is empty, and which outputs are JSON', () => {
    for (const [name, { description }] of Object.entries(action.outputs)) {
      expect(description, name).toMatch(/Empty|`\[\]`|`0`/u);
      if (/\[\]/u.test(description)) expect(description, name).toContain('JSON');
    }
  });

  it('`action.yml` marks no input as required, since the code reports what is missing', () => {
    for (const { required } of Object.values(action.inputs)) expect(required).toBe(false);
  });
});
