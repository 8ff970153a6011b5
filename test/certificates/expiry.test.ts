import { describe, expect, it } from 'vitest';
import { daysRemaining, findExpiring, firstToExpire } from '../../src/certificates/expiry.ts';
import { certificateOf } from '../samples.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

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

describe('certificates that do not pass', () => {
  it.each([
    ['2026-12-08T12:00:00Z', 'verified', 14, undefined],
    ['2026-12-08T11:59:59Z', 'verified', 14, 'short'],
    ['2026-11-24T17:00:00Z', 'verified', 1, 'short'],
    ['2026-11-24T17:00:00Z', 'verified', 0, undefined],
    ['2026-11-24T11:59:59Z', 'verified', 0, 'expired'],
    ['2027-11-24T12:00:00Z', 'error', 0, 'error'],
    [undefined, 'pending', 14, undefined],
    [undefined, 'error', 14, 'error'],
  ])('A certificate that expires %s in the state %s with `min_days: %i` is %s', (expires, state, minDays, reason) => {
    const certificate = certificateOf({ state, ...(expires === undefined ? {} : { expires }) });
    const expected = reason === undefined ? [] : [{ certificate, reason }];
    expect(findExpiring([certificate], minDays, NOW)).toEqual(expected);
  });
});
