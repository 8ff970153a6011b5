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
  return scenario.simulator.addCertificate({ name, not_after: inDays(days), ...extra });
};
const names = (json = '[]'): string[] => (JSON.parse(json) as { name: string }[]).map(({ name }) => name);

describe('check over all certificates', () => {
  it('is green when each has days enough, in one request', async () => {
    add('web', 14);
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
      days_remaining: '14',
      changed: 'false',
      issue_url: '',
      endpoints: '[]',
    });
    expect(run.summary).toContain('Checked: nothing is short. 2 certificates');
  });

  it('fails on what is short, ended or failed, the first to end first, and the outputs stand', async () => {
    add('good', 80);
    add('short', 13);
    add('past', -3);
    add('broken', 60, { state: 'error', type: 'lets_encrypt' });
    const run = await scenario.run({ operation: 'check' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(
      /^3 things .*"past" .* has expired: it ended .*"short" .* has 13 days left.*"broken" .* is in the state "error"/u,
    );
    expect(errorsOf(run)).toMatch(/`operation: rotate`.*CAA records/u);
    expect(names(run.outputs['expiring'])).toEqual(['past', 'short', 'broken']);
    const [past] = JSON.parse(run.outputs['expiring'] ?? '') as Record<string, unknown>[];
    expect(past).toMatchObject({ family: 'past', reason: 'expired', days_remaining: -3 });
    const { include } = JSON.parse(run.outputs['matrix'] ?? '') as { include: Record<string, unknown>[] };
    expect(include.map(({ name }) => name)).toEqual(['past', 'short', 'broken']);
    expect(Object.keys(include[0] ?? {})).toEqual(['id', 'name', 'family', 'type', 'not_after', 'dns_names']);
    expect(names(run.outputs['certificates'])).toEqual(['good', 'short', 'past', 'broken']);
    expect(run.outputs).toMatchObject({ name: 'past', days_remaining: '-3', count: '4' });
    expect(run.summary).toContain('**Failed.**');
  });

  it.each([
    ['warn', /"web" .* has 1 day left/u, /^$/u],
    ['ignore', /^$/u, /"web" .* has 1 day left/u],
  ])('with on_expiring: %s tells it, and passes', async (onExpiring, warning, line) => {
    add('web', 1);
    const run = await scenario.run({ operation: 'check', on_expiring: onExpiring });
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toMatch(warning);
    expect(run.log.filter((text) => text.includes('left')).join('\n')).toMatch(line);
    expect(names(run.outputs['expiring'])).toEqual(['web']);
    expect(run.summary).toContain('<code>on&#95;expiring</code> lets that pass');
  });

  it.each([
    ['5 hours left, min_days 0', inHours(5), '0', 0, '0'],
    ['5 hours left, min_days 1', inHours(5), '1', 1, '0'],
    ['ended an hour ago, min_days 0', inHours(-1), '0', 1, '-1'],
    ['14 days and an hour, min_days 14', inHours(14 * 24 + 1), '14', 0, '14'],
    ['14 days less an hour, min_days 14', inHours(14 * 24 - 1), '14', 1, '13'],
  ])('counts whole days, rounded down: %s', async (_, end, minDays, exitCode, days) => {
    add('web', 0, { not_after: end });
    const run = await scenario.run({ operation: 'check', min_days: minDays });
    expect([run.exitCode, run.outputs['days_remaining']]).toEqual([exitCode, days]);
  });

  it('warns of an account without certificates, and of one that is pending', async () => {
    scopes.splice(0, scopes.length, ...all);
    const empty = await scenario.run({ operation: 'check' });
    expect([empty.exitCode, warningsOf(empty)]).toEqual([
      0,
      'The account has no certificates: is `token` of the right account?',
    ]);
    add('new', 0, { state: 'pending', not_after: '', type: 'lets_encrypt' });
    const pending = await scenario.run({ operation: 'check' });
    expect([pending.exitCode, pending.outputs['expiring']]).toEqual([0, '[]']);
    expect(warningsOf(pending)).toContain('still pending');
  });

  it('reads 5,000 in 25 requests, and tells those that are short within what an output holds', async () => {
    for (let at = 0; at < 5_000; at += 1) add(`site-${at}`, at % 10 === 0 ? 3 : 90);
    const run = await scenario.run({ operation: 'check' });
    expect(run.exitCode).toBe(1);
    expect(scenario.requests().length).toBe(25);
    expect(names(run.outputs['expiring']).length).toBe(500);
    expect(errorsOf(run)).toContain('500 things are not as they should be');
    expect(errorsOf(run)).toContain('And 490 more');
    expect((JSON.parse(run.outputs['matrix'] ?? '') as { include: unknown[] }).include.length).toBe(256);
    expect(run.summary.length).toBeLessThan(1024 * 1024);
    // What is short stands at the top of the table, and in the picture.
    expect(
      run.summary
        .split('\n')
        .filter((line) => /^\| site-\d+ \|/u.test(line))
        .slice(0, 500)
        .every((line) => line.includes('| 3 |')),
    ).toBe(true);
    expect(run.summary).toContain('4950 more end later and are not drawn.');
  });

  it('cuts `expiring` when even that is too long, and says so', async () => {
    const dnsNames = Array.from({ length: 20 }, (_, at) => `a-rather-long-name-${at}.example.com`);
    for (let at = 0; at < 1_000; at += 1) add(`site-${at}`, 3, { dns_names: dnsNames });
    const run = await scenario.run({ operation: 'check' });
    const shown = names(run.outputs['expiring']).length;
    expect(shown).toBeGreaterThan(100);
    expect(shown).toBeLessThan(1_000);
    expect((run.outputs['expiring'] ?? '').length).toBeLessThanOrEqual(500_000);
    expect(warningsOf(run)).toContain(`\`expiring\` has the first ${shown} of 1000`);
  });
});

