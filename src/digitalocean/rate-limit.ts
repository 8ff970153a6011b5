import { ActionError } from '../errors.ts';
import { formatSeconds } from '../text.ts';
import { pause } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import type { Resource } from './responses.ts';

/**
 * Waits until one more call fits into the rate limit of a resource. Calls made side by side queue up.
 * @throws ActionError `timeout` if that would be after the deadline, or `cancelled`
 */
export function makePacer(deadline: Deadline): (resource: Resource) => Promise<void> {
  const startsOf = new Map<string, number[]>();
  const now = (): number => deadline.clock.monotonicMs();
  return async ({ path, rateLimit }) => {
    if (rateLimit === undefined) return;
    const { calls, windowMs } = rateLimit;
    const starts = startsOf.get(path) ?? [];
    startsOf.set(path, starts);
    const earliest = starts.length < calls ? now() : (starts[starts.length - calls] ?? 0) + windowMs;
    const start = Math.max(now(), earliest);
    const waitMs = start - now();
    if (waitMs > deadline.remainingMs())
      throw new ActionError(
        'timeout',
        `The API takes ${calls} requests to ${path} in ${formatSeconds(windowMs)}, and \`wait_timeout\` ends before the next one. Run this again, or raise \`wait_timeout\`.`,
      );
    starts.push(start);
    if (starts.length > calls) starts.shift();
    if (waitMs > 0) await pause(deadline, waitMs);
  };
}
