/** Time as an argument: what waits or looks at the clock is given one, so that a test can give its own. */
export interface Clock {
  /** Now, in milliseconds since the epoch, UTC. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** A signal that aborts after `ms` milliseconds and does not keep the process alive. */
  timeoutSignal(ms: number): AbortSignal;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  timeoutSignal: (ms) => AbortSignal.timeout(ms),
};
