import { describe, expect, it } from 'vitest';
import { backoffMs, requestedPauseMs } from '../../src/digitalocean/retry.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

describe('pause that the server asks for', () => {
  it.each([
    [429, { 'retry-after': '7' }, 7_000],
    [429, { 'retry-after': '0' }, 0],
    [503, { 'retry-after': '7' }, 7_000],
    [429, { 'retry-after': 'Tue, 24 Nov 2026 12:00:30 GMT' }, 30_000],
    [429, { 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' }, 0],
    [429, { 'ratelimit-reset': String(NOW / 1_000 + 90) }, 90_000],
    [429, { 'ratelimit-reset': String(NOW / 1_000 - 90) }, 0],
    [429, { 'retry-after': '7', 'ratelimit-reset': String(NOW / 1_000 + 90) }, 7_000],
    // This machine's clock is an hour behind the server's.
    [429, { 'ratelimit-reset': String(NOW / 1_000 + 3_660), date: 'Tue, 24 Nov 2026 13:00:00 GMT' }, 60_000],
    [429, { 'retry-after': 'Tue, 24 Nov 2026 13:00:10 GMT', date: 'Tue, 24 Nov 2026 13:00:00 GMT' }, 10_000],
    // While requests are left in the hour, the limit of the minute was hit, whenever the hour ends.
    [429, { 'ratelimit-remaining': '4750', 'ratelimit-reset': String(NOW / 1_000 + 3_000) }, 60_000],
    [429, { 'ratelimit-remaining': '1', 'ratelimit-reset': String(NOW / 1_000 + 5) }, 60_000],
    [429, { 'ratelimit-remaining': '4750' }, 60_000],
    [429, { 'ratelimit-remaining': ' 4750 ' }, 60_000],
    [429, { 'ratelimit-remaining': '4750', 'retry-after': '7' }, 7_000],
    [429, { 'ratelimit-remaining': '4750', 'retry-after': 'soon' }, 60_000],
    [429, { 'ratelimit-remaining': '0', 'ratelimit-reset': String(NOW / 1_000 + 3_000) }, 3_000_000],
    [429, { 'ratelimit-remaining': '', 'ratelimit-reset': String(NOW / 1_000 + 3_000) }, 3_000_000],
    [429, { 'ratelimit-remaining': '-1', 'ratelimit-reset': String(NOW / 1_000 + 3_000) }, 3_000_000],
    [429, { 'ratelimit-remaining': 'x' }, undefined],
    [503, { 'ratelimit-remaining': '4750' }, undefined],
    // Every answer tells when the hour ends; only a 429 means it.
    [500, { 'ratelimit-reset': String(NOW / 1_000 + 90) }, undefined],
    // A clock that is days off is no clock.
    [429, { 'retry-after': 'Tue, 24 Nov 2026 12:00:30 GMT', date: 'Sun, 01 Nov 2026 12:00:00 GMT' }, 30_000],
    [429, { 'retry-after': ['7', '8'] }, 7_000],
    [429, { 'retry-after': 'soon' }, undefined],
    [429, { 'retry-after': '-5' }, undefined],
    [429, {}, undefined],
  ])('A response %i with the headers %o asks for a pause of %s ms', (status, headers, expected) => {
    expect(requestedPauseMs(status, headers, NOW)).toBe(expected);
  });
});

describe('back-off', () => {
  it.each([
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [3, 2_000, 4_000],
    [5, 8_000, 16_000],
    [6, 15_000, 30_000],
    [60, 15_000, 30_000],
  ])('The back-off after try %i lasts from %i to %i ms', (attempt, least, most) => {
    expect(backoffMs(attempt, () => 0)).toBe(least);
    expect(backoffMs(attempt, () => 1)).toBe(most);
  });
});
