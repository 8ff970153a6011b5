import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeFindings, describeProblem, joinFailures, unreachableError } from '../../src/checking/findings.ts';
import type { Finding, Problem } from '../../src/checking/findings.ts';
import { reportRows } from '../../src/checking/report-rows.ts';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { ActionError } from '../../src/errors.ts';
import type { Served } from '../../src/tls/handshake.ts';
import { makeAuthority } from '../authority/authority.ts';
import { faultsOfMessage } from '../runner/sentences.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 24);
const LIMITS = { minDays: { kind: 'days', days: 21 }, now: NOW } as const;
const limitMs = 21 * DAY_MS;
const endpoint = { host: 'www.example.com', port: 8443, address: '192.0.2.1' };

const certificate = (more: Partial<Certificate> = {}): Certificate => ({
  id: '892071a0-bb95-49bc-8021-3afd67a210bf',
  name: 'web',
  type: 'custom',
  state: 'verified',
  notAfter: new Date(NOW + 5 * DAY_MS),
  notAfterText: '2026-11-29T00:00:00Z',
  sha1Fingerprint: 'ab'.repeat(20),
  createdAtText: '',
  dnsNames: ['www.example.com'],
  ...more,
});
let sent: Served['sent'];
const served = (days: number): Served => ({
  sha1Fingerprint: 'cd'.repeat(20),
  notAfter: new Date(NOW + days * DAY_MS),
  sent,
  distrust: '',
});
beforeAll(async () => {
  const { leafCertificate } = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'] });
  sent = [new X509Certificate(leafCertificate)];
});

/** What each remedy is known by. A sentence has the remedy of its own problem, and no other. */
const REMEDIES = {
  renew: /Renew it with your CA/u,
  'Let’s Encrypt': /letsencrypt\.org/u,
  'look where the name leads': /name leads/u,
  'renew there': /Renew the certificate that the server/u,
  wait: /Wait until it is valid/u,
  'issue for the name': /Issue a certificate that covers/u,
  'supply the chain': /server up with the full/u,
  'renew with the chain': /Renew.*with the full chain/u,
  'use the chain of today': /chain that its CA offers/u,
  'renew with the chain of today': /chain that your CA offers/u,
  'use a certificate for servers': /up with a certificate/u,
  'renew for servers': /with one that is made/u,
  'leave the test CA': /production.*`allow_test_ca: true`/u,
} as const;

