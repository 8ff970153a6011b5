import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_PROXIES } from '../../src/digitalocean/proxies.ts';
import { readRenewalWindows } from '../../src/acme/client.ts';
import type { RenewalQuestion } from '../../src/acme/client.ts';
import { renewalIdOf } from '../../src/acme/renewal-info.ts';
import type { Answer, RenewalWindow } from '../../src/acme/renewal-info.ts';
import { makeDeadline, systemClock } from '../../src/waiting.ts';
import type { Clock } from '../../src/waiting.ts';
import { readFields } from '../../src/x509/fields.ts';
import { certify, makeEntity } from '../authority/forge.ts';
import { deadlineIn } from '../samples.ts';
import { startCa } from './ca.ts';
import type { Ca, CaFault } from './ca.ts';
import { X509Certificate } from 'node:crypto';

const DAY_MS = 86_400_000;
const NOT_AFTER = new Date(Date.now() + 60 * DAY_MS);
const WINDOW = { start: new Date('2026-12-01T00:00:00Z'), end: new Date('2026-12-02T00:00:00Z') };

let ca: Ca;
let certificates: string[] = [];
beforeAll(async () => {
  ca = await startCa();
  const issuer = makeEntity('Test CA');
  certificates = Array.from({ length: 12 }, (_, at) =>
    certify(makeEntity(`site-${at}`), issuer, { dnsNames: [`site-${at}.example`], notAfter: NOT_AFTER }),
  );
});
beforeEach(() => ca.reset());
afterAll(async () => ca.close());

function questionOf(pem: string): RenewalQuestion {
  const fields = readFields(new X509Certificate(pem).raw);
  return { id: (fields && renewalIdOf(fields)) ?? '', notAfter: NOT_AFTER };
}

/** Real time, but that each request has only this long. */
const quick = (ms: number): Clock => ({ ...systemClock, timeoutSignal: () => AbortSignal.timeout(ms) });

const ask = (
  count = 1,
  deadline = makeDeadline(quick(500), 60_000, new AbortController().signal),
): Promise<Answer<RenewalWindow>[]> =>
  readRenewalWindows(new URL(ca.directory), certificates.slice(0, count).map(questionOf), {
    proxies: NO_PROXIES,
    deadline,
  });
const faultsOf = (answers: readonly Answer<RenewalWindow>[]): string[] =>
  answers.map((answer) => ('fault' in answer ? answer.fault : ''));
const infoRequests = (): number => ca.requests.filter(({ path }) => path.includes('renewalInfo')).length;

