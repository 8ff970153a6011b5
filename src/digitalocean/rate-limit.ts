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

/** The latest moment at which a request can have been counted: its beginning while it is under way, then its end. */
interface Call {
  latestMs: number;
}

/** Holds requests back, so that they fit into all rate limits. */
export interface Pacer {
  /**
   * Waits until one more request for this resource fits. Requests made side by side queue up.
   * @returns what to call when it has ended: the API counts a request when it arrives, which is some time after it began
   * @throws ActionError `timeout` if that would be after the deadline, or `cancelled`
   */
  take(resource: Resource): Promise<() => void>;
  /** Holds back every request for `ms` milliseconds, after a 429. */
  holdBack(ms: number): void;
}

/** A pacer with the limit of the token and those of resources. */
export function makePacer(deadline: Deadline): Pacer {
  const callsOf = new Map<string, Call[]>();
  const now = (): number => deadline.clock.monotonicMs();
  let heldUntilMs = -Infinity;

  /** How long until one more call fits into a window. */
  const waitOf = (key: string, { calls, windowMs }: RateLimit): number => {
    const call = callsOf.get(key)?.at(-calls);
    return call === undefined ? 0 : call.latestMs + windowMs + MARGIN_MS - now();
  };
  const note = (key: string, { calls }: RateLimit, call: Call): void => {
    callsOf.set(key, [...(callsOf.get(key) ?? []), call].slice(-calls));
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
      const call = { latestMs: now() };
      for (const [key, limit] of limits) note(key, limit, call);
      return () => {
        call.latestMs = now();
      };
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
