import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  daysRemaining,
  describeLimit,
  describeShort,
  describeTimeLeft,
  findExpiring,
  firstToExpire,
  isRenewalLate,
  lifetimeMsOf,
  limitMsOf,
  renewalMsOf,
  timeVerdict,
  verdictOf,
} from '../../src/certificates/expiry.ts';
import type { MinDays } from '../../src/certificates/expiry.ts';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { certificateOf } from '../samples.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const DAY_MS = 86_400_000;

describe('days remaining', () => {
  it.each([
    ['2026-11-24T17:00:00Z', 0],
    ['2026-11-25T12:00:00Z', 1],
    ['2026-11-25T11:59:59Z', 0],
    ['2026-11-24T11:59:59Z', -1],
    ['2026-11-23T12:00:00Z', -1],
    ['2026-11-23T11:59:59Z', -2],
  ])('Until %s, the days remaining are %i', (end, days) => {
    expect(daysRemaining(new Date(end), NOW)).toBe(days);
  });
});

it('Certificates are sorted by expiry, and those without an expiry come last', () => {
  const all = [
    certificateOf({ id: 'none' }),
    certificateOf({ id: 'late', expires: '2028-01-01' }),
    certificateOf({ id: 'none too' }),
    certificateOf({ id: 'soon', expires: '2027-01-01' }),
  ];
  expect(firstToExpire(all).map(({ id }) => id)).toEqual(['soon', 'late', 'none', 'none too']);
});

const days = (number: number): MinDays => ({ kind: 'days', days: number });
const percent = (percentage: number): MinDays => ({ kind: 'percentage', percentage });
const AUTO: MinDays = { kind: 'auto' };

describe('certificates that do not pass', () => {
  it.each([
    ['2026-12-08T12:00:00Z', 'verified', 14, undefined],
    ['2026-12-08T11:59:59Z', 'verified', 14, 'short'],
    ['2026-11-27T00:00:00Z', 'verified', 2.5, undefined],
    ['2026-11-26T23:59:59Z', 'verified', 2.5, 'short'],
    ['2026-11-24T17:00:00Z', 'verified', 1, 'short'],
    ['2026-11-24T17:00:00Z', 'verified', 0, undefined],
    ['2026-11-24T12:00:00Z', 'verified', 0, undefined],
    ['2026-11-24T11:59:59Z', 'verified', 0, 'expired'],
    ['2027-11-24T12:00:00Z', 'error', 0, 'error'],
    [undefined, 'pending', 14, undefined],
    [undefined, 'error', 14, 'error'],
  ])('A certificate that expires %s in the state %s with `min_days: %d` is %s', (expires, state, minDays, reason) => {
    const certificate = certificateOf({ state, ...(expires === undefined ? {} : { expires }) });
    const expected = reason === undefined ? [] : [{ certificate, reason, limitMs: minDays * DAY_MS }];
    expect(findExpiring([certificate], { minDays: days(minDays), now: NOW })).toEqual(expected);
  });
});

/** A certificate with this lifetime and this much of it left, both in days. */
function lived(lifetimeDays: number, leftDays: number): Certificate {
  const notAfter = NOW + leftDays * DAY_MS;
  return certificateOf({
    notAfter: new Date(notAfter),
    createdAtText: new Date(notAfter - lifetimeDays * DAY_MS).toISOString(),
  });
}

