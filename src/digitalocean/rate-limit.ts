import { ActionError } from '../errors.ts';
import { formatSeconds } from '../text.ts';
import { pause } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import type { Resource } from './responses.ts';

/** Calls in a window of time. */
export interface RateLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/** The limit of a token for bursts (API reference, "Rate Limit"); that of an hour is waited for if it is hit. */
export const TOKEN_LIMIT: RateLimit = { calls: 250, windowMs: 60_000 };

/** The API's window and ours do not begin at the same moment, in milliseconds. */
const MARGIN_MS = 100;

/** Holds requests back, so that they fit into all rate limits. */
export interface Pacer {
  /**
   * Waits until one more request for this resource fits. Requests made side by side queue up.
   * @throws ActionError `timeout` if that would be after the deadline, or `cancelled`
   */
  take(resource: Resource): Promise<void>;
  /** Holds back every request for `ms` milliseconds, after a 429. */
  holdBack(ms: number): void;
}

/** A pacer with the limit of the token and those of resources. */
export function makePacer(deadline: Deadline): Pacer {
  const startsOf = new Map<string, number[]>();
  const now = (): number => deadline.clock.monotonicMs();
  let heldUntilMs = -Infinity;

  /** How long until one more call fits into a window. */
  const waitOf = (key: string, { calls, windowMs }: RateLimit): number => {
    const start = startsOf.get(key)?.at(-calls);
    return start === undefined ? 0 : start + windowMs + MARGIN_MS - now();
  };
  const note = (key: string, { calls }: RateLimit): void => {
    startsOf.set(key, [...(startsOf.get(key) ?? []), now()].slice(-calls));
  };

  return {
    take: async ({ path, rateLimit }) => {
      const limits: [string, RateLimit][] = [
        ['', TOKEN_LIMIT],
        ...(rateLimit === undefined ? [] : [[path, rateLimit] as [string, RateLimit]]),
      ];
      const waitMs = (): number => Math.max(heldUntilMs - now(), ...limits.map(([key, limit]) => waitOf(key, limit)));
      // Looked at again after each pause: others went first, a 429 came, or the timer was late.
      for (let ms = waitMs(); ms > 0; ms = waitMs()) {
        if (ms > deadline.remainingMs()) throw limitError(path, ms);
        await pause(deadline, ms);
      }
      for (const [key, limit] of limits) note(key, limit);
    },
    holdBack: (ms) => {
      heldUntilMs = Math.max(heldUntilMs, now() + ms);
    },
  };
}

function limitError(path: string, waitMs: number): ActionError {
  return new ActionError(
    'timeout',
    `The API's rate limit allows the next request to ${path} in ${formatSeconds(waitMs)}, after \`wait_timeout\` ends. Run this again, or raise \`wait_timeout\`.`,
  );
}
