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

describe('what was found', () => {
  it('is nothing when there is nothing', () => {
    expect(describeFindings(findings({ served: [seen()] }))).toBeUndefined();
  });

  it.each([
    ['serves another certificate than "web"', /Does the name lead to what uses the certificate\?/u],
    ['serves a certificate that does not cover a.example', /Issue a certificate for that name too/u],
    ['sends an incomplete chain, and …', /Supply the full chain/u],
    ['serves a certificate that has expired: it ended …', /Renew it there\./u],
    ['serves a certificate with fewer than 14 days left: …', /Renew it there\./u],
    ['serves a certificate that is not valid yet: …', /Wait until it is/u],
  ])('of an endpoint that %s, ends in what to do', (problem, remedy) => {
    expect(describeFindings(findings({ served: [seen(problem)] }))).toMatch(remedy);
  });

  it('is told of ten, and the rest counted', () => {
    const text = describeFindings(findings({ served: Array.from({ length: 13 }, () => seen('x')) })) ?? '';
    expect(text).toMatch(/^13 things .* \(10\) .* And 3 more: the job summary and the outputs have them\./u);
  });

  it('in a report is told once a host, without its addresses', () => {
    const other = { ...seen('x'), endpoint: { ...endpoint, address: '192.0.2.2' } };
    expect(reportRows(findings({ served: [seen('x', 'y'), other] }))).toEqual(
      ['x', 'y'].map((problem) => ({ what: 'www.example.com:443', problem, ends: '', dnsNames: ['www.example.com'] })),
    );
  });
});

describe('what was in the way', () => {
  const errors = (count: number): ActionError[] =>
    Array.from({ length: count }, (_, at) => new ActionError(`c${at}`, `Message ${at}.`));

  it('is one error, with the code of the first', () => {
    expect(joinObstacles([])).toBeUndefined();
    const [one] = errors(1);
    expect(joinObstacles(errors(1))).toEqual(one);
    expect(joinObstacles(errors(2))).toMatchObject({ code: 'c0', message: 'Message 0. Message 1.' });
    expect(joinObstacles(errors(12))?.message).toMatch(/Message 9\. And 2 more\.$/u);
  });

  it('is counted when several endpoints are out of reach', () => {
    expect(unreachable([seen()])).toBeUndefined();
    const message = unreachable([unserved(endpoint, 'nobody'), unserved(endpoint, 'nothing')])?.message;
    expect(message).toMatch(
      /^2 endpoints could not be asked\. www\.example\.com@192\.0\.2\.1:443: nobody\. .*nothing\. Check `endpoints`/u,
    );
  });
});
