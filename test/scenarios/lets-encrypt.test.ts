import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faultsByDescription } from '../description/description.ts';
import { runAction } from '../runner/run-action.ts';
import { makeTestClock, runMain } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import type { StepResult } from '../runner/step.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { SimulatorOptions } from '../simulator/world.ts';

type Answers = {
  -readonly [Key in keyof NonNullable<SimulatorOptions['letsEncrypt']>]: NonNullable<
    SimulatorOptions['letsEncrypt']
  >[Key];
};
const letsEncrypt: Answers = {};
let simulator: Simulator;
let clock: TestClock;

beforeAll(async () => {
  simulator = await startSimulator({
    letsEncrypt,
    now: () => clock.now(),
    onHold: () => setImmediate(() => clock.expireRequests()),
  });
});
beforeEach(() => {
  simulator.reset();
  clock = makeTestClock();
  for (const key of Object.keys(letsEncrypt)) delete letsEncrypt[key as keyof Answers];
});
afterAll(() => simulator.close());

const ORDER = { name: 'web', type: 'lets_encrypt', dns_names: 'example.com, www.example.com' };
async function run(inputs: Record<string, string> = {}): Promise<StepResult> {
  const result = await runMain({ token: simulator.token, api_url: simulator.url, ...ORDER, ...inputs }, { clock });
  expect(simulator.requests.flatMap(faultsByDescription)).toEqual([]);
  return result;
}
const messages = ({ annotations }: StepResult, level: string): string =>
  annotations
    .filter((each) => each.level === level)
    .map(({ message }) => message)
    .join('\n');
const requests = (): string[] => simulator.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
const LIST = 'GET /v2/certificates';
const ordered = (extra: object = {}): void =>
  void simulator.addCertificate({
    name: 'web',
    type: 'lets_encrypt',
    dns_names: ['example.com', 'www.example.com'],
    ...extra,
  });

describe.each(['present', 'create'])('`%s` with `type: lets_encrypt`', (operation) => {
  it(`\`${operation}\` orders a certificate, waits until it is verified, and mentions the DNS records`, async () => {
    const times: number[] = [];
    simulator.onRequest = () => void times.push(clock.sleptMs);
    simulator.addCertificate({ name: 'bystander', type: 'lets_encrypt' });
    const result = await run({ operation });
    expect(result.exitCode).toBe(0);
    expect(simulator.requests[1]?.body).toEqual({
      name: 'web',
      type: 'lets_encrypt',
      dns_names: ['example.com', 'www.example.com'],
    });
    // Looks after 2 s, and then further and further apart.
    expect(times.map((ms) => ms / 1_000)).toEqual([0, 0, 2, 5, 9.5, 16.25, 26.25]);
    expect(result.outputs).toMatchObject({
      name: 'web',
      type: 'lets_encrypt',
      state: 'verified',
      days_remaining: '89',
      changed: 'true',
      matches: 'true',
      dns_names: '["example.com","www.example.com"]',
    });
    expect(JSON.parse(result.outputs['created'] ?? '')).toMatchObject({ name: 'web', state: 'verified' });
    expect(messages(result, 'notice')).toMatch(/DNS records.*`disable_lets_encrypt_dns_records: true`/u);
    expect(result.log.join('\n')).toMatch(/Waiting.*"web".*pending.*\b10 s\b/u);
  });

  it.each(['201', '202', '202-empty'] as const)(
    `\`${operation}\` orders once when the response is %s`,
    async (answer) => {
      letsEncrypt.answer = answer;
      letsEncrypt.issueMs = 1_000;
      const result = await run({ operation });
      expect(result.exitCode).toBe(0);
      expect(requests()).toEqual([LIST, 'POST /v2/certificates', LIST]);
      expect(result.outputs).toMatchObject({ state: 'verified', changed: 'true' });
      expect(JSON.parse(result.outputs['created'] ?? '')).toMatchObject({ name: 'web' });
    },
  );

  it(`\`${operation}\` looks at most 10 s apart and reports \`pending\` after \`wait_timeout\``, async () => {
    letsEncrypt.issueMs = 3_600_000;
    const times: number[] = [];
    simulator.onRequest = () => void times.push(clock.sleptMs);
    const result = await run({ operation, wait_timeout: '60' });
    expect(result.exitCode).toBe(1);
    expect(times.slice(2).map((ms) => ms / 1_000)).toEqual([2, 5, 9.5, 16.25, 26.25, 36.25, 46.25, 56.25, 60]);
    expect(messages(result, 'error')).toMatch(/"web".*pending.*\b60 s\b.*`wait_timeout`.*`operation: present`/u);
    expect(result.outputs).toMatchObject({
      name: 'web',
      state: 'pending',
      changed: 'true',
      days_remaining: '',
      not_after: '',
    });
    expect(result.outputs['created']).toContain('"state":"pending"');
  });

  it(`\`${operation}\` reports at once with \`wait_timeout: 0\` that the certificate is not in the list`, async () => {
    letsEncrypt.answer = '202-empty';
    const result = await run({ operation, wait_timeout: '0' });
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toMatch(/"web".*\b0 s\b/u);
    expect(result.outputs).toMatchObject({ changed: 'true', id: '', created: '' });
  });

  it(`\`${operation}\` fails when the order fails, and says what to check`, async () => {
    letsEncrypt.ends = 'error';
    const result = await run({ operation });
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toMatch(/"error".*DigitalOcean DNS.*CAA.*letsencrypt\.org.*operation: absent/u);
    expect(result.outputs['state']).toBe('error');
  });

  it(`\`${operation}\` says what to check when the zone is not on DigitalOcean DNS`, async () => {
    letsEncrypt.zones = ['example.org'];
    const result = await run({ operation });
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toMatch(/422.*example\.com.*zone.*DigitalOcean DNS/u);
    expect(result.outputs['changed']).toBe('false');
  });

  it(`\`${operation}\` orders nothing in a dry run`, async () => {
    const result = await run({ operation, dry_run: 'true' });
    expect(result.exitCode).toBe(0);
    expect(requests()).toEqual([LIST]);
    expect(result.log.join('\n')).toMatch(/Dry run: .*"web".*\bexample\.com.*www\.example\.com/u);
    expect(result.outputs).toMatchObject({ changed: 'true', created: '' });
  });

  it(`\`${operation}\` orders once when the response is lost`, async () => {
    simulator.fault({ method: 'POST' }, { kind: 'break', effect: true });
    const result = await run({ operation });
    expect(result.exitCode).toBe(0);
    expect(requests().filter((request) => request.startsWith('POST'))).toHaveLength(1);
    expect(result.outputs).toMatchObject({ state: 'verified', changed: 'true' });
  });

  it(`\`${operation}\` finds the ordered certificate also when it is listed late`, async () => {
    letsEncrypt.answer = '202-empty';
    simulator.onRequest = ({ method }) => {
      if (method === 'POST') setImmediate(() => undefined);
      for (const certificate of simulator.certificates)
        if (certificate.public.state === 'pending' && clock.sleptMs < 8_000) certificate.hiddenForLists = 2;
    };
    expect((await run({ operation })).exitCode).toBe(0);
  });
});