/** The facts that a sentence must have, and its remedy, of each kind of problem. */
const KINDS: readonly (readonly [string, () => Problem, readonly string[], keyof typeof REMEDIES])[] = [
  [
    'a certificate that expires soon',
    () => ({ kind: 'certificate', expiring: { certificate: certificate(), reason: 'short', limitMs } }),
    ['"web"', '892071a0-', ' 5 days', '2026-11-29T00:00:00Z', 'min_days is 21'],
    'renew',
  ],
  [
    'a certificate that expires within a day',
    () => ({
      kind: 'certificate',
      expiring: { certificate: certificate({ notAfter: new Date(NOW + DAY_MS) }), reason: 'short', limitMs },
    }),
    ['"web"', ' 1 day ', 'min_days is 21'],
    'renew',
  ],
  [
    'a certificate that has expired',
    () => ({ kind: 'certificate', expiring: { certificate: certificate(), reason: 'expired', limitMs } }),
    ['"web"', 'expired 2026-11-29T00:00:00Z', 'min_days is 21'],
    'renew',
  ],
  [
    'a certificate in state error',
    () => ({
      kind: 'certificate',
      expiring: { certificate: certificate({ state: 'error' }), reason: 'error', limitMs },
    }),
    ['"web"', '"error"'],
    'renew',
  ],
  [
    'a certificate from Let’s Encrypt',
    () => ({
      kind: 'certificate',
      expiring: { certificate: certificate({ type: 'lets_encrypt' }), reason: 'short', limitMs },
    }),
    ['"web"', ' 5 days'],
    'Let’s Encrypt',
  ],
  [
    'another certificate',
    () => ({ kind: 'other_certificate', served: served(40), named: certificate() }),
    ['www.example.com@192.0.2.1:8443', '"web"', 'cd'.repeat(20), 'ab'.repeat(20), '2027-01-03', '2026-11-29'],
    'look where the name leads',
  ],
  [
    'another certificate than one that is not issued yet',
    () => ({
      kind: 'other_certificate',
      served: served(40),
      named: certificate({ sha1Fingerprint: '', notAfterText: '', notAfter: undefined }),
    }),
    ['"web"', 'cd'.repeat(20), 'not issued yet'],
    'look where the name leads',
  ],
  [
    'an expired certificate',
    () => ({ kind: 'served_expired', served: served(-3) }),
    ['8443', 'expired 2026-11-21', 'min_days is 21'],
    'renew there',
  ],
  [
    'a certificate that expires soon on a server',
    () => ({ kind: 'served_expiring', served: served(3) }),
    ['8443', ' 3 days', '2026-11-27', 'min_days is 21'],
    'renew there',
  ],
  [
    'a certificate that is not valid yet',
    () => ({ kind: 'not_yet_valid', notBefore: new Date(NOW + DAY_MS) }),
    ['8443', '2026-11-25T00:00:00Z'],
    'wait',
  ],
  [
    'a host that is not covered',
    () => ({ kind: 'host_not_covered', host: 'www.example.com', dnsNames: ['a.example', 'b.example'] }),
    ['does not cover www.example.com', 'a.example and b.example'],
    'issue for the name',
  ],
  [
    'a host that is not covered by a certificate without names',
    () => ({ kind: 'host_not_covered', host: 'www.example.com', dnsNames: [] }),
    ['does not cover www.example.com', 'no DNS name'],
    'issue for the name',
  ],
  [
    'an incomplete chain',
    () => ({ kind: 'incomplete_chain', fault: 'the certificate of its issuer "R11" is not sent' }),
    ['8443', '"R11"'],
    'supply the chain',
  ],
  [
    'an incomplete chain of the certificate that was named',
    () => ({ kind: 'incomplete_chain', fault: 'the certificate of its issuer "R11" is not sent', isNamed: true }),
    ['8443', '"R11"', '`operation: rotate`'],
    'renew with the chain',
  ],
  [
    'a chain that clients reject',
    () => ({ kind: 'rejected_chain', fault: 'the root "X1" expired', isNamed: false }),
    ['8443', 'clients reject: the root "X1" expired'],
    'use the chain of today',
  ],
  [
    'a chain that clients reject, of the certificate that was named',
    () => ({ kind: 'rejected_chain', fault: 'the root "X1" expired', isNamed: true }),
    ['8443', '"X1"', '`operation: rotate`'],
    'renew with the chain of today',
  ],
  [
    'a certificate that clients reject',
    () => ({ kind: 'rejected_leaf', fault: '"www" is not for servers', isNamed: false }),
    ['8443', 'clients reject: "www" is not for servers'],
    'use a certificate for servers',
  ],
  [
    'a certificate that clients reject and that was named',
    () => ({ kind: 'rejected_leaf', fault: '"www" is not for servers', isNamed: true }),
    ['8443', '"www"', '`operation: rotate`'],
    'renew for servers',
  ],
  [
    'a certificate of a test CA',
    () => ({ kind: 'test_ca', ca: '"Pebble Root"' }),
    ['8443', 'test CA "Pebble Root"'],
    'leave the test CA',
  ],
];

const findingOf = (problem: Problem): Finding => (problem.kind === 'certificate' ? { problem } : { problem, endpoint });
const remediesIn = (text: string): string[] =>
  Object.entries(REMEDIES).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));