describe('limits that follow the lifetime', () => {
  it.each([
    // Lifetime, what `auto` asks for, and when it is due, in days.
    [1, 0.25, 0.5],
    [6, 1.5, 3],
    [10, 2.5, 5],
    [10.5, 1.75, 3.5],
    [45, 7.5, 15],
    [47, 47 / 6, 47 / 3],
    [64, 64 / 6, 64 / 3],
    [84, 14, 28],
    [90, 14, 30],
    [100, 14, 100 / 3],
    [200, 14, 200 / 3],
    [398, 14, 398 / 3],
    [undefined, 14, 28],
  ])('A lifetime of %d days needs %d days left, and a renewal %d days before it ends', (lifetime, limit, renewal) => {
    const lifetimeMs = lifetime === undefined ? undefined : lifetime * DAY_MS;
    expect(limitMsOf(AUTO, lifetimeMs) / DAY_MS).toBeCloseTo(limit);
    expect(renewalMsOf(lifetimeMs) / DAY_MS).toBeCloseTo(renewal);
    expect(limitMsOf(AUTO, lifetimeMs)).toBeLessThan(renewalMsOf(lifetimeMs));
  });

  it.each([
    [AUTO, 6, 6, undefined],
    [AUTO, 6, 1.49, 'short'],
    [AUTO, 45, 7, 'short'],
    [AUTO, 45, 7.5, undefined],
    [AUTO, 90, 14, undefined],
    [AUTO, 90, 13.9, 'short'],
    [percent(20), 90, 18, undefined],
    [percent(20), 90, 17.9, 'short'],
    [percent(0), 90, 0.1, undefined],
    [percent(100), 90, 89, 'short'],
    [days(30), 6, 6, 'short'],
  ])('With %j a certificate of %d days with %d days left is %s', (minDays, lifetime, left, reason) => {
    expect(verdictOf(lived(lifetime, left), { minDays, now: NOW }).reason).toBe(reason);
  });

  it.each([
    ['without a date', ''],
    ['that is no date', 'yesterday'],
    ['after the expiry', '2027-06-01T00:00:00Z'],
    ['at the expiry', '2026-12-04T12:00:00Z'],
  ])('A certificate with a creation %s needs 14 days left, whatever the input', (_, createdAtText) => {
    const certificate = certificateOf({ expires: '2026-12-04T12:00:00Z', createdAtText });
    expect(lifetimeMsOf(certificate)).toBeUndefined();
    for (const minDays of [AUTO, percent(1)])
      expect(verdictOf(certificate, { minDays, now: NOW })).toEqual({ reason: 'short', limitMs: 14 * DAY_MS });
  });

  it('The lifetime of a certificate that was seen is its own, and not the time since its upload', () => {
    const certificate = lived(8, 7);
    const { sha1Fingerprint } = certificate;
    const notAfter = certificate.notAfter ?? new Date(NaN);
    const seen = new Map([[sha1Fingerprint, { notBefore: new Date(notAfter.getTime() - 45 * DAY_MS), notAfter }]]);
    expect(verdictOf(certificate, { minDays: AUTO, now: NOW }).reason).toBeUndefined();
    expect(verdictOf(certificate, { minDays: AUTO, now: NOW, seen }).reason).toBe('short');
    const unreadable = new Map([[sha1Fingerprint, { notBefore: new Date(NaN), notAfter }]]);
    expect(lifetimeMsOf(certificate, unreadable)).toBe(8 * DAY_MS);
  });

  it('More time left never turns a certificate that passes into one that does not', () => {
    const limit = fc.oneof(
      fc.constant(AUTO),
      fc.double({ min: 0, max: 3_650, noNaN: true }).map(days),
      fc.double({ min: 0, max: 100, noNaN: true }).map(percent),
    );
    const inDays = fc.double({ min: -10, max: 500, noNaN: true });
    const rank = { expired: 0, short: 1, good: 2 };
    fc.assert(
      fc.property(limit, fc.double({ min: 0.01, max: 500, noNaN: true }), inDays, inDays, (minDays, life, one, two) => {
        const [less, more] = [Math.min(one, two), Math.max(one, two)].map((left) => {
          const verdict = timeVerdict(new Date(NOW + left * DAY_MS), limitMsOf(minDays, life * DAY_MS), NOW);
          return rank[verdict ?? 'good'];
        });
        expect(less).toBeLessThanOrEqual(more ?? -1);
      }),
    );
  });
});

describe('words for limits and for the time left', () => {
  it.each([
    [days(14), 14, 'min_days is 14', 'fewer than 14 days left'],
    [days(2.5), 2.5, 'min_days is 2.5', 'fewer than 2.5 days left'],
    [days(1), 1, 'min_days is 1', 'fewer than 1 day left'],
    [AUTO, 14, 'min_days is auto (14 days)', 'fewer than 14 days left (min_days is auto)'],
    [AUTO, 7.49999, 'min_days is auto (7.5 days)', 'fewer than 7.5 days left (min_days is auto)'],
    [AUTO, 0.9999999, 'min_days is auto (1 day)', 'fewer than 1 day left (min_days is auto)'],
    [AUTO, 1.01, 'min_days is auto (1.1 days)', 'fewer than 1.1 days left (min_days is auto)'],
    [percent(12.5), 11.25, 'min_days is 12.5% (11.3 days)', 'fewer than 11.3 days left (min_days is 12.5%)'],
  ])('%j with a limit of %d days is put into words', (minDays, limit, sentence, row) => {
    expect([describeLimit(minDays, limit * DAY_MS), describeShort(minDays, limit * DAY_MS)]).toEqual([sentence, row]);
  });

  it.each([
    ['2026-12-01T11:00:00Z', '6 days'],
    ['2026-11-25T12:00:00Z', '1 day'],
    ['2026-11-25T11:59:59Z', '23 hours'],
    ['2026-11-24T13:00:00Z', '1 hour'],
    ['2026-11-24T12:59:59Z', 'less than an hour'],
    ['2026-11-24T12:00:00Z', 'less than an hour'],
  ])('The time left until %s is %s', (end, words) => {
    expect(describeTimeLeft(new Date(end), NOW)).toBe(words);
  });
});

describe('certificates that DigitalOcean renews', () => {
  it.each([
    [90, 29, false],
    [90, 23, false],
    [90, 22, true],
    [64, 16.5, false],
    [64, 15, true],
    [45, 11.5, false],
    [45, 11, true],
    [6, 1.6, false],
    [6, 1.4, true],
  ])('A certificate of %d days with %d days left is late to be renewed: %s', (lifetime, left, isLate) => {
    expect(isRenewalLate(lived(lifetime, left), { now: NOW })).toBe(isLate);
  });

  it('A certificate without a creation is taken for one of 90 days, and one without an expiry is not late', () => {
    const until = (expires: string): boolean => isRenewalLate(certificateOf({ expires }), { now: NOW });
    expect([until('2026-12-24T12:00:00Z'), until('2026-12-10T12:00:00Z')]).toEqual([false, true]);
    expect(isRenewalLate(certificateOf({}), { now: NOW })).toBe(false);
  });
});
