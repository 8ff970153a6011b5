import type { Clock } from '../waiting.ts';
import { ActionError } from '../errors.ts';

/** Tries of one request, the first counted. */
export const MOST_TRIES = 6;
/** A request that has no answer after this is taken for lost, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 30_000;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The pause after the try with this number (the first is 1), in milliseconds: doubling from one second to thirty, and of that a
 * random half to whole, so that jobs that failed together do not come back together.
 */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + random() / 2);
}

/** The headers of an answer: names in lower case. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The first value of a header. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/**
 * How long the server asks us to stay away, in milliseconds; undefined when it does not say. `Retry-After` in seconds or as a date
 * (RFC 9110, 10.2.3), else, for a 429, `ratelimit-reset` in epoch seconds (API reference, "Rate Limit"). A time of day is
 * read by the server's own clock (`Date`), since this machine's may be wrong.
 */
export function askedPauseMs(status: number, headers: Headers, now: number): number | undefined {
  const date = Date.parse(headerOf(headers, 'date') ?? '');
  const serverNow = Number.isNaN(date) ? now : date;
  const retryAfter = headerOf(headers, 'retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/u.test(retryAfter)) return Number(retryAfter) * 1_000;
  // Date.parse takes much for a date that is none, such as -5.
  const until = /^[a-z]{3},/iu.test(retryAfter) ? Date.parse(retryAfter) : NaN;
  if (!Number.isNaN(until)) return Math.max(0, until - serverNow);
  const reset = headerOf(headers, 'ratelimit-reset')?.trim();
  if (status === 429 && reset !== undefined && /^\d{1,12}$/u.test(reset))
    return Math.max(0, Number(reset) * 1_000 - serverNow);
  return undefined;
}

/** The time that a run may spend waiting. Requests are made after it too; pauses are not. */
export interface Patience {
  readonly clock: Clock;
  /** When waiting ends, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly random: () => number;
  /** Aborted when the job is cancelled. */
  readonly stop: AbortSignal;
}

/** What is left to wait, in milliseconds; never negative. */
export function remainingMs({ clock, deadline }: Patience): number {
  return Math.max(0, deadline - clock.now());
}

/**
 * Sleeps `ms` milliseconds when that ends before the deadline, and says whether it did.
 * @throws ActionError `cancelled`
 */
export async function pause(patience: Patience, ms: number): Promise<boolean> {
  if (ms > remainingMs(patience)) return false;
  const { clock, stop } = patience;
  refuseAfterStop(stop);
  await Promise.race([clock.sleep(ms), once(stop)]);
  refuseAfterStop(stop);
  return true;
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** @throws ActionError `cancelled` once the job was cancelled */
export function refuseAfterStop(stop: AbortSignal): void {
  if (stop.aborted)
    throw new ActionError('cancelled', 'The job was cancelled before this was done. Run it again to complete it.');
}
