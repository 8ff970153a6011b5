import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeServed, distrustWarning, findProblems, pendingWarning } from '../../src/checking/endpoints.ts';
import type { Problem } from '../../src/checking/findings.ts';
import { parseEndpoint } from '../../src/tls/endpoint.ts';
import type { Endpoint } from '../../src/tls/endpoint.ts';
import type { Served } from '../../src/tls/handshake.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority, Issued } from '../authority/authority.ts';
import { certify, makeEntity } from '../authority/forge.ts';
import { certificateOf } from '../samples.ts';

const DAY_MS = 86_400_000;
const NOW = Date.now();
const DAYS_14 = { kind: 'days', days: 14 } as const;
const in90Days = (): Date => new Date(NOW + 90 * DAY_MS);
const host: Endpoint = { host: 'www.example.com', port: 443, address: undefined };

let authority: Authority;
let web: Issued;
beforeAll(async () => {
  authority = await makeAuthority();
  web = await authority.issue({ dnsNames: ['www.example.com'], notAfter: new Date(NOW + 90 * DAY_MS) });
});

function servedOf({ leafCertificate, sha1Fingerprint, notAfter }: Issued, ...chain: readonly string[]): Served {
  const [leaf, ...rest] = [leafCertificate, ...chain].map((pem) => new X509Certificate(pem));
  if (leaf === undefined) throw new Error('there is no leaf certificate');
  return { sha1Fingerprint, notAfter, sent: [leaf, ...rest], distrust: '' };
}

const kindsOf = (problems: readonly Problem[]): string[] => problems.map(({ kind }) => kind);
const find = (served: Served, minDays = 14, named = certificateOf(served)): string[] =>
  kindsOf(findProblems({ endpoint: host, served }, { minDays: { kind: 'days', days: minDays }, now: NOW, named }));
const findAlone = (served: Served, minDays = 14): string[] =>
  kindsOf(findProblems({ endpoint: host, served }, { minDays: { kind: 'days', days: minDays }, now: NOW }));

