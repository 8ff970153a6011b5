import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeFindings, describeProblem, joinFailures, unreachableError } from '../../src/checking/findings.ts';
import type { Finding, Problem } from '../../src/checking/findings.ts';
import { reportRows } from '../../src/checking/report-rows.ts';
import type { ConsumerName } from '../../src/consumers/consumer.ts';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { ActionError } from '../../src/errors.ts';
import type { Served } from '../../src/tls/handshake.ts';
import { makeAuthority } from '../authority/authority.ts';
import { certificateOf } from '../samples.ts';

const NOW = Date.UTC(2026, 10, 24);
const LIMITS = { minDays: { kind: 'days', days: 14 }, now: NOW } as const;
const endpoint = { host: 'www.example.com', port: 443, address: '192.0.2.1' };

let served: Served;
beforeAll(async () => {
  const { leafCertificate } = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'] });
  const sent = [new X509Certificate(leafCertificate)] as const;
  served = { sha1Fingerprint: 'cd'.repeat(20), notAfter: new Date(NOW + 5.5 * 86_400_000), sent, distrust: '' };
});

const named = certificateOf({ id: 'x', expires: '2027-01-01T00:00:00Z' });
const USER = { kind: LOAD_BALANCERS, id: 'y', name: 'ingress' };
const expiring = (
  reason: 'error' | 'expired' | 'short',
  type = 'custom',
  usedBy: readonly ConsumerName[] = [],
): Problem => ({
  kind: 'certificate',
  expiring: {
    certificate: certificateOf({ ...named, type, name: 'web-20261124-abababab' }),
    reason,
    limitMs: 14 * 86_400_000,
    usedBy,
  },
});
const NOT_COVERED: Problem = { kind: 'host_not_covered', host: 'www.example.com', dnsNames: ['a.example'] };
const CHAIN: Problem = { kind: 'incomplete_chain', fault: 'no intermediate' };

const cases: readonly (readonly [string, () => Problem, RegExp, RegExp])[] = [
  ['short', () => expiring('short'), /"web-20261124-abababab" \(x\).*38 days.*is 14/u, /`operation: rotate`/u],
  ['short, and older', () => expiring('short', 'custom', [USER]), /"ingress" still uses/u, /`source: uploaded`/u],
  ['expired', () => expiring('expired'), /expired 2027-01-01T00:00:00Z/u, /`operation: absent`/u],
  ['error', () => expiring('error', 'lets_encrypt'), /state "error"/u, /DNS/u],
  [
    'other_certificate',
    () => ({ kind: 'other_certificate', served, named }),
    /"web" \(x\).*SHA-1 (?:cd){20}.*2026-11-29T12:00:00Z.*SHA-1 (?:ab){20}/u,
    /`operation: rotate`/u,
  ],
  [
    'other_certificate, pending',
    () => ({ kind: 'other_certificate', served, named: certificateOf({ sha1Fingerprint: '' }) }),
    /not issued yet/u,
    /`operation: rotate`/u,
  ],
  ['served_expired', () => ({ kind: 'served_expired', served }), /expired 2026-11-29T12:00:00Z/u, /Renew/u],
  ['served_expiring', () => ({ kind: 'served_expiring', served }), /in 5 days \(2026-11-29T12.*min_days/u, /Renew/u],
  [
    'not_yet_valid',
    () => ({ kind: 'not_yet_valid', notBefore: new Date(NOW) }),
    /not valid before 2026-11-24/u,
    /Wait/u,
  ],
  ['host_not_covered', () => NOT_COVERED, /not cover www\.example\.com .*a\.example\)/u, /Issue/u],
  ['host_not_covered, no name', () => ({ ...NOT_COVERED, dnsNames: [] }), /no DNS name/u, /Issue/u],
  ['incomplete_chain', () => CHAIN, /incomplete.*: no intermediate$/u, /`fullchain\.pem`/u],
];

describe('findings', () => {
  it('No finding leads to no message', () => {
    expect(describeFindings([], LIMITS)).toBeUndefined();
  });

  it.each(cases)('The problem "%s" has a sentence and a remedy of its own', (_, make, sentence, remedy) => {
    const problem = make();
    const words = describeProblem(problem, LIMITS);
    expect(words).toMatch(sentence);
    const where = problem.kind === 'certificate' ? {} : { endpoint };
    const message = describeFindings([{ problem, ...where }], LIMITS) ?? '';
    const start = problem.kind === 'certificate' ? words : `www.example.com@192.0.2.1:443 ${words}`;
    expect(message.startsWith(`${start}. `)).toBe(true);
    expect(message.slice(start.length)).toMatch(remedy);
  });

  it('Ten findings are listed, the rest are counted, and each remedy is given once', () => {
    const findings = Array.from({ length: 13 }, (_, at): Finding => ({
      problem: at < 6 ? NOT_COVERED : CHAIN,
      endpoint,
    }));
    const text = describeFindings(findings, LIMITS) ?? '';
    expect(text).toMatch(/^13 .*\(10\).*\b3 more\b.*job summary/u);
    expect(text).not.toContain('(11)');
    expect(text.match(/fullchain\.pem/gu)).toHaveLength(1);
  });
});

describe('rows of a report', () => {
  it('A report lists each host once, without its addresses', () => {
    const problems = [NOT_COVERED, CHAIN];
    const other = { ...endpoint, address: '192.0.2.2' };
    const findings = [...problems.map((problem) => ({ problem, endpoint })), { problem: NOT_COVERED, endpoint: other }];
    expect(reportRows(findings, LIMITS)).toEqual(
      problems.map((problem) => ({
        what: 'www.example.com:443',
        problem: describeProblem(problem, LIMITS),
        expires: '',
        dnsNames: ['www.example.com'],
      })),
    );
  });

  it('A report is the same on the next day, and names families instead of their members', () => {
    const findings: Finding[] = [
      ...(['error', 'expired', 'short'] as const).map((reason) => ({ problem: expiring(reason) })),
      { problem: { kind: 'served_expiring', served }, endpoint },
    ];
    const rows = reportRows(findings, LIMITS);
    expect(rows.map(({ what }) => what)).toEqual(['web', 'web', 'web', 'www.example.com:443']);
    expect(rows.map(({ expires }) => expires)).toEqual([...Array<string>(3).fill('2027-01-01T00:00:00Z'), '']);
    expect(reportRows(findings, { ...LIMITS, now: NOW + 86_400_000 })).toEqual(rows);
  });
});

describe('failures', () => {
  it('Several failures become one error with the code of the first', () => {
    const first = new ActionError('check_failed', 'Message 0.');
    expect(joinFailures([])).toBeUndefined();
    expect(joinFailures([first])).toBe(first);
    expect(joinFailures([first, new ActionError('not_found', 'Message 1.')])).toMatchObject({
      code: 'check_failed',
      message: 'Message 0. Message 1.',
      cause: first,
    });
  });

  it('The error counts the endpoints that could not be probed', () => {
    expect(unreachableError([], false)).toBeUndefined();
    const faults = ['connection refused', 'no TLS handshake'].map((what) => ({ endpoint, what }));
    const error = unreachableError(faults, false);
    expect(error?.code).toBe('endpoint_unreachable');
    expect(error?.message).toMatch(/^2 .*\(1\) www\.example\.com@192\.0\.2\.1:443: .*refused\./u);
    expect(error?.message).toMatch(/\(2\) .*no TLS handshake\..*`endpoints`/u);
    expect(unreachableError(faults.slice(0, 1), false)?.message).not.toContain('(1)');
  });
});
