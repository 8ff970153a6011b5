import { ActionError } from './errors.ts';

/** Time as an argument: whatever waits or reads the clock is given one, so that a test can supply its own. */
export interface Clock {
  /** The time of day in milliseconds since the epoch, UTC. It can be set back. */
  now(): number;
  /** Milliseconds since some fixed moment. It is never set back: durations and limits are measured with it. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts. Leaves no timer behind. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** A signal that aborts after `ms` milliseconds and does not keep the process alive. */
  timeoutSignal(ms: number): AbortSignal;
}

/** The longest delay of a timer (Node.js, "Timers": 2^31 - 1 ms). */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // The global `performance` would load a module of Node that nothing else here needs.
  monotonicMs: () => {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1_000 + nanoseconds / 1_000_000;
  },
  sleep: async (ms, signal) => {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, LONGEST_TIMER_MS));
      signal.addEventListener('abort', end, { once: true });
    });
  },
  // Node takes whole milliseconds only, and the clock counts fractions of them.
  timeoutSignal: (ms) => AbortSignal.timeout(Math.min(Math.ceil(ms), LONGEST_TIMER_MS)),
};

/** The longest that one request may take, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** The end of all waiting: `wait_timeout` after the start, or the cancellation of the job. */
export interface Deadline {
  readonly clock: Clock;
  /** Aborts when the job is cancelled. */
  readonly stop: AbortSignal;
  /** Milliseconds left for pauses; never negative. */
  remainingMs(): number;
  /**
   * Milliseconds that a request may take which begins now, at most `mostMs`. Requests may end after the deadline, but all of them
   * together at most {@link REQUEST_TIMEOUT_MS} after it; 0 means that none may begin any more.
   */
  requestMs(mostMs?: number): number;
}

/** A deadline `ms` milliseconds from now. */
export function makeDeadline(clock: Clock, ms: number, stop: AbortSignal): Deadline {
  const end = clock.monotonicMs() + ms;
  return {
    clock,
    stop,
    remainingMs: () => Math.max(0, end - clock.monotonicMs()),
    requestMs: (mostMs = REQUEST_TIMEOUT_MS) =>
      Math.max(0, Math.min(mostMs, end + REQUEST_TIMEOUT_MS - clock.monotonicMs())),
  };
}

/** A deadline that ends `ms` milliseconds from now, or with `deadline` if that ends earlier. */
export function within(deadline: Deadline, ms: number): Deadline {
  const own = makeDeadline(deadline.clock, ms, deadline.stop);
  return { ...deadline, remainingMs: () => Math.min(own.remainingMs(), deadline.remainingMs()) };
}

/** A request under way when the job is cancelled has this long to end: the process must be gone within 5 s. */
const GRACE_MS = 2_500;

/** A signal that aborts a while after the job was cancelled. */
export function makeGrace({ stop, clock }: Pick<Deadline, 'stop' | 'clock'>): AbortSignal {
  const controller = new AbortController();
  const begin = (): void => {
    clock.timeoutSignal(GRACE_MS).addEventListener('abort', () => controller.abort());
  };
  stop.addEventListener('abort', begin, { once: true });
  return controller.signal;
}

/** Throws if the job was cancelled. @throws ActionError `cancelled` */
export function throwIfCancelled({ stop }: Pick<Deadline, 'stop'>): void {
  if (stop.aborted) throw new ActionError('cancelled', 'The job was cancelled. Run it again to complete the work.');
}

/**
 * Throws if no further request may begin. @param what what was to be requested, to stand after "before"
 * @throws ActionError `cancelled` or `timeout`
 */
export function throwIfOver(deadline: Deadline, what: string): void {
  throwIfCancelled(deadline);
  if (deadline.requestMs() === 0)
    throw new ActionError(
      'timeout',
      `\`wait_timeout\` ended before ${what}. Run this again, or raise \`wait_timeout\`.`,
    );
}

/**
 * Sleeps `ms` milliseconds if that ends before the deadline.
 * @returns false, without sleeping, if it does not
 * @throws ActionError `cancelled`
 */
export async function pause(deadline: Deadline, ms: number): Promise<boolean> {
  throwIfCancelled(deadline);
  if (ms > deadline.remainingMs()) return false;
  await sleepUnlessCancelled(deadline, ms);
  return true;
}

async function sleepUnlessCancelled(deadline: Deadline, ms: number): Promise<void> {
  throwIfCancelled(deadline);
  await deadline.clock.sleep(ms, deadline.stop);
  throwIfCancelled(deadline);
}

/**
 * What `work` gives, or a rejection as soon as `signal` aborts: for work that cannot be aborted, or not at every moment. It is left behind.
 */
export async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(new Error('aborted', { cause: signal.reason }));
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** How far apart the looks of a wait are, in milliseconds: the first pause, by what it grows, and the longest. */
export interface Pace {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
}

/**
 * What one look found: the value that was awaited; or that something was done, and to look again at once; or why the value is not there
 * yet, and how long to wait if not by the pace.
 */
export type Look<Found> =
  { readonly value: Found } | { readonly again: true } | { readonly reason: string; readonly pauseMs?: number };

/** How a wait ended: with the value, or at the deadline, with the reason of the last look. */
export type Waited<Found> =
  | { readonly value: Found }
  | { readonly reason: string; /** Milliseconds since the first look. */ readonly waitedMs: number };

/**
 * The only waiting loop: looks until the value is there or the deadline has passed, with growing pauses between. The last look is at the
 * deadline, however long the pause would have been.
 * @param look tells the value, or why it is not there yet; what it throws ends the wait
 * @param report is given the reason of each look that did not find the value, and the milliseconds waited so far
 * @throws ActionError `cancelled`
 */
export async function poll<Found>(
  deadline: Deadline,
  { firstMs, factor, maxMs }: Pace,
  look: () => Promise<Look<Found>>,
  report: (reason: string, waitedMs: number) => void = () => undefined,
): Promise<Waited<Found>> {
  const start = deadline.clock.monotonicMs();
  let paceMs = firstMs;
  for (;;) {
    const found = await look();
    if ('value' in found) return found;
    if ('again' in found) {
      throwIfCancelled(deadline);
      continue;
    }
    const waitedMs = deadline.clock.monotonicMs() - start;
    // A pause of nothing would be a loop at full speed.
    const pauseMs = Math.min(Math.max(found.pauseMs ?? paceMs, 1), deadline.remainingMs());
    if (pauseMs <= 0) return { reason: found.reason, waitedMs };
    report(found.reason, waitedMs);
    await sleepUnlessCancelled(deadline, pauseMs);
    if (found.pauseMs === undefined) paceMs = Math.min(paceMs * factor, maxMs);
  }
}