describe('renewal information from a CA', () => {
  it('The directory is asked once, and each certificate once, four at a time', async () => {
    for (const pem of certificates) ca.tell(pem, WINDOW);
    const answers = await ask(12);
    expect(answers).toEqual(certificates.map(() => ({ value: WINDOW })));
    expect([ca.requests.length, infoRequests(), ca.violations]).toEqual([13, 12, []]);
    expect([2, 3, 4]).toContain(ca.mostAtOnce);
  });

  it('The answers stand in the order of the questions, also if some are faults', async () => {
    ca.tell(certificates[1] ?? '', WINDOW);
    const answers = await ask(3);
    expect(answers.map((answer) => 'value' in answer)).toEqual([false, true, false]);
    expect(faultsOf(answers)[0]).toContain('404');
  });

  it.each<[string, CaFault, RegExp]>([
    ['with 500', { status: 500, body: '<html>' }, /\b500\b/u],
    ['with 404 in its own words', { status: 404, body: { type: 'about:blank' } }, /\b404\b/u],
    ['with a redirect', { status: 302, headers: { location: 'https://other.example/' } }, /302.*not followed/u],
    ['with 204', { status: 204 }, /\b204\b/u],
    ['with garbage', { body: '{"suggestedWindow":' }, /not JSON/u],
    ['with nothing', { body: '' }, /not JSON/u],
    ['with another object', { body: { window: {} } }, /no window/u],
    ['with a megabyte', { body: ' '.repeat(1_000_000) }, /UND_ERR_RES_EXCEEDED_MAX_SIZE/u],
    ['by closing the connection', 'close', /UND_ERR_SOCKET|ECONNRESET/u],
    ['never', 'stall', /no response within/u],
    ['in trickles', 'trickle', /no response within/u],
  ])('A CA that responds %s leaves no window', async (_, fault, words) => {
    ca.tell(certificates[0] ?? '', WINDOW);
    ca.fault = (path) => (path.includes('renewalInfo') ? fault : undefined);
    expect(faultsOf(await ask())).toEqual([expect.stringMatching(words)]);
    expect([infoRequests(), ca.violations]).toEqual([1, []]);
  });

  it.each<[string, CaFault]>([
    ['does not respond', 'stall'],
    ['responds with 500', { status: 500 }],
    ['has no renewalInfo', { body: { newNonce: 'https://ca.example/nonce' } }],
    ['leads to another host over plain http', { body: { renewalInfo: 'http://192.0.2.1/ari' } }],
  ])('No certificate is asked for if the directory %s', async (_, fault) => {
    ca.fault = () => fault;
    const answers = await ask(12);
    expect(new Set(faultsOf(answers)).size).toBe(1);
    expect([answers.length, ca.requests.length]).toEqual([12, 1]);
  });

  it('A CA that stops responding is left alone, and not asked for each certificate', async () => {
    ca.fault = (path) => (path.includes('renewalInfo') ? 'stall' : undefined);
    const answers = await ask(12);
    expect(faultsOf(answers).every((fault) => fault !== '')).toBe(true);
    // When the first of four fails, three more may begin.
    expect(infoRequests()).toBeLessThanOrEqual(7);
  });

  it.each([
    ['in seconds', '3600'],
    ['as a date', new Date(Date.now() + 3_600_000).toUTCString()],
  ])('After `Retry-After` %s nothing is asked before that time', async (_, retryAfter) => {
    for (const pem of certificates) ca.tell(pem, WINDOW);
    ca.fault = (path) =>
      path.includes('renewalInfo') ? { status: 429, headers: { 'retry-after': retryAfter } } : undefined;
    const faults = faultsOf(await ask(12));
    expect(infoRequests()).toBeLessThanOrEqual(4);
    expect(faults.at(-1)).toMatch(/asks to wait until/u);
  });

  it('A short `Retry-After` is waited for, and the others are asked then', async () => {
    for (const pem of certificates) ca.tell(pem, WINDOW);
    let isFirst = true;
    ca.fault = (path) => {
      if (!path.includes('renewalInfo') || !isFirst) return undefined;
      isFirst = false;
      return { status: 503, headers: { 'retry-after': '5' } };
    };
    const deadline = deadlineIn(60_000);
    const answers = await ask(12, deadline);
    expect(answers.filter((answer) => 'value' in answer)).toHaveLength(11);
    expect(deadline.clock.sleptMs).toBeGreaterThanOrEqual(4_900);
    expect([infoRequests(), ca.violations]).toEqual([12, []]);
  });

  it('With a `Retry-After` beyond `wait_timeout` nothing is waited for', async () => {
    ca.fault = (path) => (path.includes('renewalInfo') ? { status: 503, headers: { 'retry-after': '5' } } : undefined);
    const deadline = deadlineIn(0);
    expect(faultsOf(await ask(12, deadline)).every((fault) => fault !== '')).toBe(true);
    expect(deadline.clock.sleptMs).toBe(0);
  });

  it('A cancelled job ends at once, while a CA does not respond', async () => {
    ca.fault = () => 'stall';
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const begun = performance.now();
    await expect(ask(1, makeDeadline(systemClock, 60_000, controller.signal))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(performance.now() - begun).toBeLessThan(2_500);
  });

  it('A CA that cannot be reached is a fault of each certificate', async () => {
    const answers = await readRenewalWindows(
      new URL('http://127.0.0.1:1/dir'),
      certificates.slice(0, 2).map(questionOf),
      { proxies: NO_PROXIES, deadline: deadlineIn(0) },
    );
    expect(faultsOf(answers)).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
  });
});
