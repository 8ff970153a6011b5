import { headerOf } from './responses.ts';
import type { Headers } from './responses.ts';

/** Attempts of one request, the first included. */
export const MOST_ATTEMPTS = 6;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The pause after the attempt with this number (the first is 1), in milliseconds: doubling from one second to thirty, and of that a
 * random half to whole, so that jobs that failed together do not come back together.
 */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + random() / 2);
}

/**
 * How long the server asks us to stay away, in milliseconds; undefined if it does not say. `Retry-After` in seconds or as a date
 * (RFC 9110, 10.2.3), else, for a 429, `ratelimit-reset` in epoch seconds (API reference, "Rate Limit"). A time of day is read by the
 * server's own clock (`Date`), since this machine's may be wrong; a `Date` that is more than a day off counts as none.
 */
export function requestedPauseMs(status: number, headers: Headers, now: number): number | undefined {
  const date = Date.parse(headerOf(headers, 'date') ?? '');
  const serverNow = Math.abs(date - now) <= DAY_MS ? date : now;
  const retryAfter = headerOf(headers, 'retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/u.test(retryAfter)) return Number(retryAfter) * 1_000;
  // Date.parse accepts much that is no date, such as -5.
  const until = /^[a-z]{3},/iu.test(retryAfter) ? Date.parse(retryAfter) : NaN;
  if (!Number.isNaN(until)) return Math.max(0, until - serverNow);
  if (status !== 429) return undefined;
  // The reset is that of the hour. While requests are left in it, the limit of the minute was hit.
  const remaining = headerOf(headers, 'ratelimit-remaining')?.trim() ?? '';
  if (/^[1-9]\d*$/u.test(remaining)) return MINUTE_MS;
  const reset = headerOf(headers, 'ratelimit-reset')?.trim();
  if (reset !== undefined && /^\d{1,12}$/u.test(reset)) return Math.max(0, Number(reset) * 1_000 - serverNow);
  return undefined;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
