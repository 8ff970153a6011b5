// Many processes, and left to CI: one for each way in which a chain is not trusted.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import { certify, CLIENT_AUTH, dnsName, makeEntity, nameOf, privateKeyOf } from '../authority/forge.ts';
import type { Shape } from '../authority/forge.ts';
import { runAction } from '../runner/run-action.ts';
import type { Run } from '../runner/run-action.ts';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';
import { useServers } from './served.ts';

const scenario = useScenario();
const { serve } = useServers();
const DAY_MS = 86_400_000;
const fromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const dates = { notBefore: fromNow(-30), notAfter: fromNow(60) };

const check = (
  endpoints: string,
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<Run> => scenario.run({ operation: 'check', token: '', endpoints, wait_timeout: '0', ...inputs }, { env });
const trustedIn = (run: Run): unknown =>
  (JSON.parse(run.outputs['endpoints'] ?? '') as { trusted: unknown }[])[0]?.trusted;
const noticesOf = ({ annotations }: Run): string[] =>
  annotations.filter(({ level }) => level === 'notice').map(({ message }) => message);

/** With these roots in NODE_EXTRA_CA_CERTS. Node reads it when it starts: a process of its own, always. */
async function checkWithRoots(endpoints: string, ...roots: readonly string[]): Promise<Run> {
  const file = join(mkdtempSync(join(tmpdir(), 'roots-')), 'roots.pem');
  writeFileSync(file, roots.join(''));
  const inputs = { operation: 'check', endpoints, wait_timeout: '0' };
  return runAction(inputs, { env: { NODE_EXTRA_CA_CERTS: file } });
}

/** A leaf that a root of its own issued, served on this machine. */
async function serveRooted(leaf: Shape = {}, top: Shape = {}): Promise<{ endpoint: string; root: string }> {
  const ca = makeEntity(nameOf({ O: 'Example, Inc.', OU: 'Example Origin CA' }));
  const own = makeEntity('Example Origin Certificate');
  const cert = certify(own, ca, { dnsNames: ['www.example.com'], ocsp: 'http://ocsp.example/', ...dates, ...leaf });
  const port = await serve({ key: privateKeyOf(own), cert });
  const root = certify(ca, ca, { ca: true, ...dates, ...top });
  return { endpoint: `www.example.com@127.0.0.1:${port}`, root };
}

describe('`check` of an endpoint with a private CA', () => {
  it('A leaf certificate that a private root issued itself is only a warning, and none if the root is known', async () => {
    const { endpoint, root } = await serveRooted();
    const run = await check(endpoint);
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(warningsOf(run)).toMatch(/"Example Origin CA".*NODE_EXTRA_CA_CERTS/u);
    const known = await checkWithRoots(endpoint, root);
    expect([known.exitCode, known.annotations, trustedIn(known)]).toEqual([0, [], true]);
  });

  it.each([
    ['a certificate for clients', { purposes: [CLIENT_AUTH] }, {}, /"Example Origin Certificate".*serverAuth/u],
    [
      'a root that forbids the name',
      {},
      { excluded: [dnsName('example.com')] },
      /"Example Origin CA".*name constraints/u,
    ],
    ['a root that has expired', {}, { notAfter: fromNow(-2) }, /the root "Example Origin CA" expired/u],
    ['a root for clients', {}, { purposes: [CLIENT_AUTH] }, /root "Example Origin CA".*serverAuth/u],
  ] as const)('`check` fails with the true reason for %s, although the root is known', async (_, leaf, top, reason) => {
    const { endpoint, root } = await serveRooted(leaf, top);
    const run = await checkWithRoots(endpoint, root);
    expect([run.exitCode, warningsOf(run), trustedIn(run)]).toEqual([1, '', false]);
    expect(errorsOf(run)).toMatch(reason);
    expect(errorsOf(run)).not.toMatch(/NODE_EXTRA_CA_CERTS|operation: rotate/u);
  });

  it('`check` fails if only NODE_EXTRA_CA_CERTS has the intermediate that the server does not send', async () => {
    const { privateKey, leafCertificate } = await scenario.authority.issue({ dnsNames: ['www.example.com'], ...dates });
    const endpoint = `www.example.com@127.0.0.1:${await serve({ key: privateKey, cert: leafCertificate })}`;
    const { intermediate, root } = scenario.authority;
    const run = await checkWithRoots(endpoint, intermediate, root);
    expect([run.exitCode, trustedIn(run)]).toEqual([1, true]);
    expect(errorsOf(run)).toMatch(/incomplete certificate chain.*"Test Intermediate"/u);
  });

  it('An intermediate in NODE_EXTRA_CA_CERTS is no root', async () => {
    const { privateKey, fullChain } = await scenario.authority.issue({ dnsNames: ['www.example.com'], ...dates });
    const endpoint = `www.example.com@127.0.0.1:${await serve({ key: privateKey, cert: fullChain })}`;
    const run = await checkWithRoots(endpoint, scenario.authority.intermediate);
    expect([run.exitCode, trustedIn(run)]).toEqual([0, false]);
    expect(warningsOf(run)).toMatch(/include "Test Root" \(UNABLE_TO_GET_ISSUER_CERT\)/u);
  });
});

describe('`check` of an endpoint with a test CA', () => {
  it('`check` fails unless `allow_test_ca` is true', async () => {
    const staging = await makeAuthority({ name: '(STAGING) Pretend' });
    const { privateKey, fullChain } = await staging.issue({ dnsNames: ['www.example.com'], ...dates });
    const endpoint = `www.example.com@127.0.0.1:${await serve({ key: privateKey, cert: fullChain })}`;
    const run = await check(endpoint);
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/"\(STAGING\) Pretend.*`allow_test_ca: true`/u);
    const allowed = await check(endpoint, { allow_test_ca: 'true' });
    expect([allowed.exitCode, errorsOf(allowed)]).toEqual([0, '']);
    expect(warningsOf(allowed)).not.toContain('allow_test_ca');
  });
});

describe('`check` of an endpoint that requires a client certificate', () => {
  it.each([
    ['TLSv1.2', null, 1],
    ['TLSv1.3', false, 0],
  ] as const)(
    'With %s, the certificate is checked, and what is not known is said',
    async (version, trusted, notices) => {
      const options = { requestCert: true, rejectUnauthorized: true, minVersion: version, maxVersion: version };
      const issued = await scenario.authority.issue({ dnsNames: ['www.example.com'], notAfter: fromNow(5) });
      const port = await serve({ key: issued.privateKey, cert: issued.fullChain, ...options });
      const endpoint = `www.example.com@127.0.0.1:${port}`;
      const good = await check(endpoint, { min_days: '1' });
      expect([good.exitCode, errorsOf(good), trustedIn(good)]).toEqual([0, '', trusted]);
      expect(good.outputs['endpoints']).toContain(issued.sha1Fingerprint);
      expect(noticesOf(good).filter((message) => message.includes('client certificate'))).toHaveLength(notices);
      const short = await check(endpoint, { min_days: '14' });
      expect([short.exitCode, errorsOf(short).includes('min_days is 14')]).toEqual([1, true]);
    },
  );
});

describe('`check` of an IP address', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
  ])('The certificate of %s must have it as an IP address', async (host, address) => {
    const [ca, own] = [makeEntity('CA'), makeEntity('own')];
    const ipAddresses = [Buffer.of(127, 0, 0, 1), Buffer.concat([Buffer.alloc(15), Buffer.of(1)])];
    const servers = [{ ipAddresses }, { dnsNames: ['127.0.0.1', 'localhost'] }].map((shape) =>
      serve({ key: privateKeyOf(own), cert: certify(own, ca, { ...dates, ...shape }) }, address),
    );
    const [covered = 0, other = 0] = await Promise.all(servers);
    const good = await check(`${host}:${covered}`);
    expect([good.exitCode, errorsOf(good)]).toEqual([0, '']);
    expect(JSON.parse(good.outputs['endpoints'] ?? '')).toMatchObject([{ host: address, address, problems: [] }]);
    const bad = await check(`${host}:${other}`);
    expect(bad.exitCode).toBe(1);
    expect(errorsOf(bad).startsWith(`${host}:${other} `)).toBe(true);
    expect(errorsOf(bad)).toContain(`does not cover ${address} `);
  });
});

describe('`check` behind a proxy', () => {
  it('The error about a name that does not resolve says that endpoints are contacted directly', async () => {
    const env = { HTTPS_PROXY: 'http://proxy.example:3128' };
    const [behind, open] = [await check('nowhere.invalid', {}, env), await check('nowhere.invalid')];
    expect(errorsOf(behind)).toMatch(/ENOTFOUND.*HTTPS_PROXY.*contacted directly/u);
    expect(errorsOf(open)).toMatch(/ENOTFOUND/u);
    expect(errorsOf(open)).not.toContain('PROXY');
  });
});