describe('kinds of problems', () => {
  it('Nothing is said of no problems', () => {
    expect(describeFindings([], LIMITS)).toBeUndefined();
  });

  it.each(KINDS)('The sentence about %s has its facts, and its own remedy only', (_, make, facts, remedy) => {
    const text = describeFindings([findingOf(make())], LIMITS) ?? '';
    for (const fact of facts) expect(text).toContain(fact);
    expect(remediesIn(text)).toEqual([remedy]);
    expect(faultsOfMessage(text)).toEqual([]);
    expect(text).not.toMatch(/\(1\)|problems were/u);
  });

  it.each(KINDS)('Twice, the sentence about %s has numbers, and its remedy once', (_, make, __, remedy) => {
    const text = describeFindings([findingOf(make()), findingOf(make())], LIMITS) ?? '';
    expect(text).toMatch(/^2 problems .*\(1\) .*\(2\) /u);
    expect(faultsOfMessage(text)).toEqual([]);
    expect(text.match(new RegExp(REMEDIES[remedy].source, 'gu'))).toHaveLength(1);
  });

  it.each(['incomplete_chain', 'rejected_chain', 'rejected_leaf'] as const)(
    'The remedy of %s can be followed for a server that is not DigitalOcean’s',
    (kind) => {
      const text = describeFindings([findingOf({ kind, fault: 'x', isNamed: false })], LIMITS);
      expect(text).not.toMatch(/`operation|upload/iu);
    },
  );

  it('All kinds together have all remedies, ten sentences with numbers, and a count of the rest', () => {
    const findings = KINDS.map(([, make]) => findingOf(make()));
    const text = describeFindings(findings, LIMITS) ?? '';
    expect(text).toMatch(new RegExp(`^${KINDS.length} problems .*\\(10\\) .* ${KINDS.length - 10} more\\b`, 'u'));
    expect(text).not.toContain('(11)');
    expect(remediesIn(text)).toEqual(Object.keys(REMEDIES));
    expect(faultsOfMessage(text)).toEqual([]);
  });

  it('Exactly ten findings are all there, and no rest is counted', () => {
    const findings = KINDS.slice(0, 10).map(([, make]) => findingOf(make()));
    const text = describeFindings(findings, LIMITS) ?? '';
    expect([text.includes('(10) '), / more\b/u.test(text)]).toEqual([true, false]);
    expect(faultsOfMessage(text)).toEqual([]);
  });

  it.each(KINDS)('The row of a report about %s stays the same on the next day', (_, make) => {
    const tomorrow = { ...LIMITS, now: NOW + DAY_MS };
    const rows = reportRows([findingOf(make())], LIMITS);
    expect(rows).toEqual(reportRows([findingOf(make())], tomorrow));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.what).toBe(make().kind === 'certificate' ? 'web' : 'www.example.com:8443');
    expect(rows[0]?.problem).not.toBe('');
  });

  it('A report has a host once, however many of its addresses have the problem', () => {
    const [, make] = KINDS.find(([name]) => name === 'a host that is not covered') ?? KINDS[0] ?? [];
    if (make === undefined) throw new Error('no kind');
    const findings = ['192.0.2.1', '192.0.2.2'].map((address) => ({
      problem: make(),
      endpoint: { ...endpoint, address },
    }));
    expect(reportRows(findings, LIMITS)).toHaveLength(1);
  });

  it('Names of any length are cut off', () => {
    const long = 'n'.repeat(300);
    const problems: Problem[] = [
      { kind: 'certificate', expiring: { certificate: certificate({ name: long }), reason: 'short', limitMs } },
      { kind: 'other_certificate', served: served(4), named: certificate({ name: long }) },
      { kind: 'host_not_covered', host: 'www.example.com', dnsNames: [long] },
    ];
    for (const problem of problems) expect(describeProblem(problem, LIMITS)).not.toContain('n'.repeat(256));
  });
});

describe('endpoints that cannot be probed', () => {
  const faults = (count: number, what = 'connection refused'): Parameters<typeof unreachableError>[0] =>
    Array.from({ length: count }, () => ({ endpoint, what }));

  it.each([1, 2, 10, 11])('The error about %i of them is one message with numbers', (count) => {
    const { code, message = '' } = unreachableError(faults(count), false) ?? {};
    expect([code, faultsOfMessage(message)]).toEqual(['endpoint_unreachable', []]);
    expect([message.includes('(1)'), message.includes('more')]).toEqual([count > 1, count > 10]);
    expect(message).toContain('www.example.com@192.0.2.1:8443: connection refused.');
  });

  it.each(['is it spelled right?', 'it ended.', 'it is gone!', 'EWHATEVER', 'see:'])(
    'A reason such as %j stands within its sentence',
    (what) => {
      expect(faultsOfMessage(unreachableError(faults(1, what), false)?.message ?? '')).toEqual([]);
    },
  );

  it('There is no error when all could be probed', () => {
    expect(unreachableError([], false)).toBeUndefined();
  });

  it('Failures of several kinds are one error with the code of the first', () => {
    expect(joinFailures([])).toBeUndefined();
    const [first, second] = [new ActionError('check_failed', 'One.'), new ActionError('not_found', 'Other.')];
    expect(joinFailures([first])).toBe(first);
    expect(joinFailures([first, second])).toMatchObject({ code: 'check_failed', message: 'One. Other.' });
  });
});
