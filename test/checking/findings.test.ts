import { describe, expect, it } from 'vitest';
import { describeFindings, joinObstacles, reportRows, unreachable } from '../../src/checking/findings.ts';
import type { Findings } from '../../src/checking/findings.ts';
import { ActionError } from '../../src/errors.ts';
import { unserved } from '../../src/tls/handshake.ts';

const NOW = Date.UTC(2026, 10, 24);
const endpoint = { host: 'www.example.com', port: 443, address: '192.0.2.1' };
const findings = (extra: Partial<Findings>): Findings => ({ short: [], served: [], minDays: 14, now: NOW, ...extra });
const seen = (...problems: string[]): Findings['served'][number] => ({
  ...unserved(endpoint, ''),
  fault: '',
  problems,
});

describe('findings', () => {
  it('An endpoint without problems leads to no finding', () => {
    expect(describeFindings(findings({ served: [seen()] }))).toBeUndefined();
  });

  it.each([
    ['serves another certificate than "web"', /\. .*name.* uses the certificate/u],
    ['serves a certificate that does not cover a.example', /Issue a certificate/u],
    ['sends an incomplete chain, and …', /full chain/u],
    ['serves a certificate that has expired: it ended …', /Renew/u],
    ['serves a certificate with fewer than 14 days left: …', /Renew/u],
    ['serves a certificate that is not valid yet: …', /Wait until/u],
  ])('The finding about an endpoint that %s gives a remedy', (problem, remedy) => {
    expect(describeFindings(findings({ served: [seen(problem)] }))).toMatch(remedy);
  });

  it('Ten findings are listed, and the rest are counted', () => {
    const text = describeFindings(findings({ served: Array.from({ length: 13 }, () => seen('x')) })) ?? '';
    expect(text).toMatch(/^13 .*\(10\).*\b3 more\b.*job summary/u);
  });

  it('A report lists each host once, without its addresses', () => {
    const other = { ...seen('x'), endpoint: { ...endpoint, address: '192.0.2.2' } };
    expect(reportRows(findings({ served: [seen('x', 'y'), other] }))).toEqual(
      ['x', 'y'].map((problem) => ({ what: 'www.example.com:443', problem, ends: '', dnsNames: ['www.example.com'] })),
    );
  });
});

describe('obstacles', () => {
  const errors = (count: number): ActionError[] =>
    Array.from({ length: count }, (_, at) => new ActionError(`c${at}`, `Message ${at}.`));

  it('Several obstacles become one error with the code of the first', () => {
    expect(joinObstacles([])).toBeUndefined();
    const [one] = errors(1);
    expect(joinObstacles(errors(1))).toEqual(one);
    expect(joinObstacles(errors(2))).toMatchObject({ code: 'c0', message: 'Message 0. Message 1.' });
    expect(joinObstacles(errors(12))?.message).toMatch(/Message 9\. .*\b2 more/u);
  });

  it('The error counts the endpoints that are out of reach', () => {
    expect(unreachable([seen()])).toBeUndefined();
    const message = unreachable([unserved(endpoint, 'nobody'), unserved(endpoint, 'nothing')])?.message;
    expect(message).toMatch(/^2 endpoints\b.*www\.example\.com@192\.0\.2\.1:443: nobody\b.*nothing\b.*`endpoints`/u);
  });
});
