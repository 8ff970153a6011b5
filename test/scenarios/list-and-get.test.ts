import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario();

describe('`list`', () => {
  it('`list` returns all certificates in the order of the API, and the first to expire in the outputs of one', async () => {
    const ids = ['2027-03-01', '2027-01-01', '2027-02-01'].map(
      (day, at) => scenario.simulator.addCertificate({ name: `site-${at}`, not_after: `${day}T00:00:00Z` }).public.id,
    );
    const run = await scenario.run({ operation: 'list' });
    expect(run.exitCode).toBe(0);
    const listed = JSON.parse(run.outputs['certificates'] ?? '') as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(ids);
    expect(run.outputs).toMatchObject({
      count: '3',
      id: ids[1],
      name: 'site-1',
      not_after: '2027-01-01T00:00:00Z',
      changed: 'false',
    });
    const matrix = JSON.parse(run.outputs['matrix'] ?? '') as { include: { name: string; family: string }[] };
    expect(matrix.include.map(({ name }) => name)).toEqual(['site-1', 'site-2', 'site-0']);
    expect(Object.keys(matrix.include[0] ?? {})).toEqual(['id', 'name', 'family', 'type', 'not_after', 'dns_names']);
  });

  it('`list` reads 450 certificates in three requests of 200', async () => {
    for (let at = 0; at < 450; at += 1) scenario.simulator.addCertificate({ name: `site-${at}` });
    const run = await scenario.run({ operation: 'list' });
    expect(run.outputs['count']).toBe('450');
    expect(scenario.simulator.requests.map(({ path }) => path).toSorted()).toEqual(
      [1, 2, 3].map((page) => `/v2/certificates?per_page=200&page=${page}`),
    );
    expect(warningsOf(run)).toMatch(/`matrix`.*\b256 of 450/u);
    expect((JSON.parse(run.outputs['matrix'] ?? '') as { include: unknown[] }).include.length).toBe(256);
  });

  it('Reads the list again when a certificate comes between its two full pages', async () => {
    for (let at = 0; at < 400; at += 1) scenario.simulator.addCertificate({ name: `site-${at}` });
    scenario.simulator.onRequest = ({ index }) => {
      if (index === 1) scenario.simulator.addCertificate({ name: 'late' });
    };
    const run = await scenario.run({ operation: 'list' });
    expect([run.exitCode, run.outputs['count']]).toEqual([0, '401']);
    expect(scenario.simulator.requests.length).toBe(5);
  });

  it('`list` of an empty account returns an empty matrix and empty lists', async () => {
    const run = await scenario.run({ operation: 'list' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      count: '0',
      certificates: '[]',
      dns_names: '[]',
      matrix: '',
      id: '',
      days_remaining: '',
    });
  });

  it('`list` with a name returns the family: the name itself and its renewed members', async () => {
    const fingerprint = 'abcdef01'.repeat(5);
    scenario.simulator.addCertificate({ name: 'web' });
    scenario.simulator.addCertificate({ name: 'web-20261101-abcdef01', sha1_fingerprint: fingerprint });
    scenario.simulator.addCertificate({ name: 'web-20261101-abcdef01', sha1_fingerprint: '0'.repeat(40) });
    scenario.simulator.addCertificate({ name: 'web-2' });
    const run = await scenario.run({ operation: 'list', name: 'web' });
    const listed = JSON.parse(run.outputs['certificates'] ?? '') as { name: string; sha1_fingerprint: string }[];
    expect(listed.map(({ name }) => name)).toEqual(['web', 'web-20261101-abcdef01']);
    const matrix = JSON.parse(run.outputs['matrix'] ?? '') as { include: { family: string }[] };
    expect(matrix.include.map(({ family }) => family)).toEqual(['web']);
  });

  it('`list` writes a list that is too long for an output to a file', async () => {
    for (let at = 0; at < 2_000; at += 1) scenario.simulator.addCertificate({ name: `site-${at}` });
    const run = await scenario.run({ operation: 'list' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['certificates']).toBe('[]');
    expect(run.outputs['count']).toBe('2000');
    const file = run.outputs['certificates_file'] ?? '';
    expect(file.startsWith(run.temp)).toBe(true);
    expect((JSON.parse(readFileSync(file, 'utf8')) as unknown[]).length).toBe(2_000);
    expect(warningsOf(run)).toContain('`certificates_file`');
    expect(run.summary).toContain('1500 more');
    expect(run.summary.length).toBeLessThan(1024 * 1024);
  });

  it('`list` warns of inputs that it ignores, unless they have their default', async () => {
    const run = await scenario.run({
      operation: 'list',
      private_key: scenario.web.privateKey,
      on_mismatch: 'warn',
      dry_run: 'FALSE',
    });
    expect(run.exitCode).toBe(0);
    expect(run.annotations.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^`private_key`.*`operation: list`/u),
      expect.stringMatching(/^`on_mismatch`.*`operation: list`/u),
    ]);
  });
});

