import { errorReply } from './world.ts';
import type { Reply, SimulatorOptions } from './world.ts';

interface Bucket {
  readonly limit: number;
  readonly windowMs: number;
  /** Only a short window tells how long to stay away. */
  readonly hasRetryAfter: boolean;
  windowStart: number;
  used: number;
}

export interface RateLimits {
  /** The headers of every answer, and the 429 when the limit is used up. */
  take(pathname: string, now: number): { readonly headers: Readonly<Record<string, string>>; readonly refusal?: Reply };
}

/** Counts requests in fixed windows: 5,000 an hour and 250 a minute for all, and 5 in 10 s for CDN endpoints on top, unless told otherwise. */
export function makeRateLimits(limits: SimulatorOptions['rateLimit']): RateLimits {
  const hour = makeBucket(limits?.perHour, 3_600_000, false);
  const minute = makeBucket(limits?.perMinute, 60_000, true);
  const cdn = makeBucket(limits?.cdnPer10s, 10_000, true);
  return {
    take: (pathname, now) => {
      const buckets = pathname.startsWith('/v2/cdn/') ? [cdn, minute, hour] : [minute, hour];
      for (const each of buckets) {
        if (now - each.windowStart >= each.windowMs) Object.assign(each, { windowStart: now, used: 0 });
        each.used += 1;
      }
      const full = buckets.find((each) => each.used > each.limit);
      const told = full ?? (pathname.startsWith('/v2/cdn/') && cdn.limit < Infinity ? cdn : hour);
      const endsAt = Math.ceil((told.windowStart + told.windowMs) / 1_000);
      const headers = {
        'ratelimit-limit': String(told.limit === Infinity ? 5_000 : told.limit),
        'ratelimit-remaining': String(Math.max(0, Math.min(5_000, told.limit) - told.used)),
        'ratelimit-reset': String(endsAt),
      };
      if (full === undefined) return { headers };
      const retryAfter = full.hasRetryAfter
        ? { 'retry-after': String(Math.max(1, endsAt - Math.floor(now / 1_000))) }
        : {};
      return { headers, refusal: errorReply(429, 'API rate limit exceeded.', retryAfter) };
    },
  };
}

function makeBucket(limit: number | undefined, windowMs: number, hasRetryAfter: boolean): Bucket {
  return { limit: limit ?? Infinity, windowMs, hasRetryAfter, windowStart: -Infinity, used: 0 };
}
