import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeServed, distrustWarning, findProblems, pendingWarning } from '../../src/checking/endpoints.ts';
import type { Problem } from '../../src/checking/findings.ts';
import type { Endpoint } from '../../src/tls/endpoint.ts';
import type { Served } from '../../src/tls/handshake.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority, Issued } from '../authority/authority.ts';
import { certificateOf } from '../samples.ts';

const DAY_MS = 86_400_000;
const NOW = Date.now();
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
  kindsOf(findProblems({ endpoint: host, served }, { minDays, now: NOW, named }));
const findAlone = (served: Served, minDays = 14): string[] =>
  kindsOf(findProblems({ endpoint: host, served }, { minDays, now: NOW }));

describe('problems of a served certificate', () => {
  it('An endpoint that served nothing has no problems with its certificate', () => {
    const fault = { kind: 'handshake', what: 'connection refused' } as const;
    expect(findProblems({ endpoint: host, fault }, { minDays: 14, now: NOW })).toEqual([]);
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
    const problems = findProblems({ endpoint: host, served }, { minDays: 0, now: NOW, named: pending });
    expect(problems).toEqual([
      { kind: 'other_certificate', served, named: pending },
      { kind: 'host_not_covered', host: 'www.example.com', dnsNames: [] },
    ]);
  });

  it('An incomplete chain is a problem only if the certificate is not trusted without it', () => {
    const served = servedOf(web);
    expect(find({ ...served, distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })).toEqual(['incomplete_chain']);
    expect(find(served)).toEqual([]);
    const whole = servedOf(web, authority.intermediate);
    expect(find({ ...whole, distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' })).toEqual([]);
  });
});

describe('what is said of endpoints', () => {
  it('The log tells of each address what it serves, or why it serves nothing', () => {
    const fault = { kind: 'handshake', what: 'connection refused' } as const;
    expect(describeServed({ endpoint: host, fault })).toBe('www.example.com:443: connection refused');
    const line = describeServed({ endpoint: host, served: servedOf(web) });
    expect(line).toContain(`www.example.com:443 serves SHA-1 ${web.sha1Fingerprint}`);
  });

  it('A certificate that is not trusted leads to a warning with the reason, and with what to do', () => {
    const served = { ...servedOf(web), distrust: 'SELF_SIGNED_CERT_IN_CHAIN' };
    const warning = distrustWarning({ endpoint: host, served });
    expect(warning).toMatch(/^www\.example\.com:443 .*\(SELF_SIGNED_CERT_IN_CHAIN\).*NODE_EXTRA_CA_CERTS/u);
  });

  it('Pending certificates are named in one warning', () => {
    const pending = ['a', 'b'].map((id) => certificateOf({ id, state: 'pending' }));
    expect(pendingWarning(pending)).toMatch(/"web" \(a\), "web" \(b\)/u);
  });
});
