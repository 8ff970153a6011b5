// Many processes, and left to CI: one for each response that could mislead.
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { certificatesOf, rotationOf, rule } from './rotation.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario();
const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS + 3_600_000).toISOString();
const GONE = {
  kind: 'status',
  status: 404,
  body: { id: 'not_found', message: 'The resource could not be found.' },
} as const;

describe('what was done, and what was not', () => {
  it.each(['PUT', 'DELETE'])('`changed` is empty when the response to a %s was lost', async (method) => {
    const { simulator, web, renewed } = scenario;
    const old = simulator.addCertificate({ name: 'web', not_after: web.notAfter.toISOString() });
    if (method === 'PUT') {
      simulator.addCertificate({ name: 'new', sha1_fingerprint: renewed.sha1Fingerprint, not_after: inDays(89) });
      simulator.addLoadBalancer({ forwarding_rules: [rule(old.public.id)] });
    }
    simulator.fault({ method, times: 9 }, { kind: 'break', effect: true });
    const rotation = rotationOf(scenario, { allow_dropped_names: 'true', replaces: 'new', wait_timeout: '0' });
    const run = await scenario.run(
      method === 'PUT' ? rotation : { operation: 'absent', name: 'web', wait_timeout: '0' },
    );
    expect([run.exitCode, run.outputs['changed'], run.outputs['deleted']]).toEqual([1, '', '[]']);
  });

  it('`absent` does not say that it deleted what something else deleted', async () => {
    scenario.simulator.addCertificate({ name: 'web' });
    scenario.simulator.fault({ method: 'DELETE' }, GONE);
    const run = await scenario.run({ operation: 'absent', name: 'web' });
    expect([run.exitCode, run.outputs['changed'], run.outputs['deleted']]).toEqual([0, 'false', '[]']);
    expect([...run.log, run.summary].join('\n')).not.toMatch(/^Deleted/mu);
    expect(run.log.join('\n')).toMatch(/"web".*not exist any more/u);
    expect(run.summary).toMatch(/not exist any more/u);
  });

  it('`delete` fails when something else deleted the certificate meanwhile', async () => {
    scenario.simulator.addCertificate({ name: 'web' });
    scenario.simulator.fault({ method: 'DELETE' }, GONE);
    const run = await scenario.run({ operation: 'delete', name: 'web' });
    expect([run.exitCode, run.outputs['changed'], run.outputs['deleted']]).toEqual([1, 'false', '[]']);
    expect(run.log.join('\n')).not.toMatch(/^Deleted/mu);
    expect(errorsOf(run)).toContain('`operation: absent`');
  });

  it('`rotate` does not say that it deleted what something else deleted', async () => {
    const { simulator, web } = scenario;
    const old = simulator.addCertificate({
      name: 'web',
      not_after: web.notAfter.toISOString(),
      dns_names: ['www.example.com'],
    });
    const loadBalancer = simulator.addLoadBalancer({ forwarding_rules: [rule(old.public.id)] });
    simulator.fault({ method: 'DELETE' }, GONE);
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, run.outputs['changed'], run.outputs['deleted']]).toEqual([0, 'true', '[]']);
    expect(run.log.join('\n')).not.toMatch(/^Deleted/mu);
    expect(certificatesOf(loadBalancer)).not.toContain(old.public.id);
  });

  it('A DELETE that took effect and whose response was lost counts as deleted', async () => {
    scenario.simulator.addCertificate({ name: 'web' });
    scenario.simulator.fault({ method: 'DELETE' }, { kind: 'break', effect: true });
    const run = await scenario.run({ operation: 'delete', name: 'web' });
    expect([run.exitCode, run.outputs['changed']]).toEqual([0, 'true']);
    expect(run.log.join('\n')).toMatch(/^Deleted certificate "web"/mu);
  });

  it('A list whose response is empty or `{}` is read again', async () => {
    scenario.simulator.addCertificate({ name: 'web' });
    scenario.simulator.fault({ index: 0 }, { kind: 'status', status: 200 });
    scenario.simulator.fault({ index: 1 }, { kind: 'status', status: 200, body: {} });
    const run = await scenario.run({ operation: 'list' });
    expect([run.exitCode, run.outputs['count'], scenario.requests().length]).toEqual([0, '1', 3]);
  });
});

