import { describe, expect, it } from 'vitest';
import { parseMermaid } from '../mermaid/parse.ts';
import type { StoredCertificate } from '../simulator/world.ts';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';

const scopes: string[] = [];
const all = ['certificate:read', 'load_balancer:read', 'cdn:read'];
const scenario = useScenario({ scopes });

const HOUR_MS = 3_600_000;
const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString().slice(0, 19) + 'Z';
/** With an hour over, so that whole days are what they say while the test runs. */
const inDays = (days: number): string => inHours(24 * days + 1);
const add = (name: string, days: number, extra: object = {}): StoredCertificate => {
  scopes.splice(0, scopes.length, ...all);
  return scenario.simulator.addCertificate({ name, not_after: inDays(days), created_at: inDays(days - 90), ...extra });
};
const names = (json = '[]'): string[] => (JSON.parse(json) as { name: string }[]).map(({ name }) => name);

describe('`check` of all certificates', () => {
  it('`check` succeeds in one request when no certificate expires soon', async () => {
    add('web', 31);
    add('api', 300);
    const run = await scenario.run({ operation: 'check' });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
    expect(run.outputs).toMatchObject({
      expiring: '[]',
      matrix: '',
      count: '2',
      name: 'web',
      days_remaining: '31',
      due: '[]',
      leaf_path: '',
      changed: 'false',
      issue_url: '',
      endpoints: '[]',
    });
    expect(run.summary).toContain('2 certificates');
  });

  it('`check` fails with the certificates that expire soon, have expired or have failed, and sets the outputs', async () => {
    add('good', 80);
    add('short', 13);
    add('past', -3);
    add('broken', 60, { state: 'error', type: 'lets_encrypt' });
    const run = await scenario.run({ operation: 'check' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/^3\b.*"past".*expired.*"short".*\b13 days\b.*"broken".*"error"/u);
    expect(errorsOf(run)).toMatch(/`operation: rotate`.*CAA records/u);
    expect(names(run.outputs['expiring'])).toEqual(['past', 'short', 'broken']);
    const [past] = JSON.parse(run.outputs['expiring'] ?? '') as Record<string, unknown>[];
    expect(past).toMatchObject({ family: 'past', reason: 'expired', days_remaining: -3 });
    const { include } = JSON.parse(run.outputs['matrix'] ?? '') as { include: Record<string, unknown>[] };
    // DigitalOcean renews what it ordered.
    expect(include.map(({ name }) => name)).toEqual(['past', 'short']);
    expect(Object.keys(include[0] ?? {})).toEqual(['id', 'name', 'family', 'type', 'not_after', 'dns_names']);
    expect(names(run.outputs['certificates'])).toEqual(['good', 'short', 'past', 'broken']);
    expect(run.outputs).toMatchObject({ name: 'past', days_remaining: '-3', count: '4' });
    expect(run.summary).toContain('<code>check&#95;failed</code>');
  });

  it.each([
    ['warn', /"web".*\b1 day\b/u, /^$/u],
    ['ignore', /^$/u, /"web".*\b1 day\b/u],
  ])('`check` succeeds with `on_expiring: %s` and still reports the certificate', async (onExpiring, warning, line) => {
    add('web', 1);
    const run = await scenario.run({ operation: 'check', on_expiring: onExpiring });
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toMatch(warning);
    expect(run.log.filter((text) => text.includes('1 day')).join('\n')).toMatch(line);
    expect(names(run.outputs['expiring'])).toEqual(['web']);
    expect(run.summary).toContain('<code>on&#95;expiring</code>');
  });

  it.each([
    ['5 hours left, min_days 0', inHours(5), '0', 0, '0'],
    ['5 hours left, min_days 1', inHours(5), '1', 1, '0'],
    ['expired an hour ago, min_days 0', inHours(-1), '0', 1, '-1'],
    ['14 days and an hour, min_days 14', inHours(14 * 24 + 1), '14', 0, '14'],
    ['14 days less an hour, min_days 14', inHours(14 * 24 - 1), '14', 1, '13'],
  ])('`check` rounds the days remaining down (%s)', async (_, end, minDays, exitCode, days) => {
    add('web', 0, { not_after: end });
    const run = await scenario.run({ operation: 'check', min_days: minDays });
    expect([run.exitCode, run.outputs['days_remaining']]).toEqual([exitCode, days]);
  });

  it('`check` warns of an empty account and of a pending certificate', async () => {
    scopes.splice(0, scopes.length, ...all);
    const empty = await scenario.run({ operation: 'check' });
    expect([empty.exitCode, warningsOf(empty)]).toEqual([0, expect.stringMatching(/no certificates.*`token`/u)]);
    add('new', 0, { state: 'pending', not_after: '', type: 'lets_encrypt' });
    const pending = await scenario.run({ operation: 'check' });
    expect([pending.exitCode, pending.outputs['expiring']]).toEqual([0, '[]']);
    expect(warningsOf(pending)).toContain('pending');
  });

  it('`check` reads 5,000 certificates in 25 requests and keeps the outputs within their limits', async () => {
    for (let at = 0; at < 5_000; at += 1) add(`site-${at}`, at % 10 === 0 ? 3 : 90);
    const run = await scenario.run({ operation: 'check' });
    expect(run.exitCode).toBe(1);
    expect(scenario.requests().length).toBe(25);
    expect(names(run.outputs['expiring']).length).toBe(500);
    expect(errorsOf(run)).toMatch(/^500\b/u);
    expect(errorsOf(run)).toContain('490 more');
    expect((JSON.parse(run.outputs['matrix'] ?? '') as { include: unknown[] }).include.length).toBe(256);
    expect(run.summary.length).toBeLessThan(1024 * 1024);
    // What is short stands at the top of the table, and in the picture.
    expect(
      run.summary
        .split('\n')
        .filter((line) => /^\| [a-z ]+ \| site-\d+ \|/u.test(line))
        .slice(0, 500)
        .every((line) => line.includes('| 3 |')),
    ).toBe(true);
    expect(run.summary).toContain('4950 more');
  });

  it('`check` cuts an output `expiring` that is too long, with a warning', async () => {
    const dnsNames = Array.from({ length: 20 }, (_, at) => `a-rather-long-name-${at}.example.com`);
    for (let at = 0; at < 1_000; at += 1) add(`site-${at}`, 3, { dns_names: dnsNames });
    const run = await scenario.run({ operation: 'check' });
    const shown = names(run.outputs['expiring']).length;
    expect(shown).toBeGreaterThan(100);
    expect(shown).toBeLessThan(1_000);
    expect((run.outputs['expiring'] ?? '').length).toBeLessThanOrEqual(500_000);
    expect(warningsOf(run)).toMatch(new RegExp(`\`expiring\`.*\\b${shown} of 1000\\b`, 'u'));
  });
});

describe('`check` by name', () => {
  const family = (): { old: StoredCertificate; current: StoredCertificate } => ({
    old: add('web', 3),
    current: add('web-20261101-abcdef01', 80, { sha1_fingerprint: 'abcdef01'.repeat(5) }),
  });

  it('`check` fails when the current member expires soon', async () => {
    add('web', 3);
    add('other', -5);
    const run = await scenario.run({ operation: 'check', name: 'web' });
    expect(run.exitCode).toBe(1);
    expect(names(run.outputs['expiring'])).toEqual(['web']);
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
  });

  it('`check` ignores an expiring member that no consumer uses', async () => {
    family();
    const run = await scenario.run({ operation: 'check', name: 'web' });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(scenario.requests().toSorted()).toEqual([
      'GET /v2/cdn/endpoints',
      'GET /v2/certificates',
      'GET /v2/load_balancers',
    ]);
    expect(run.outputs).toMatchObject({
      name: 'web-20261101-abcdef01',
      days_remaining: '80',
      count: '2',
      expiring: '[]',
    });
  });

  it('`check` does not read the consumers when no lower member expires soon', async () => {
    const { old } = family();
    old.public.not_after = inDays(50);
    expect((await scenario.run({ operation: 'check', name: 'web' })).exitCode).toBe(0);
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
  });

  it.each(['load balancer', 'CDN endpoint'])(
    '`check` fails when an expiring member is still used by a %s',
    async (kind) => {
      const { old } = family();
      if (kind === 'CDN endpoint')
        scenario.simulator.addCdnEndpoint({ custom_domain: 'cdn.example.com', certificate_id: old.public.id });
      else
        scenario.simulator.addLoadBalancer({
          name: 'front-door',
          forwarding_rules: [{ entry_protocol: 'https', certificate_id: old.public.id }],
        });
      const run = await scenario.run({ operation: 'check', name: 'web' });
      expect(run.exitCode).toBe(1);
      expect(names(run.outputs['expiring'])).toEqual(['web']);
      expect(errorsOf(run)).toContain(
        kind === 'CDN endpoint' ? 'CDN endpoint "cdn.example.com"' : 'load balancer "front-door"',
      );
    },
  );

  it.each([
    [['certificate:read'], 'load_balancer:read and cdn:read'],
    [['certificate:read', 'load_balancer:read'], 'cdn:read'],
  ])('`check` warns of missing scopes when the token has only %j', async (allowed, missing) => {
    family();
    scopes.splice(0, scopes.length, ...allowed);
    const run = await scenario.run({ operation: 'check', name: 'web' });
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toContain(missing);
  });

  it('`check` fails when the consumers cannot be read, and still reports the certificate', async () => {
    family();
    scenario.simulator.fault(
      { method: 'GET', path: '/v2/load_balancers' },
      { kind: 'status', status: 401, body: { id: 'unauthorized', message: 'Unable to authenticate you' } },
    );
    const run = await scenario.run({ operation: 'check', name: 'web', on_expiring: 'ignore' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('Unable to authenticate you');
    expect(run.outputs['days_remaining']).toBe('80');
  });

  it.each(['fail', 'warn', 'ignore'])(
    '`check` fails with `on_expiring: %s` when the family has no certificate',
    async (onExpiring) => {
      add('other', 80);
      const run = await scenario.run({ operation: 'check', name: 'web', on_expiring: onExpiring });
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toMatch(/no certificate.*"web".*`name`/u);
      expect(run.outputs).toMatchObject({ expiring: '[]', certificates: '[]', matrix: '' });
    },
  );
});

describe('`check` by id', () => {
  it('`check` by id reads only that certificate', async () => {
    const { public: there } = add('web', 5);
    const run = await scenario.run({ operation: 'check', id: there.id });
    expect(run.exitCode).toBe(1);
    expect(scenario.requests()).toEqual([`GET /v2/certificates/${there.id}`]);
    expect(run.outputs).toMatchObject({ id: there.id, days_remaining: '5' });
  });

  it('`check` by id fails when there is no such certificate', async () => {
    scopes.splice(0, scopes.length, ...all);
    const run = await scenario.run({
      operation: 'check',
      id: '892071a0-bb95-49bc-8021-3afd67a210bf',
      on_expiring: 'ignore',
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/no certificate.*892071a0/u);
  });
});

describe('`check` without the API', () => {
  it.each(['fail', 'warn', 'ignore'])(
    '`check` fails with `on_expiring: %s` when the API is out of reach',
    async (onExpiring) => {
      const run = await scenario.run({
        operation: 'check',
        api_url: 'http://127.0.0.1:1',
        wait_timeout: '0',
        on_expiring: onExpiring,
      });
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toMatch(/ECONNREFUSED.*`api_url`/u);
      expect(run.outputs).toMatchObject({ expiring: '[]', matrix: '' });
    },
  );
});

describe('Gantt chart', () => {
  it.each(['list', 'check'])(
    'The chart of `%s` has each lifetime in the order of expiry and marks what expires soon',
    async (operation) => {
      add('later', 80, { created_at: '2026-11-01T00:00:00Z' });
      add('soon', 5, { created_at: '2026-09-01T00:00:00Z' });
      add('gone', -9, { created_at: '2026-08-01T00:00:00Z' });
      const run = await scenario.run({ operation, ...(operation === 'check' ? { on_expiring: 'ignore' } : {}) });
      const tasks = await parseMermaid(run.summary);
      expect(tasks.map(({ title, isCritical }) => [title, isCritical])).toEqual([
        [`Today ${new Date().toISOString().slice(0, 10)}`, false],
        [expect.stringMatching(/^\w+ gone$/u), true],
        ['5 d soon', true],
        ['80 d later', false],
      ]);
      expect(tasks[2]?.begin).toBe('2026-09-01');
      expect(tasks[2]?.end).toBe(inDays(5).slice(0, 10));
    },
  );

  it('The chart has at most 50 certificates and counts the rest', async () => {
    for (let at = 0; at < 60; at += 1) add(`site-${at}`, 100 - at);
    const run = await scenario.run({ operation: 'list' });
    const tasks = await parseMermaid(run.summary);
    expect(tasks.length).toBe(51);
    expect(tasks[1]?.title).toBe('41 d site-59');
    expect(run.summary).toContain(' 10 more ');
  });

  it('The chart is left out when no certificate has an expiry', async () => {
    add('new', 0, { state: 'pending', not_after: '' });
    expect((await scenario.run({ operation: 'list' })).summary).not.toContain('mermaid');
  });
});

describe('inputs of `check`', () => {
  it.each([
    [{ on_expiring: 'explode' }, /`on_expiring`.*`fail`.*`warn`.*`ignore`/u],
    [{ min_days: '-1' }, /`min_days`.*\b3650\b/u],
    [{ report_issue: 'yes' }, /`report_issue`.*`true`.*`false`/u],
    [{ name: 'web', id: '892071a0-bb95-49bc-8021-3afd67a210bf' }, /`id` and `name`/u],
    [{ endpoints: ',' }, /`endpoints`.*no endpoint/u],
    [{ endpoints: '2001:db8::1' }, /`endpoints`.*"2001:db8::1".*brackets/u],
    [{ endpoints: '*.example.com' }, /`endpoints`.*"\*\.example\.com"/u],
    [{ endpoints: 'a@::1' }, /`endpoints`.*"a@::1"/u],
  ])('The inputs %j are refused before anything is sent', async (inputs, message) => {
    const run = await scenario.run({ operation: 'check', ...inputs });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(message);
    expect(scenario.requests()).toEqual([]);
  });

  it('`check` warns of inputs that it ignores', async () => {
    add('web', 80);
    const run = await scenario.run({ operation: 'check', replaces: 'old', type: 'lets_encrypt' });
    expect(warningsOf(run)).toMatch(/`replaces`.*`operation: check`/u);
    expect(warningsOf(run)).toMatch(/`type`.*`operation: check`/u);
  });

  it('`check` requires the token unless it checks only endpoints', async () => {
    const run = await scenario.run({
      operation: 'check',
      token: '',
      name: 'web',
      endpoints: 'www.example.com@127.0.0.1:1',
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/`token`.*not set/u);
  });
});
