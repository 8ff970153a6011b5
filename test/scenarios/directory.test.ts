import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Issued } from '../authority/authority.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { writeCertbot, writeFiles } from '../inputs/client-folders.ts';
import type { Run } from '../runner/run-action.ts';
import { makeTemp } from '../runner/step.ts';
import { certificatesOf, rule } from './rotation.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario();
const NAMES = ['a', 'b', 'c'] as const;
let issued: readonly Issued[];
let folder = '';

beforeAll(async () => {
  issued = await Promise.all(NAMES.map((name) => scenario.authority.issue({ dnsNames: [`${name}.example.com`] })));
});
beforeEach(() => {
  folder = makeTemp();
  writeCertbot(
    folder,
    NAMES.flatMap((name, at) => {
      const one = issued[at];
      return one === undefined ? [] : [{ id: `${name}.example.com`, issued: one }];
    }),
  );
});

interface Row {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly status: string;
  readonly error: string;
}

const rowsOf = (run: Run): Row[] => JSON.parse(run.outputs['certificates'] ?? '') as Row[];
const statusesOf = (run: Run): string[] => rowsOf(run).map(({ status }) => status);

describe('a folder of certificates', () => {
  it('`present` creates each certificate of the folder, and changes nothing when it runs again', async () => {
    const run = await scenario.run({ directory: folder });
    expect([run.exitCode, errorsOf(run), statusesOf(run)]).toEqual([0, '', ['created', 'created', 'created']]);
    expect(scenario.names().toSorted()).toEqual(['a.example.com', 'b.example.com', 'c.example.com']);
    expect(run.outputs).toMatchObject({ count: '3', changed: 'true', matches: 'true', matrix: '' });
    const created = JSON.parse(run.outputs['created'] ?? '') as Row[];
    expect(created.map(({ name }) => name).toSorted()).toEqual(scenario.names().toSorted());
    const before = scenario.requests().length;
    const again = await scenario.run({ directory: folder });
    expect([again.exitCode, statusesOf(again)]).toEqual([0, ['unchanged', 'unchanged', 'unchanged']]);
    expect(again.outputs).toMatchObject({ count: '3', changed: 'false', created: '' });
    expect(scenario.requests().slice(before)).toEqual(['GET /v2/certificates']);
  });

  it('What is to be said of each certificate is said once, with where they are', async () => {
    const run = await scenario.run({ directory: folder });
    const notices = run.annotations.filter(({ level }) => level === 'notice').map(({ message }) => message);
    expect(notices).toEqual([expect.stringMatching(/^live\/a\.example\.com, live\/b.*live\/c.*private CA/u)]);
  });

  it('Fails at the end when one certificate failed, which the summary shows first and the matrix contains', async () => {
    writeFiles(folder, { 'live/b.example.com/README': '' });
    scenario.simulator.addCertificate({ name: 'b.example.com' });
    const run = await scenario.run({ directory: folder });
    expect([run.exitCode, statusesOf(run).toSorted()]).toEqual([1, ['created', 'created', 'failed']]);
    const failed = rowsOf(run).find(({ status }) => status === 'failed');
    expect(failed?.source).toContain('b.example.com');
    expect(failed?.error).not.toBe('');
    const { include } = JSON.parse(run.outputs['matrix'] ?? '') as { include: { family: string }[] };
    expect(include.map(({ family }) => family)).toEqual(['b.example.com']);
    const [first = ''] = run.summary.split('\n').filter((line) => /^\| (?:failed|created)/u.test(line));
    expect(first).toMatch(/^\| failed \| b/u);
    expect(run.outputs['matches']).toBe('false');
  });

  it('A certificate that cannot be read has a row in the matrix, by its place in the folder', async () => {
    const file = join(folder, 'live/b.example.com/fullchain.pem');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 200));
    const run = await scenario.run({ directory: folder });
    const { include } = JSON.parse(run.outputs['matrix'] ?? '') as { include: Row[] };
    expect(include.map(({ id, name }) => [id, name])).toEqual([['', 'live/b.example.com']]);
  });

  it('`rotate` rebinds what several certificates of the folder share, once, and deletes the old ones', async () => {
    const old = NAMES.map((name) =>
      scenario.simulator.addCertificate({
        name: `${name}.example.com`,
        dns_names: [`${name}.example.com`],
        not_after: '2026-12-20T00:00:00Z',
        created_at: '2026-01-01T00:00:00Z',
      }),
    );
    const shared = scenario.simulator.addLoadBalancer({
      forwarding_rules: old.map(({ public: { id } }, at) => rule(id, 443 + at)),
    });
    const run = await scenario.run({ directory: folder, operation: 'rotate' });
    expect([run.exitCode, errorsOf(run), statusesOf(run)]).toEqual([0, '', ['rotated', 'rotated', 'rotated']]);
    expect(scenario.requests().filter((each) => each.startsWith('PUT')).length).toBe(1);
    const ids = scenario.simulator.certificates.map(({ public: { id } }) => id);
    expect(ids.length).toBe(3);
    expect(certificatesOf(shared).toSorted()).toEqual(ids.toSorted());
    expect((JSON.parse(run.outputs['deleted'] ?? '') as unknown[]).length).toBe(3);
  });

  it('A dry run shows the plan of all, and `on_missing: create` plans the first upload', async () => {
    const [a] = issued;
    if (a === undefined) throw new Error('nothing was issued');
    addIssued(scenario.simulator, 'a.example.com', a);
    const run = await scenario.run({
      directory: folder,
      operation: 'rotate',
      on_missing: 'create',
      dry_run: 'true',
    });
    expect([run.exitCode, errorsOf(run), run.outputs['changed']]).toEqual([0, '', 'true']);
    expect(statusesOf(run)).toEqual(['unchanged', 'created', 'created']);
    expect(scenario.requests().every((each) => each.startsWith('GET'))).toBe(true);
    expect(run.log.filter((line) => line.startsWith('Dry run: Upload')).length).toBe(2);
  });
});
