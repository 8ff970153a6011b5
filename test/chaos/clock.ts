import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { TestClock } from '../runner/run-main.ts';

/** A clock for runs in which several things wait side by side: it jumps to the earliest wake-up when no request is under way. */
export interface ChaosClock extends TestClock {
  /** Requests that are held on purpose, while another run is done: time goes on without them. */
  heldRequests: number;
  advance(ms: number): void;
  close(): void;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop after which whoever was given something to do has begun to do it. */
const TURNS = 4;
/** Nothing in this process takes so long: then a request is not counted right, and time must go on. */
const STUCK_MS = 3_000;

export function makeChaosClock(start: number): ChaosClock {
  let now = start;
  let back = 0;
  let isRunning = false;
  const sleepers = new Set<Sleeper>();
  const timeouts = new Map<AbortController, number>();
  const underWay = countRequests();

  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    let since = performance.now();
    while (sleepers.size > 0) {
      for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (underWay.count() > clock.heldRequests && performance.now() - since < STUCK_MS) continue;
      since = performance.now();
      const earliest = Math.min(...[...sleepers].map(({ at }) => at));
      if (earliest === Infinity) break;
      now = Math.max(now, earliest);
      for (const sleeper of [...sleepers].filter(({ at }) => at <= now)) sleeper.wake();
    }
    isRunning = false;
  };

  const clock: ChaosClock = {
    heldRequests: 0,
    now: () => now - back,
    setBack: (ms) => {
      back += ms;
    },
    advance: (ms) => {
      now += ms;
    },
    monotonicMs: () => now - start,
    sleep: async (ms, signal) => {
      if (signal.aborted) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { at: now + ms, wake };
        sleepers.add(sleeper);
        signal.addEventListener('abort', wake, { once: true });
        void run();
      });
    },
    timeoutSignal: (ms) => {
      const controller = new AbortController();
      timeouts.set(controller, now + ms);
      return controller.signal;
    },
    expireRequests: () => {
      now = Math.max(now, ...timeouts.values());
      const expired = [...timeouts.keys()];
      timeouts.clear();
      for (const controller of expired) controller.abort(new DOMException('too late', 'TimeoutError'));
    },
    get sleptMs() {
      return now - start;
    },
    close: () => underWay.stop(),
  };
  return clock;
}

/** Counts the requests of Node's client, which tells of each on a channel. */
function countRequests(): { count(): number; stop(): void } {
  const channel = 'http.client.request.start';
  let count = 0;
  const begin = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    count += 1;
    request.once('close', () => (count -= 1));
  };
  subscribe(channel, begin);
  return { count: () => count, stop: () => unsubscribe(channel, begin) };
}