describe('check by name', () => {
  const family = (): { old: StoredCertificate; current: StoredCertificate } => ({
    old: add('web', 3),
    current: add('web-abcdef01', 80, { sha1_fingerprint: 'abcdef01'.repeat(5) }),
  });

  it('counts the current member', async () => {
    add('web', 3);
    add('other', -5);
    const run = await scenario.run({ operation: 'check', name: 'web' });
    expect(run.exitCode).toBe(1);
    expect(names(run.outputs['expiring'])).toEqual(['web']);
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
  });

  it('passes over a lower member that nothing uses', async () => {
    family();
    const run = await scenario.run({ operation: 'check', name: 'web' });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(scenario.requests().toSorted()).toEqual([
      'GET /v2/cdn/endpoints',
      'GET /v2/certificates',
      'GET /v2/load_balancers',
    ]);
    expect(run.outputs).toMatchObject({ name: 'web-abcdef01', days_remaining: '80', count: '2', expiring: '[]' });
  });

  it('does not ask for consumers when no lower member is short', async () => {
    const { old } = family();
    old.public.not_after = inDays(50);
    expect((await scenario.run({ operation: 'check', name: 'web' })).exitCode).toBe(0);
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
  });

  it.each(['load balancer', 'CDN endpoint'])('counts a lower member that a %s still uses', async (kind) => {
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
    expect(run.log.join('\n')).toContain(
      kind === 'CDN endpoint' ? 'CDN endpoint "cdn.example.com" still on it' : 'load balancer "front-door" still on it',
    );
  });

  it.each([
    [['certificate:read'], 'load_balancer:read and cdn:read'],
    [['certificate:read', 'load_balancer:read'], 'cdn:read'],
  ])('warns when the token may not read who uses it: %j', async (allowed, missing) => {
    family();
    scopes.splice(0, scopes.length, ...allowed);
    const run = await scenario.run({ operation: 'check', name: 'web' });
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toContain(`the token lacks ${missing}`);
  });

  it('fails when who uses it cannot be read for another reason, and tells the rest', async () => {
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

  it.each(['fail', 'warn', 'ignore'])('fails when there is none, also with on_expiring: %s', async (onExpiring) => {
    add('other', 80);
    const run = await scenario.run({ operation: 'check', name: 'web', on_expiring: onExpiring });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/no certificate called "web".*Check `name`/u);
    expect(run.outputs).toMatchObject({ expiring: '[]', certificates: '[]', matrix: '' });
  });
});

describe('check by id', () => {
  it('reads that one alone', async () => {
    const { public: there } = add('web', 5);
    const run = await scenario.run({ operation: 'check', id: there.id });
    expect(run.exitCode).toBe(1);
    expect(scenario.requests()).toEqual([`GET /v2/certificates/${there.id}`]);
    expect(run.outputs).toMatchObject({ id: there.id, days_remaining: '5' });
  });

  it('fails when there is none', async () => {
    scopes.splice(0, scopes.length, ...all);
    const run = await scenario.run({
      operation: 'check',
      id: '892071a0-bb95-49bc-8021-3afd67a210bf',
      on_expiring: 'ignore',
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('no certificate with the id');
  });
});

describe('check, when the API is out of reach', () => {
  it.each(['fail', 'warn', 'ignore'])('fails, also with on_expiring: %s', async (onExpiring) => {
    const run = await scenario.run({
      operation: 'check',
      api_url: 'http://127.0.0.1:1',
      wait_timeout: '0',
      on_expiring: onExpiring,
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('Check the network');
    expect(run.outputs).toMatchObject({ expiring: '[]', matrix: '' });
  });
});

describe('the picture', () => {
  it.each(['list', 'check'])(
    'of %s has each lifetime, the first to end first, and what is short marked',
    async (operation) => {
      add('later', 80, { created_at: '2026-11-01T00:00:00Z' });
      add('soon', 5, { created_at: '2026-09-01T00:00:00Z' });
      add('gone', -9, { created_at: '2026-08-01T00:00:00Z' });
      const run = await scenario.run({ operation, ...(operation === 'check' ? { on_expiring: 'ignore' } : {}) });
      const tasks = await parseMermaid(run.summary);
      expect(tasks.map(({ title, isCritical }) => [title, isCritical])).toEqual([
        [`Today ${new Date().toISOString().slice(0, 10)}`, false],
        ['ended gone', true],
        ['5 d soon', true],
        ['80 d later', false],
      ]);
      expect(tasks[2]?.begin).toBe('2026-09-01');
      expect(tasks[2]?.end).toBe(inDays(5).slice(0, 10));
    },
  );

  it('is of at most 50, and counts the rest', async () => {
    for (let at = 0; at < 60; at += 1) add(`site-${at}`, 100 - at);
    const run = await scenario.run({ operation: 'list' });
    const tasks = await parseMermaid(run.summary);
    expect(tasks.length).toBe(51);
    expect(tasks[1]?.title).toBe('41 d site-59');
    expect(run.summary).toContain('10 more end later and are not drawn.');
  });

  it('is left out where nothing has an end', async () => {
    add('new', 0, { state: 'pending', not_after: '' });
    expect((await scenario.run({ operation: 'list' })).summary).not.toContain('mermaid');
  });
});

describe('inputs of check', () => {
  it.each([
    [{ on_expiring: 'explode' }, '`on_expiring` must be one of `fail`, `warn`, `ignore`'],
    [{ min_days: '-1' }, '`min_days` must be a whole number of days from 0 to 3650'],
    [{ report_issue: 'yes' }, '`report_issue` must be `true` or `false`'],
    [{ name: 'web', id: '892071a0-bb95-49bc-8021-3afd67a210bf' }, '`id` and `name` are both given'],
    [{ endpoints: ',' }, '`endpoints` names no endpoint'],
    [{ endpoints: '203.0.113.1' }, '`endpoints` has "203.0.113.1", which is none of'],
    [{ endpoints: '*.example.com' }, '`endpoints` has "*.example.com", which is none of'],
    [{ endpoints: 'a@::1' }, '`endpoints` has "a@::1", which is none of'],
  ])('%j: refused before anything is sent', async (inputs, message) => {
    const run = await scenario.run({ operation: 'check', ...inputs });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain(message);
    expect(scenario.requests()).toEqual([]);
  });

  it('that it does not use are warned of', async () => {
    add('web', 80);
    const run = await scenario.run({ operation: 'check', replaces: 'old', type: 'lets_encrypt' });
    expect(warningsOf(run)).toContain('`replaces` is ignored: `operation: check` does not use it.');
    expect(warningsOf(run)).toContain('`type` is ignored');
  });

  it('needs the token unless endpoints alone are asked', async () => {
    const run = await scenario.run({
      operation: 'check',
      token: '',
      name: 'web',
      endpoints: 'www.example.com@127.0.0.1:1',
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('`token` is empty or not set');
  });
});
