// Many processes, and left to CI: one for each lifetime and reason.
import { statSync, readFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Issued } from '../authority/authority.ts';
import { addIssued } from '../faults/rotation-world.ts';
import type { Run } from '../runner/run-action.ts';
import type { StoredCertificate } from '../simulator/world.ts';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario();
const DAY_MS = 86_400_000;
const fromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS + 3_600_000);
const iso = (days: number): string => `${fromNow(days).toISOString().slice(0, 19)}Z`;

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Serves a certificate, and returns the endpoint. */
async function serve({ privateKey, fullChain }: Issued, host = 'www.example.com'): Promise<string> {
  const server = createServer({ key: privateKey, cert: fullChain });
  servers.push(server);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return `${host}@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A certificate of the account with this lifetime and this much of it left, in days. */
function add(name: string, lifetime: number, left: number, more: object = {}): StoredCertificate {
  return scenario.simulator.addCertificate({ name, not_after: iso(left), created_at: iso(left - lifetime), ...more });
}

const issue = (lifetime: number, left: number, dnsNames: readonly string[] = ['www.example.com']): Promise<Issued> =>
  scenario.authority.issue({ dnsNames, notBefore: fromNow(left - lifetime), notAfter: fromNow(left) });

const check = (inputs: Record<string, string> = {}): Promise<Run> => scenario.run({ operation: 'check', ...inputs });

interface Due {
  readonly name: string;
  readonly family: string;
  readonly due_at: string;
  readonly reason: string;
}
const dueOf = (run: Run): Due[] => JSON.parse(run.outputs['due'] ?? '') as Due[];
const reasonsOf = (run: Run): string[] => dueOf(run).map(({ family, reason }) => `${family}: ${reason}`);
const matrixOf = (run: Run): string[] =>
  (JSON.parse(run.outputs['matrix'] || '{"include":[]}') as { include: { family: string }[] }).include.map(
    ({ family }) => family,
  );

describe('time that must be left', () => {
  it.each([
    [6, 5.9, undefined, 0],
    [6, 1.4, '1.5 days', 1],
    [45, 8, undefined, 0],
    [45, 7, '7.5 days', 1],
    [90, 14.5, undefined, 0],
    [90, 13, '14 days', 1],
  ])('A certificate of %d days with %d left passes or fails by itself', async (lifetime, left, limit, exitCode) => {
    add('web', lifetime, left);
    const run = await check();
    expect([run.exitCode, /min_days is auto \(([^)]+)\)/u.exec(errorsOf(run))?.[1]]).toEqual([exitCode, limit]);
    expect(run.summary).toContain(exitCode === 1 ? '| expires soon |' : left === 5.9 ? '| good |' : '| due |');
  });

  it('A percentage and a decimal are limits of their own, which the message states', async () => {
    add('web', 90, 20);
    expect((await check({ min_days: '20%' })).exitCode).toBe(0);
    expect(errorsOf(await check({ min_days: '25%' }))).toContain('min_days is 25% (22.5 days)');
    add('api', 6, 2.1);
    expect((await check({ name: 'api', min_days: '2.1' })).exitCode).toBe(0);
    expect(errorsOf(await check({ name: 'api', min_days: '2.5' }))).toContain('min_days is 2.5');
  });

  it('A certificate that DigitalOcean renews is not blamed before it is late', async () => {
    add('own', 90, 25, { type: 'lets_encrypt' });
    const early = await check({ min_days: '30' });
    expect([early.exitCode, reasonsOf(early)]).toEqual([1, []]);
    expect(errorsOf(early)).toMatch(/not late yet/u);
    add('late', 90, 12, { type: 'lets_encrypt' });
    expect(errorsOf(await check({ name: 'late' }))).toMatch(/could not/u);
  });
});

describe('certificates that are due', () => {
  it('What has a third of its lifetime left is due, in the order of expiry, and fails nothing', async () => {
    const later = add('later', 90, 29).public;
    add('soon', 45, 14);
    add('fresh', 90, 31);
    add('own', 90, 20, { type: 'lets_encrypt' });
    const run = await check();
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(reasonsOf(run)).toEqual(['soon: lifetime', 'later: lifetime']);
    const lifetimeMs = Date.parse(later.not_after) - Date.parse(later.created_at);
    expect(Date.parse(dueOf(run)[1]?.due_at ?? '')).toBe(Date.parse(later.not_after) - lifetimeMs / 3);
    expect(matrixOf(run)).toEqual(['soon', 'later']);
    expect(run.summary).toMatch(/\| due \| later \|/u);
    expect(run.outputs['text']).toMatch(/2 certificates are due.*soon and later/u);
  });

  it('A family is due by its newest member alone, and has one row', async () => {
    add('web', 90, 3);
    add('web-20261101-abcdef01', 90, 80, { sha1_fingerprint: 'abcdef01'.repeat(5) });
    add('api', 90, 3);
    add('api-20261101-12345678', 90, 20, { sha1_fingerprint: '12345678'.repeat(5) });
    const run = await check({ on_expiring: 'ignore' });
    expect(dueOf(run).map(({ name }) => name)).toEqual(['api-20261101-12345678']);
    expect(matrixOf(run)).toEqual(['api']);
  });

  it('A certificate that does not cover `dns_names` is due', async () => {
    add('web', 90, 80, { dns_names: ['example.com', '*.example.com'] });
    const covered = await check({ name: 'web', dns_names: 'example.com, www.example.com' });
    expect([covered.exitCode, reasonsOf(covered)]).toEqual([0, []]);
    const run = await check({ name: 'web', dns_names: 'example.com\na.b.example.com' });
    expect([run.exitCode, reasonsOf(run), matrixOf(run)]).toEqual([0, ['web: names'], ['web']]);
    expect(run.log.join('\n')).toContain('a.b.example.com');
    const all = await check({ dns_names: 'a.b.example.com' });
    expect([reasonsOf(all), warningsOf(all)]).toEqual([[], expect.stringContaining('`dns_names`')]);
  });

  it('A certificate that is listed without names is not due by its names, unless its endpoint tells them', async () => {
    const issued = await issue(90, 80);
    const stored = addIssued(scenario.simulator, 'web', issued);
    Object.assign(scenario.simulator.certificates.find(({ public: { id } }) => id === stored)?.public ?? {}, {
      dns_names: [''],
    });
    const inputs = { name: 'web', dns_names: 'www.example.com, other.example.com' };
    expect(reasonsOf(await check(inputs))).toEqual([]);
    expect(reasonsOf(await check({ ...inputs, endpoints: await serve(issued) }))).toEqual(['web: names']);
  });

  it('The lifetime of a certificate that is served is its own', async () => {
    const issued = await issue(90, 29);
    addIssued(scenario.simulator, 'web', issued);
    // Uploaded just now: half of the time that the account knows is left.
    Object.assign(scenario.simulator.certificates[0]?.public ?? {}, { created_at: iso(0) });
    expect(reasonsOf(await check({ name: 'web' }))).toEqual([]);
    expect(reasonsOf(await check({ name: 'web', endpoints: await serve(issued) }))).toEqual(['web: lifetime']);
  });

  it('Endpoints alone tell what is due, and have no row', async () => {
    const run = await check({ token: '', endpoints: await serve(await issue(90, 20)) });
    expect([run.exitCode, dueOf(run), run.outputs['matrix']]).toEqual([
      0,
      [expect.objectContaining({ reason: 'lifetime', id: '', dns_names: ['www.example.com'] })],
      '',
    ]);
  });

  it('Of 300 families that are due, 256 have a row', async () => {
    for (let at = 0; at < 300; at += 1) add(`site-${at}`, 90, 29 - at / 20);
    const run = await check();
    expect([dueOf(run).length, matrixOf(run).length, matrixOf(run)[0]]).toEqual([300, 256, 'site-299']);
    expect(warningsOf(run)).toContain('300 families');
  });
});

describe('file with the served leaf certificate', () => {
  it('`leaf_path` is a file that only its user may read, with the leaf certificate alone', async () => {
    const issued = await issue(90, 80);
    addIssued(scenario.simulator, 'web', issued);
    const run = await check({ name: 'web', endpoints: await serve(issued) });
    const file = run.outputs['leaf_path'] ?? '';
    expect([run.exitCode, file.startsWith(run.temp)]).toEqual([0, true]);
    expect(readFileSync(file, 'utf8')).toBe(issued.leafCertificate);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('Of several that are served, `leaf_path` has the named one', async () => {
    const [issued, other] = await Promise.all([issue(90, 80), issue(90, 70)]);
    addIssued(scenario.simulator, 'web', issued);
    const endpoints = `${await serve(other)}, ${await serve(issued)}`;
    const run = await check({ name: 'web', endpoints });
    expect(readFileSync(run.outputs['leaf_path'] ?? '', 'utf8')).toBe(issued.leafCertificate);
    const replaced = await check({ name: 'web', endpoints: await serve(other) });
    expect(readFileSync(replaced.outputs['leaf_path'] ?? '', 'utf8')).toBe(other.leafCertificate);
  });

  it('Without an endpoint, or with all certificates, `leaf_path` is empty', async () => {
    const issued = await issue(90, 80);
    addIssued(scenario.simulator, 'web', issued);
    expect((await check({ name: 'web' })).outputs['leaf_path']).toBe('');
    expect(
      (await check({ name: 'web', endpoints: 'www.example.com@127.0.0.1:1', wait_timeout: '0' })).outputs['leaf_path'],
    ).toBe('');
  });
});

describe('`endpoints: auto`', () => {
  it('Names that lead nowhere are a notice, and need the token', async () => {
    const { id } = add('web', 90, 80, { dns_names: ['www.invalid', '*.invalid'] }).public;
    scenario.simulator.addLoadBalancer({ forwarding_rules: [{ entry_protocol: 'https', certificate_id: id }] });
    for (const inputs of [{}, { name: 'web' }]) {
      const run = await check({ ...inputs, endpoints: 'auto', wait_timeout: '0' });
      expect([run.exitCode, errorsOf(run), run.outputs['endpoints']]).toEqual([0, '', '[]']);
      expect(run.annotations.map(({ level, message }) => [level, message.includes('www.invalid')])).toEqual([
        ['notice', true],
      ]);
    }
    expect(errorsOf(await check({ endpoints: 'auto', token: '' }))).toContain('`token`');
  });

  it('`auto` stands beside other endpoints, which must respond', async () => {
    add('web', 90, 80);
    const endpoints = 'auto, www.example.com@127.0.0.1:1';
    const run = await check({ endpoints, wait_timeout: '0' });
    expect([run.exitCode, errorsOf(run).includes('ECONNREFUSED')]).toEqual([1, true]);
    expect(run.outputs['count']).toBe('1');
  });

  it('`rotate` does not take `auto` for a host', async () => {
    const { privateKey, fullChain } = scenario.renewed;
    const inputs = { name: 'web', private_key: privateKey, leaf_certificate: fullChain };
    const run = await scenario.run({ ...inputs, operation: 'rotate', endpoints: 'auto' });
    expect([run.exitCode, scenario.requests()]).toEqual([1, []]);
    expect(errorsOf(run)).toMatch(/`endpoints`.*`operation: check`/u);
  });
});