describe('problems of a served certificate', () => {
  it('An endpoint that served nothing has no problems with its certificate', () => {
    const fault = { kind: 'handshake', what: 'connection refused' } as const;
    expect(findProblems({ endpoint: host, fault }, { minDays: DAYS_14, now: NOW })).toEqual([]);
  });

  it('The named certificate, valid and served for its own name, has no problem', () => {
    expect(find(servedOf(web))).toEqual([]);
  });

  it('A certificate that expires soon is a problem, unless it is the named one, which is reported already', async () => {
    const served = servedOf(
      await authority.issue({ dnsNames: ['www.example.com'], notAfter: new Date(NOW + 5 * DAY_MS) }),
    );
    expect(findAlone(served)).toEqual(['served_expiring']);
    expect(findAlone(served, 3)).toEqual([]);
    expect(find(served)).toEqual([]);
    expect(find(served, 14, certificateOf(servedOf(web)))).toEqual(['other_certificate', 'served_expiring']);
  });

  it('A certificate that expired is a problem, also if it is the named one', async () => {
    const dates = { notBefore: new Date(NOW - 90 * DAY_MS), notAfter: new Date(NOW - DAY_MS) };
    const served = servedOf(await authority.issue({ dnsNames: ['www.example.com'], ...dates }));
    expect(find(served)).toEqual(['served_expired']);
    expect(findAlone(served)).toEqual(['served_expired']);
  });

  it('A certificate that is not valid yet is a problem', async () => {
    const dates = { notBefore: new Date(NOW + DAY_MS), notAfter: new Date(NOW + 90 * DAY_MS) };
    expect(find(servedOf(await authority.issue({ dnsNames: ['www.example.com'], ...dates })))).toEqual([
      'not_yet_valid',
    ]);
  });

  it('A certificate without DNS names covers no name, and differs from one that is not issued yet', async () => {
    const served = servedOf(await authority.issue({ dnsNames: [], withoutSan: true }));
    const pending = certificateOf({ type: 'lets_encrypt', state: 'pending', sha1Fingerprint: '' });
    const problems = findProblems(
      { endpoint: host, served },
      { minDays: { kind: 'days', days: 0 }, now: NOW, named: pending },
    );
    expect(problems).toEqual([
      { kind: 'other_certificate', served, named: pending },
      { kind: 'host_not_covered', host: 'www.example.com', dnsNames: [] },
    ]);
  });

  it('An incomplete chain is a problem unless the certificate is trusted without it', async () => {
    const served = servedOf(await authority.issue({ dnsNames: ['www.example.com'], notAfter: in90Days(), aia: true }));
    expect(find({ ...served, distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })).toEqual(['incomplete_chain']);
    expect(find(served)).toEqual([]);
    const whole = servedOf(web, authority.intermediate);
    expect(find({ ...whole, distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' })).toEqual([]);
  });

  it('An intermediate that only this machine has is missing, also if the certificate is trusted', () => {
    const expectation = { minDays: DAYS_14, now: NOW, knownRoots: () => [[authority.intermediate, authority.root]] };
    const [problem] = findProblems({ endpoint: host, served: servedOf(web) }, expectation);
    expect(problem).toMatchObject({ kind: 'incomplete_chain', fault: expect.stringMatching(/NODE_EXTRA_CA_CERTS/u) });
    const whole = servedOf(web, authority.intermediate);
    expect(findProblems({ endpoint: host, served: whole }, expectation)).toEqual([]);
  });

  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', []],
    ['SELF_SIGNED_CERT_IN_CHAIN', []],
    ['UNABLE_TO_GET_ISSUER_CERT', []],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', []],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', []],
    ['CERT_CHAIN_TOO_LONG', ['rejected_chain']],
    ['CERT_HAS_EXPIRED', ['rejected_chain']],
    ['CERT_NOT_YET_VALID', ['rejected_chain']],
    ['CERT_REJECTED', ['rejected_chain']],
    ['CERT_REVOKED', ['rejected_chain']],
    ['CERT_SIGNATURE_FAILURE', ['rejected_chain']],
    ['CERT_UNTRUSTED', ['rejected_chain']],
    ['ERROR_IN_CERT_NOT_AFTER_FIELD', ['rejected_chain']],
    ['ERROR_IN_CERT_NOT_BEFORE_FIELD', ['rejected_chain']],
    ['INVALID_CA', ['rejected_chain']],
    ['INVALID_PURPOSE', ['rejected_chain']],
    ['OUT_OF_MEM', ['rejected_chain']],
    ['PATH_LENGTH_EXCEEDED', ['rejected_chain']],
    ['UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', ['rejected_chain']],
    ['UNABLE_TO_DECRYPT_CERT_SIGNATURE', ['rejected_chain']],
    ['UNABLE_TO_GET_CRL', ['rejected_chain']],
    ['UNSPECIFIED', ['rejected_chain']],
    ['permitted subtree violation', ['rejected_chain']],
  ])('The verdict %s about a chain in which nothing else is wrong leads to the problems %j', (distrust, kinds) => {
    const served = { ...servedOf(web, authority.intermediate), distrust };
    const problems = findProblems({ endpoint: host, served }, { minDays: DAYS_14, now: NOW });
    expect(kindsOf(problems)).toEqual(kinds);
    const isWarned = distrustWarning({ endpoint: host, served }, { minDays: DAYS_14, now: NOW }) !== undefined;
    expect(isWarned).toBe(true);
    // The reason has words, and its name for a search.
    for (const problem of problems)
      expect(problem).toMatchObject({ fault: expect.stringMatching(new RegExp(`^[a-zO].* \\(${distrust}\\)$`, 'u')) });
  });

  it('The true reason counts, whatever Node says of the root', async () => {
    const limited = await makeAuthority({ intermediateIsCa: false });
    const issued = await limited.issue({ dnsNames: ['www.example.com'], notAfter: in90Days() });
    for (const distrust of ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'INVALID_CA'])
      expect(
        findProblems(
          { endpoint: host, served: { ...servedOf(issued, limited.intermediate), distrust } },
          { minDays: DAYS_14, now: NOW },
        ),
      ).toEqual([
        { kind: 'rejected_chain', isNamed: false, fault: expect.stringMatching(/"Test Intermediate" is not a CA/u) },
      ]);
  });

  it('That the certificate has expired, or is not valid yet, is told once', async () => {
    const past = { notBefore: new Date(NOW - 90 * DAY_MS), notAfter: new Date(NOW - DAY_MS) };
    const early = { notBefore: new Date(NOW + DAY_MS), notAfter: in90Days() };
    for (const [dates, distrust, kind] of [
      [past, 'CERT_HAS_EXPIRED', 'served_expired'],
      [early, 'CERT_NOT_YET_VALID', 'not_yet_valid'],
    ] as const) {
      const served = servedOf(
        await authority.issue({ dnsNames: ['www.example.com'], ...dates }),
        authority.intermediate,
      );
      expect(findAlone({ ...served, distrust })).toEqual([kind]);
    }
  });

  it('A root that is known, and to which OpenSSL finds no way, is a problem and no reason to add it', () => {
    const expectation = { minDays: DAYS_14, now: NOW, knownRoots: () => [[authority.root]] };
    const served = { ...servedOf(web, authority.intermediate), distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' };
    expect(kindsOf(findProblems({ endpoint: host, served }, expectation))).toEqual(['rejected_chain']);
  });

  it('A server that ended the handshake before Node had a verdict is judged all the same', () => {
    const served: Served = { ...servedOf(web, authority.intermediate), distrust: undefined, refusal: 'no' };
    const known = { minDays: DAYS_14, now: NOW, knownRoots: () => [[authority.root]] };
    expect(findProblems({ endpoint: host, served }, known)).toEqual([]);
    expect(distrustWarning({ endpoint: host, served }, known)).toBeUndefined();
    expect(distrustWarning({ endpoint: host, served }, { minDays: DAYS_14, now: NOW })).toMatch(
      /"Test Root"\. Browsers/u,
    );
  });

  it('A certificate of a test CA is a problem, unless that is allowed', async () => {
    const staging = await makeAuthority({ name: '(STAGING) Pretend' });
    const issued = await staging.issue({ dnsNames: ['www.example.com'], notAfter: in90Days() });
    const served = { ...servedOf(issued, staging.intermediate), distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' };
    const limits = { minDays: DAYS_14, now: NOW };
    expect(findProblems({ endpoint: host, served }, limits)).toEqual([
      { kind: 'test_ca', ca: '"(STAGING) Pretend Intermediate"' },
    ]);
    expect(findProblems({ endpoint: host, served: { ...served, distrust: '' } }, limits)).toHaveLength(1);
    expect(findProblems({ endpoint: host, served }, { ...limits, allowsTestCa: true })).toEqual([]);
  });
});

describe('hosts that are covered', () => {
  const [ca, own] = [makeEntity('CA'), makeEntity('own')];
  const addresses = [Buffer.of(192, 0, 2, 1), Buffer.from('20010db8000000000000000000000001', 'hex')];
  const leafCertificate = certify(own, ca, {
    dnsNames: ['*.example.com', 'xn--bcher-kva.example', '198.51.100.1'],
    ipAddresses: addresses,
    notBefore: new Date(NOW - DAY_MS),
    notAfter: in90Days(),
  });

  it.each([
    ['192.0.2.1', true],
    ['[2001:DB8:0::1]', true],
    ['www.example.com', true],
    ['bücher.example', true],
    ['192.0.2.2', false],
    ['[2001:db8::2]', false],
    // As a DNS name it counts for nothing.
    ['198.51.100.1', false],
    ['a.www.example.com', false],
    ['example.com', false],
  ])('The host %s is covered: %s', (text, isCovered) => {
    const endpoint = parseEndpoint(text);
    if (endpoint === undefined) throw new Error('it is an endpoint');
    const x509 = new X509Certificate(leafCertificate);
    const served: Served = { sha1Fingerprint: '', notAfter: x509.validToDate, sent: [x509], distrust: '' };
    const problems = findProblems({ endpoint, served }, { minDays: { kind: 'days', days: 0 }, now: NOW });
    expect(kindsOf(problems)).toEqual(isCovered ? [] : ['host_not_covered']);
    for (const problem of problems)
      expect(problem).toMatchObject({
        host: endpoint.host,
        dnsNames: expect.arrayContaining(['192.0.2.1', '2001:db8::1']),
      });
  });
});

describe('what is said of endpoints', () => {
  it('The log tells of each address what it serves, or why it serves nothing', () => {
    const fault = { kind: 'handshake', what: 'connection refused' } as const;
    expect(describeServed({ endpoint: host, fault })).toBe('www.example.com:443: connection refused');
    const line = describeServed({ endpoint: host, served: servedOf(web) });
    expect(line).toContain(`www.example.com:443 serves SHA-1 ${web.sha1Fingerprint}`);
  });

  const warn = (served: Served): string =>
    distrustWarning({ endpoint: host, served }, { minDays: DAYS_14, now: NOW, knownRoots: () => [] }) ?? '';

  it('A certificate that is not trusted leads to a warning with the reason, and with what to do', () => {
    const served = { ...servedOf(web, authority.intermediate, authority.root), distrust: 'SELF_SIGNED_CERT_IN_CHAIN' };
    expect(warn(served)).toMatch(
      /^www\.example\.com:443 .*"Test Root" \(SELF_SIGNED_CERT_IN_CHAIN\).*NODE_EXTRA_CA_CERTS/u,
    );
    expect(warn({ ...served, distrust: '' })).toBe('');
  });

  it('Whether the issuer of a certificate that is sent alone is a root is left open', () => {
    const served = { ...servedOf(web), distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' };
    expect(warn(served)).toMatch(/If "Test Intermediate" is not.*root/u);
  });

  it('A self-signed certificate is what NODE_EXTRA_CA_CERTS needs itself', async () => {
    const x509 = new X509Certificate((await authority.selfSign('www.example.com')).leafCertificate);
    const served = { sha1Fingerprint: '', notAfter: x509.validToDate, sent: [x509] as const, distrust: 'X' };
    expect(warn(served)).toMatch(/self-signed.*\(X\).*NODE_EXTRA_CA_CERTS.*this certificate/u);
  });

  it('A chain that goes on at a known address may be too short', () => {
    const [ca, middle, own] = [makeEntity('CA'), makeEntity('Middle'), makeEntity('own')];
    const dates = { notBefore: new Date(NOW - DAY_MS), notAfter: in90Days() };
    const sent = [
      certify(own, middle, { dnsNames: ['www.example.com'], ...dates }),
      certify(middle, ca, { ca: true, caIssuers: 'http://ca.example/ca.der', ...dates }),
    ].map((pem) => new X509Certificate(pem));
    const [leaf, ...rest] = sent;
    if (leaf === undefined) throw new Error('there is no leaf certificate');
    const served: Served = { sha1Fingerprint: '', notAfter: leaf.validToDate, sent: [leaf, ...rest], distrust: 'X' };
    expect(warn(served)).toMatch(/short.*"CA".*"Middle".*\(X\).*"http:\/\/ca\.example\/ca\.der"/u);
  });

  it('Pending certificates are named in one warning', () => {
    const pending = ['a', 'b'].map((id) => certificateOf({ id, state: 'pending' }));
    expect(pendingWarning(pending)).toMatch(/"web" \(a\), "web" \(b\)/u);
  });
});