describe('`present` with an existing certificate', () => {
  it.each([
    ['the same names', ['example.com', 'www.example.com']],
    ['more names', ['example.com', 'www.example.com', 'shop.example.com']],
    ['a wildcard', ['*.example.com', 'example.com']],
  ])('`present` accepts a certificate with %s, since it covers the requested names', async (_, dnsNames) => {
    ordered({ dns_names: dnsNames });
    const result = await run();
    expect(result.exitCode).toBe(0);
    expect(requests()).toEqual([LIST]);
    expect(result.outputs).toMatchObject({ changed: 'false', matches: 'true', created: '' });
  });

  it.each([
    ['names are lacking', { dns_names: ['example.com'] }, /cover www\.example\.com/u],
    ['it was uploaded', { type: 'custom' }, /\btype\b.*custom/u],
  ])('`present` fails or warns without a change when %s', async (_, extra, message) => {
    ordered(extra);
    const result = await run();
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toMatch(message);
    expect(result.outputs).toMatchObject({ matches: 'false', changed: 'false' });
    const warned = await run({ on_mismatch: 'warn' });
    expect(warned.exitCode).toBe(0);
    expect(messages(warned, 'warning')).toMatch(message);
    expect(requests()).toEqual([LIST, LIST]);
  });

  it('`present` waits for a certificate that an earlier run has ordered', async () => {
    const lost = await run({ wait_timeout: '0' });
    expect(lost.exitCode).toBe(1);
    const result = await run();
    expect(result.exitCode).toBe(0);
    expect(requests().filter((request) => request.startsWith('POST'))).toHaveLength(1);
    expect(result.outputs).toMatchObject({ state: 'verified', changed: 'false', matches: 'true' });
  });

  it('`present` follows a certificate by name when its id changes at a renewal', async () => {
    ordered({ state: 'pending', not_after: '' });
    simulator.onRequest = ({ index }) => {
      if (index !== 2) return;
      simulator.world.certificates = [];
      ordered();
    };
    const result = await run();
    expect(result.exitCode).toBe(0);
    expect(result.outputs['id']).toBe(simulator.certificates[0]?.public.id);
  });

  it('`present` gives up when the certificate is deleted meanwhile', async () => {
    ordered({ state: 'pending', not_after: '' });
    simulator.onRequest = ({ index }) => {
      if (index === 2) simulator.world.certificates = [];
    };
    const result = await run();
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toMatch(/"web".*deleted/u);
    expect(clock.sleptMs).toBeLessThan(60_000);
  });

  it('`present` fails for a certificate in the state `error` and warns of an expired one', async () => {
    ordered({ state: 'error', not_after: '' });
    const failed = await run();
    expect(failed.exitCode).toBe(1);
    expect(messages(failed, 'error')).toMatch(/"error".*Let's Encrypt/u);
    simulator.reset();
    ordered({ not_after: '2020-01-01T00:00:00Z' });
    const ended = await run();
    expect(ended.exitCode).toBe(0);
    expect(messages(ended, 'warning')).toMatch(/DigitalOcean.*renew/u);
  });

  it('`present` does not wait in a dry run', async () => {
    ordered({ state: 'pending', not_after: '' });
    const result = await run({ dry_run: 'true' });
    expect([result.exitCode, clock.sleptMs, result.outputs['state']]).toEqual([0, 0, 'pending']);
  });

  it('`present` accepts what another run has just ordered, and `create` does not', async () => {
    const beFirst: NonNullable<Simulator['onRequest']> = ({ method }) => {
      if (method === 'POST' && simulator.certificates.length === 0) ordered();
    };
    simulator.onRequest = beFirst;
    const result = await run();
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({ changed: 'false', matches: 'true' });
    simulator.reset();
    simulator.onRequest = beFirst;
    expect((await run({ operation: 'create' })).exitCode).toBe(1);
  });
});

describe('`create` with an existing certificate', () => {
  it('`create` fails with the name of the existing certificate', async () => {
    ordered();
    const result = await run({ operation: 'create' });
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toMatch(/"web" already exists: "web"/u);
    expect(requests()).toEqual([LIST]);
  });
});

describe('inputs of an order', () => {
  it.each([
    [
      { private_key: 'x', leaf_certificate_path: 'y' },
      /`private_key` and `leaf_certificate_path`.*`type: lets_encrypt`/u,
    ],
    [{ dns_names: '' }, /`dns_names`.*not set/u],
    [{ dns_names: 'example.com, exa mple.com' }, /`dns_names`.*"exa mple\.com"/u],
    [{ dns_names: 'www.*.example.com' }, /`dns_names`.*"www\.\*\.example\.com"/u],
    [{ dns_names: '192.0.2.1' }, /`dns_names`.*"192\.0\.2\.1"/u],
    [{ dns_names: ',' }, /`dns_names`.*no name/u],
    [{ type: 'letsencrypt' }, /`type`.*"letsencrypt".*`custom` or `lets_encrypt`/u],
    [{ name: 'web-'.repeat(12) }, /`name`.*\b48\b.*\b46\b/u],
  ])('The inputs %j are refused before anything is sent', async (inputs, message) => {
    const result = await run(inputs);
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toMatch(message);
    expect(simulator.requests).toEqual([]);
  });

  it('DNS names are accepted by line, in Unicode, in capitals, and repeated', async () => {
    await run({ dns_names: '*.Example.com\nbücher.example,  *.example.com\nXN--BCHER-KVA.example.', dry_run: 'false' });
    expect(simulator.requests[1]?.body).toMatchObject({ dns_names: ['*.example.com', 'xn--bcher-kva.example'] });
  });

  it('The suffixed name of a member is refused', async () => {
    simulator.addCertificate({ name: 'web-20261101-abcdef01', sha1_fingerprint: 'abcdef01'.repeat(5) });
    const result = await run({ name: 'web-20261101-abcdef01' });
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toContain('`name: web`');
  });

  it('DNS names without `type: lets_encrypt` do not replace the private key', async () => {
    const result = await run({ type: 'custom' });
    expect(result.exitCode).toBe(1);
    expect(messages(result, 'error')).toContain('`private_key` (or `private_key_path`)');
  });
});

describe('built action', () => {
  it('The built action waits two seconds for an order and succeeds', async () => {
    letsEncrypt.issueMs = 0;
    clock = { ...makeTestClock(), now: () => Date.now() };
    const result = await runAction({ token: simulator.token, api_url: simulator.url, ...ORDER });
    expect(result.exitCode).toBe(0);
    expect(result.outputs['state']).toBe('verified');
    expect(result.durationMs).toBeGreaterThan(2_000);
  });
});