describe('`get`', () => {
  it('`get` reads a certificate by its id in one request', async () => {
    const { public: there } = scenario.simulator.addCertificate({ name: 'web' });
    const run = await scenario.run({ operation: 'get', id: there.id.toUpperCase() });
    expect(run.exitCode).toBe(0);
    expect(scenario.requests()).toEqual([`GET /v2/certificates/${there.id}`]);
    expect(JSON.parse(run.outputs['certificate'] ?? '')).toEqual({ ...there, days_remaining: 59 });
    expect(run.outputs['matrix']).toBe('');
  });

  it('`get` reads the current member of a family: the one that expires last', async () => {
    const fingerprint = 'abcdef01'.repeat(5);
    scenario.simulator.addCertificate({ name: 'web', not_after: '2027-01-01T00:00:00Z' });
    const later = scenario.simulator.addCertificate({
      name: 'web-20261101-abcdef01',
      sha1_fingerprint: fingerprint,
      not_after: '2027-06-01T00:00:00Z',
    });
    const run = await scenario.run({ operation: 'get', name: 'web' });
    expect(run.outputs).toMatchObject({ id: later.public.id, name: 'web-20261101-abcdef01', count: '1' });
  });

  it('Draws no picture of one certificate', async () => {
    scenario.simulator.addCertificate({ name: 'web' });
    expect((await scenario.run({ operation: 'get', name: 'web' })).summary).not.toContain('mermaid');
    expect((await scenario.run({ operation: 'list', name: 'web' })).summary).toContain('mermaid');
  });

  it('Tells an id that the API writes in upper case in lower case', async () => {
    const id = '892071a0-bb95-49bc-8021-3afd67a210bf';
    scenario.simulator.addCertificate({ name: 'web', id: id.toUpperCase() });
    expect((await scenario.run({ operation: 'get', name: 'web' })).outputs['id']).toBe(id);
  });

  it('`get` drops the blank DNS name that the API lists for some certificates', async () => {
    scenario.simulator.addCertificate({ name: 'web', dns_names: [''] });
    expect((await scenario.run({ operation: 'get', name: 'web' })).outputs['dns_names']).toBe('[]');
  });

  it.each([
    ['name', 'web', /no certificate.*"web".*`name`/u],
    ['id', '892071a0-bb95-49bc-8021-3afd67a210bf', /no certificate.*\b892071a0\b.*`name`/u],
  ])('`get` fails when there is no certificate with that %s', async (input, value, message) => {
    const run = await scenario.run({ operation: 'get', [input]: value });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(message);
    expect(run.outputs).toMatchObject({ id: '', count: '0', certificates: '[]' });
  });

  it('`get` reports negative days for an expired certificate', async () => {
    const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
    scenario.simulator.addCertificate({ name: 'past', not_after: at(-3_600_000) });
    scenario.simulator.addCertificate({ name: 'today', not_after: at(5 * 3_600_000) });
    expect((await scenario.run({ operation: 'get', name: 'past' })).outputs['days_remaining']).toBe('-1');
    expect((await scenario.run({ operation: 'get', name: 'today' })).outputs['days_remaining']).toBe('0');
  });
});
