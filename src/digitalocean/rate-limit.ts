import type { Clock } from '../waiting.ts';

/** Calls to `/v2/cdn/` that the API takes in a window (API reference, "Rate Limit": 5 in 10 s). */
const CALLS = 5;
const WINDOW_MS = 10_000;

/** Waits until one more call fits into the window. Calls made side by side queue up. */
export function makePacer(clock: Clock): () => Promise<void> {
  const starts: number[] = [];
  return async () => {
    const earliest = starts.length < CALLS ? clock.now() : (starts[starts.length - CALLS] ?? 0) + WINDOW_MS;
    const start = Math.max(clock.now(), earliest);
    starts.push(start);
    if (starts.length > CALLS) starts.shift();
    if (start > clock.now()) await clock.sleep(start - clock.now());
  };
}
