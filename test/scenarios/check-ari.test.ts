// Many processes, and left to CI: one for each response of a CA.
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCa } from '../acme/ca.ts';
import type { Ca } from '../acme/ca.ts';
import { certify, makeEntity, nameOf, privateKeyOf } from '../authority/forge.ts';
import type { Issued } from '../authority/authority.ts';
import { addIssued } from '../faults/rotation-world.ts';
import type { Run } from '../runner/run-action.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario();
const DAY_MS = 86_400_000;
const fromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);

let ca: Ca;
beforeAll(async () => {
  ca = await startCa();
});
afterAll(async () => ca.close());

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  const violations = [...ca.violations];
  ca.reset();
  if (violations.length > 0) throw new Error(violations.join('; '));
});

async function serve({ privateKey, fullChain }: Pick<Issued, 'privateKey' | 'fullChain'>): Promise<string> {
  const server = createServer({ key: privateKey, cert: fullChain });
  servers.push(server);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return `www.example.com@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A certificate of 90 days with this many left, in the account as `web`, and served. */
async function put(left: number, type = 'custom'): Promise<{ issued: Issued; endpoints: string }> {
  const dates = { notBefore: fromNow(left - 90), notAfter: fromNow(left) };
  const issued = await scenario.authority.issue({ dnsNames: ['www.example.com'], ...dates });
  addIssued(scenario.simulator, 'web', issued);
  Object.assign(scenario.simulator.certificates[0]?.public ?? {}, { type });
  return { issued, endpoints: await serve(issued) };
}

const check = (inputs: Record<string, string>): Promise<Run> =>
  scenario.run({ operation: 'check', name: 'web', acme_directory: ca.directory, ...inputs });
const reasonsOf = (run: Run): string[] =>
  (JSON.parse(run.outputs['due'] ?? '') as { reason: string }[]).map(({ reason }) => reason);
const noticesOf = (run: Run): string =>
  run.annotations.flatMap(({ level, message }) => (level === 'notice' ? [message] : [])).join('\n');

describe('renewal information of a served certificate', () => {
  it('A certificate is due from the start of the window of its CA, whatever its lifetime says', async () => {
    const { issued, endpoints } = await put(80);
    const start = fromNow(-1);
    ca.tell(issued.leafCertificate, { start, end: fromNow(1) });
    const run = await check({ endpoints });
    expect([run.exitCode, reasonsOf(run), errorsOf(run)]).toEqual([0, ['ari'], '']);
    expect(run.outputs['due']).toContain(`${start.toISOString().slice(0, 19)}Z`);
    expect(run.outputs['matrix']).toContain('"web"');
    expect(ca.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it('A certificate is not due before the window, although a third of its lifetime is left', async () => {
    const { issued, endpoints } = await put(25);
    ca.tell(issued.leafCertificate, { start: fromNow(1), end: fromNow(2) });
    const run = await check({ endpoints });
    expect([run.exitCode, reasonsOf(run), run.outputs['matrix']]).toEqual([0, [], '']);
  });

  it('One that several addresses serve is asked for once', async () => {
    const { issued, endpoints } = await put(80);
    ca.tell(issued.leafCertificate, { start: fromNow(10), end: fromNow(12) });
    await check({ endpoints: `${endpoints}, ${await serve(issued)}` });
    expect(ca.requests.length).toBe(2);
  });

  it.each(['fail', 'warn', 'ignore'])(
    'With `on_expiring: %s` a revoked certificate fails the check',
    async (onExpiring) => {
      const { issued, endpoints } = await put(80);
      ca.tell(issued.leafCertificate, { start: fromNow(-0.05), end: fromNow(-0.02) });
      const run = await check({ endpoints, on_expiring: onExpiring, min_days: '0' });
      expect([run.exitCode, reasonsOf(run), run.outputs['expiring']]).toEqual([1, ['revoked'], '[]']);
      expect(run.summary).toContain('<code>revoked</code>');
      expect(errorsOf(run)).toMatch(/^www\.example\.com@.* revoked .*new certificate/u);
      expect(run.outputs['endpoints']).toContain('revoked');
    },
  );

  it('A window in the past with less than half of the lifetime left is no revocation', async () => {
    const { issued, endpoints } = await put(44);
    ca.tell(issued.leafCertificate, { start: fromNow(-3), end: fromNow(-1) });
    const run = await check({ endpoints });
    expect([run.exitCode, reasonsOf(run)]).toEqual([0, ['ari']]);
  });

  it('A certificate that DigitalOcean renews is never due, and still fails when it is revoked', async () => {
    const { issued, endpoints } = await put(40, 'lets_encrypt');
    ca.tell(issued.leafCertificate, { start: fromNow(-3), end: fromNow(-1) });
    expect(reasonsOf(await check({ endpoints }))).toEqual([]);
    ca.reset();
    scenario.simulator.reset();
    const young = await put(80, 'lets_encrypt');
    ca.tell(young.issued.leafCertificate, { start: fromNow(-3), end: fromNow(-1) });
    const run = await check({ endpoints: young.endpoints });
    expect([run.exitCode, reasonsOf(run)]).toEqual([1, []]);
  });

  it('A CA that is out of reach is a notice, and the lifetime decides', async () => {
    const { endpoints } = await put(29);
    ca.fault = () => ({ status: 500 });
    const run = await check({ endpoints });
    expect([run.exitCode, reasonsOf(run)]).toEqual([0, ['lifetime']]);
    expect(noticesOf(run)).toMatch(new RegExp(`\\(ARI\\).*${ca.host}.*500`, 'u'));
    ca.reset();
    const away = await check({ endpoints, acme_directory: 'http://127.0.0.1:1/dir', wait_timeout: '0' });
    expect([away.exitCode, reasonsOf(away)]).toEqual([0, ['lifetime']]);
    expect(noticesOf(away)).toContain('ECONNREFUSED');
  });

  it('Nobody is asked without an endpoint, or for another CA than Let’s Encrypt', async () => {
    const { endpoints } = await put(80);
    await check({});
    expect(ca.requests).toEqual([]);
    const run = await check({ endpoints, acme_directory: '' });
    expect([run.exitCode, noticesOf(run)]).toEqual([0, '']);
  });

  it('Let’s Encrypt is asked for what it issued, through the proxy of the environment', async () => {
    const issuer = makeEntity(nameOf({ O: "Let's Encrypt", CN: 'YE1' }));
    const site = makeEntity('www.example.com');
    const leaf = certify(site, issuer, {
      dnsNames: ['www.example.com'],
      notBefore: fromNow(-10),
      notAfter: fromNow(80),
    });
    const endpoints = await serve({ privateKey: privateKeyOf(site), fullChain: leaf });
    // Nothing listens there: whatever is asked for fails at once, and stays on this machine.
    const env = { HTTPS_PROXY: 'http://127.0.0.1:1' };
    const inputs = { operation: 'check', token: '', endpoints, on_expiring: 'ignore', wait_timeout: '0' };
    const run = await scenario.run(inputs, { env });
    expect(noticesOf(run)).toMatch(/\(ARI\).*acme-v02\.api\.letsencrypt\.org.*ECONNREFUSED/u);
    expect([run.exitCode, reasonsOf(run)]).toEqual([0, []]);
    // An expired one is due in any case.
    const past = certify(site, issuer, {
      dnsNames: ['www.example.com'],
      notBefore: fromNow(-90),
      notAfter: fromNow(-1),
    });
    const old = await scenario.run(
      { ...inputs, endpoints: await serve({ privateKey: privateKeyOf(site), fullChain: past }) },
      { env },
    );
    expect([noticesOf(old), reasonsOf(old)]).toEqual(['', ['lifetime']]);
  });

  it.each([
    ['ftp://ca.example/dir', 'https://'],
    ['http://ca.example/dir', 'https://'],
    ['https://me:word@ca.example/dir', 'user name'],
    ['letsencrypt', 'complete URL'],
  ])('`acme_directory: %s` is refused before anything is sent', async (directory, words) => {
    const run = await check({ acme_directory: directory });
    expect([run.exitCode, scenario.requests()]).toEqual([1, []]);
    expect(errorsOf(run)).toMatch(new RegExp(`^\`acme_directory\`.*${words}`, 'u'));
    expect(run.shown).not.toContain('word@');
  });
});