describe('words that say what is known', () => {
  it('The log names where the token comes from, and says nothing when there is none', async () => {
    const inputs = { operation: 'check', token: '' };
    const endpoints = { ...inputs, endpoints: 'www.example.com@127.0.0.1:1', wait_timeout: '0' };
    const none = await scenario.run(endpoints);
    expect(none.log.join('\n')).not.toMatch(/\btoken\b/iu);
    for (const name of ['DIGITALOCEAN_ACCESS_TOKEN', 'DIGITALOCEAN_TOKEN']) {
      const env = { [name]: scenario.simulator.token };
      expect((await scenario.run(inputs, { env })).log.join('\n')).toMatch(new RegExp(`token.*\\b${name}\\.$`, 'mu'));
    }
    // It is not used: so nothing is said of it.
    const unused = await scenario.run(endpoints, { env: { DIGITALOCEAN_TOKEN: scenario.simulator.token } });
    expect(unused.log.join('\n')).not.toContain('DIGITALOCEAN_TOKEN');
  });

  it('Words that an input does not know are repeated, and all of them are reported', async () => {
    const run = await scenario.run({ operation: 'rotat' });
    expect(errorsOf(run)).toMatch(/`operation` is "rotat".*`rotate`/u);
    expect(run.summary).toMatch(/^### DigitalOcean certificates\n/u);
    const check = await scenario.run({
      operation: 'check',
      id: 'web',
      min_days: 'ten',
      on_expiring: 'warning',
      report_issue: 'yes',
      wait_timeout: '-1',
    });
    for (const word of ['"web"', '"ten"', '"warning"', '"yes"', '"-1"']) expect(errorsOf(check)).toContain(word);
    expect(errorsOf(check)).toMatch(/5 problems.*\(5\)/u);
  });

  it('A key or token in place of a word is not repeated', async () => {
    const run = await scenario.run({ operation: scenario.simulator.token, wait_timeout: scenario.web.privateKey });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/`operation`.* looks like a key/u);
  });

  it('A `check` that fails states its limit, whatever expires', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    scenario.simulator.addCertificate({ name: 'old', not_after: inDays(-5) });
    for (const name of ['web', 'old']) {
      const run = await scenario.run({ operation: 'check', name, min_days: '21' });
      expect(errorsOf(run)).toContain('min_days is 21');
      expect(run.summary).toMatch(/min(?:_|&#95;)days is 21/u);
    }
    const both = await scenario.run({ operation: 'check', min_days: '21', on_expiring: 'warn' });
    expect([both.exitCode, warningsOf(both).match(/min_days is 21/gu)?.length]).toEqual([0, 2]);
  });

  it('An endpoint that does not cover its host is not said to need a renewal', async () => {
    const issued = await scenario.authority.issue({ dnsNames: ['other.example.com'], notAfter: new Date(inDays(80)) });
    const server = createServer({ key: issued.privateKey, cert: issued.fullChain });
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    const run = await scenario.run({ operation: 'check', token: '', endpoints: `www.example.com@127.0.0.1:${port}` });
    server.close();
    expect(errorsOf(run)).toMatch(/cover www\.example\.com .*Issue/u);
    expect(errorsOf(run)).not.toMatch(/renew|expire/iu);
  });
});

describe('names of any length', () => {
  const long = 'n'.repeat(400);
  it.each([
    ['list', {}],
    ['list', { name: long.slice(0, 255) }],
    ['check', {}],
    ['get', { id: '892071a0-bb95-49bc-8021-3afd67a210bf' }],
    ['check', { id: '892071a0-bb95-49bc-8021-3afd67a210bf' }],
    ['delete', { id: '892071a0-bb95-49bc-8021-3afd67a210bf' }],
    ['absent', { id: '892071a0-bb95-49bc-8021-3afd67a210bf', dry_run: 'true' }],
    ['rotate', { dry_run: 'true' }],
    ['rotate', { wait_timeout: '0' }],
    ['rotate', { allow_dropped_names: 'true' }],
  ])('`%s` %j shows no name from the API beyond 255 characters', async (operation, more) => {
    const { simulator } = scenario;
    const id = '892071a0-bb95-49bc-8021-3afd67a210bf';
    simulator.addCertificate({ id, name: long, not_after: inDays(5), dns_names: [long], type: long, state: long });
    const members = {
      name: 'web',
      not_after: inDays(5),
      dns_names: operation === 'rotate' ? ['www.example.com'] : [long],
    };
    const old = simulator.addCertificate(members);
    const uses = [id, old.public.id].map((each, at) => rule(each, 443 + at));
    simulator.addLoadBalancer({ name: long, forwarding_rules: uses });
    simulator.addLoadBalancer({ name: long, forwarding_rules: uses, tags: [`k8s:${id}`] });
    simulator.addCdnEndpoint({ custom_domain: '', endpoint: long, certificate_id: old.public.id });
    const inputs = operation === 'rotate' ? rotationOf(scenario, { replaces: id, ...more }) : { operation, ...more };
    const run = await scenario.run(inputs);
    expect(run.shown).toContain('n'.repeat(40));
    expect(run.shown).not.toContain('n'.repeat(256));
  });
});

describe('times of a server', () => {
  it.each(['x', 'Fri, 31 Dec 9999 23:59:59 GMT', '+275761-01-01'])(
    '`Retry-After` is kept with the `Date` %j',
    async (date) => {
      const headers = { date, 'retry-after': '0' };
      scenario.simulator.fault({}, { kind: 'status', status: 429, headers });
      const until = { ...headers, 'retry-after': new Date(Date.now() - 5_000).toUTCString() };
      scenario.simulator.fault({ after: 1 }, { kind: 'status', status: 503, headers: until });
      const run = await scenario.run({ ...uploadOf(scenario.web), operation: 'present' });
      expect([errorsOf(run), run.exitCode]).toEqual(['', 0]);
    },
  );

  it.each(['999999999', 'Fri, 31 Dec 9999 23:59:59 GMT', 'Fri, 99 Dec 9999', 'soon'])(
    '`Retry-After: %s` with an odd `Date` is no fault of the action',
    async (retryAfter) => {
      const headers = { date: 'yesterday', 'retry-after': retryAfter };
      scenario.simulator.fault({ times: 9 }, { kind: 'status', status: 429, headers });
      const run = await scenario.run({ operation: 'list', wait_timeout: '0' });
      expect([run.exitCode, run.outputs['changed']]).toEqual([1, 'false']);
      expect(errorsOf(run)).toMatch(/^GET .*\b429\b.*`wait_timeout`/u);
    },
  );
});
