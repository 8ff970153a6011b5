import { main } from '../../src/main.ts';
import type { Machine } from '../../src/main.ts';
import type { Clock } from '../../src/waiting.ts';
import { makeReader, makeStep, makeTemp } from './step.ts';
import type { StepResult } from './step.ts';

/** A clock that stands still until someone sleeps, and then jumps. */
export interface TestClock extends Clock {
  /** How far it has been moved, in milliseconds. */
  readonly sleptMs: number;
  /** Ends every request that is under way for being too late: jumps to the end of the time that the last of them has. */
  expireRequests(): void;
  /** Sets the time of day back, as a machine that corrects its clock; durations go on. */
  setBack(ms: number): void;
}

/** How a test's clock jumps. */
export interface TestClockOptions {
  /**
   * How many requests have been answered. The clock then jumps only when none is under way, and those who sleep side by side wake one after
   * the other: for what is measured while several things wait.
   */
  readonly countAnswered?: () => number;
}

/** A request whose answer never comes must not stop the clock for good. */
const MOST_LOOKS = 200;

export function makeTestClock(start = Date.now(), { countAnswered }: TestClockOptions = {}): TestClock {
  let now = start;
  let back = 0;
  let begun = 0;
  const pending = new Map<AbortController, number>();
  const sleepers: { readonly wakeAt: number }[] = [];
  const sleepInOrder = async (ms: number, signal: AbortSignal, answered: () => number): Promise<void> => {
    const own = { wakeAt: now + ms };
    sleepers.push(own);
    const isNotMyTurn = (): boolean => begun > answered() || sleepers.some(({ wakeAt }) => wakeAt < own.wakeAt);
    let looks = 0;
    do {
      await new Promise((resolve) => setTimeout(resolve, 2));
      looks += begun > answered() ? 1 : 0;
    } while (!signal.aborted && looks < MOST_LOOKS && isNotMyTurn());
    sleepers.splice(sleepers.indexOf(own), 1);
    if (!signal.aborted) now = Math.max(now, own.wakeAt);
  };
  return {
    now: () => now - back,
    setBack: (ms) => {
      back += ms;
    },
    monotonicMs: () => now - start,
    sleep: async (ms, signal) => {
      if (countAnswered !== undefined) return sleepInOrder(ms, signal, countAnswered);
      if (!signal.aborted) now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    timeoutSignal: (ms) => {
      begun += 1;
      const controller = new AbortController();
      pending.set(controller, now + ms);
      return controller.signal;
    },
    expireRequests: () => {
      now = Math.max(now, ...pending.values());
      const expired = [...pending.keys()];
      pending.clear();
      for (const controller of expired) controller.abort(new DOMException('too late', 'TimeoutError'));
    },
    get sleptMs() {
      return now - start;
    },
  };
}

export interface MainOptions {
  readonly clock?: TestClock;
  readonly env?: Readonly<Record<string, string>>;
  readonly workspace?: string;
  readonly random?: () => number;
  readonly stop?: AbortSignal;
  /** Another program of the bundle than `main`. */
  readonly program?: (machine: Machine) => number | Promise<number>;
  /** The action.yml that tells the inputs and their defaults. */
  readonly actionFile?: string;
}

/**
 * Runs the action's own `main` in this process, as a runner would start it, with a clock that costs nothing. Not for two at once: the
 * environment and the standard output are the process's.
 */
export async function runMain(
  inputs: Readonly<Record<string, string>>,
  options: MainOptions = {},
): Promise<StepResult & { readonly stdout: string }> {
  const step = makeStep(inputs, options.workspace ?? makeTemp(), options.actionFile);
  const { reading, read } = makeReader();
  const before = { ...process.env };
  // The stream itself is what the runner reads.
  const write = process.stdout.write.bind(process.stdout);
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    text += chunk.toString();
    return true;
  };
  process.env = { PATH: before['PATH'], ...step.env, ...options.env };
  let exitCode: number;
  try {
    exitCode = await (options.program ?? main)({
      clock: options.clock ?? makeTestClock(),
      random: options.random ?? (() => 0.5),
      ...(options.stop === undefined ? {} : { stop: options.stop }),
    });
  } finally {
    process.stdout.write = write;
    process.env = before;
  }
  for (const line of text.split('\n').slice(0, -1)) read(line.replace(/\r$/u, ''));
  return { ...step.collect(reading, exitCode), stdout: text };
}
