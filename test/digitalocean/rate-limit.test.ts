import { describe, expect, it } from 'vitest';
import { CDN_ENDPOINTS } from '../../src/consumers/cdn-endpoint.ts';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { CERTIFICATES } from '../../src/digitalocean/certificates.ts';
import { makePacer } from '../../src/digitalocean/rate-limit.ts';
import { makeDeadline, systemClock } from '../../src/waiting.ts';
import type { Clock } from '../../src/waiting.ts';
import { deadlineIn } from '../samples.ts';

const CDN = CDN_ENDPOINTS.resource;
const NEVER = new AbortController().signal;

/** A clock on which sleepers wake in the order of their times, and time stands still while someone works. */
function makeQueueClock(): Clock & { readonly sleepers: number; setBack(ms: number): void } {
  let [now, back] = [0, 0];
  const sleepers: { at: number; wake: () => void }[] = [];
  const wakeNext = (): void => {
    sleepers.sort((a, b) => a.at - b.at);
    const next = sleepers.shift();
    now = next?.at ?? now;
    next?.wake();
  };
  return {
    now: () => 1_800_000_000_000 + now - back,
    monotonicMs: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ at: now + ms, wake });
        setImmediate(wakeNext);
      }),
    timeoutSignal: () => NEVER,
    get sleepers() {
      return sleepers.length;
    },
    setBack: (ms) => {
      back += ms;
    },
  };
}

describe('rate limit of a resource', () => {
  it('Calls in a row begin at most five in ten seconds', async () => {
    const deadline = deadlineIn(600_000);
    const pace = makePacer(deadline);
    const starts: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      await pace(CDN);
      starts.push(deadline.clock.monotonicMs());
    }
    expect(starts).toEqual([0, 0, 0, 0, 0, 10_000, 10_000, 10_000, 10_000, 10_000, 20_000, 20_000]);
  });

  it('Calls side by side queue up, and begin at most five in ten seconds', async () => {
    const clock = makeQueueClock();
    const pace = makePacer(makeDeadline(clock, 600_000, NEVER));
    const starts = await Promise.all(
      Array.from({ length: 12 }, async () => {
        await pace(CDN);
        return clock.monotonicMs();
      }),
    );
    expect(starts).toEqual([0, 0, 0, 0, 0, 10_000, 10_000, 10_000, 10_000, 10_000, 20_000, 20_000]);
    expect(clock.sleepers).toBe(0);
  });

  it('Time that passes between calls counts, so that slow calls need not wait', async () => {
    const deadline = deadlineIn(600_000);
    const pace = makePacer(deadline);
    for (let count = 0; count < 9; count += 1) {
      await pace(CDN);
      await deadline.clock.sleep(2_500, NEVER);
    }
    expect(deadline.clock.sleptMs).toBe(9 * 2_500);
  });

  it('Resources without a limit are not held up, and do not count', async () => {
    const deadline = deadlineIn(600_000);
    const pace = makePacer(deadline);
    for (let count = 0; count < 20; count += 1)
      for (const { path, ...rest } of [CERTIFICATES, LOAD_BALANCERS.resource]) await pace({ path, ...rest });
    for (let count = 0; count < 5; count += 1) await pace(CDN);
    expect(deadline.clock.sleptMs).toBe(0);
  });

  it('Two resources with limits do not share one', async () => {
    const deadline = deadlineIn(600_000);
    const pace = makePacer(deadline);
    for (let count = 0; count < 5; count += 1)
      for (const path of [CDN.path, '/v2/others']) await pace({ ...CDN, path });
    expect(deadline.clock.sleptMs).toBe(0);
  });

  it('A call that could begin only after the deadline fails at once, and takes no place in the queue', async () => {
    const deadline = deadlineIn(9_000);
    const pace = makePacer(deadline);
    for (let count = 0; count < 5; count += 1) await pace(CDN);
    for (let count = 0; count < 7; count += 1)
      await expect(pace(CDN)).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining(CDN.path) });
    expect(deadline.clock.sleptMs).toBe(0);
  });

  it('A call that can begin at the deadline itself still begins', async () => {
    const deadline = deadlineIn(10_000);
    const pace = makePacer(deadline);
    for (let count = 0; count < 6; count += 1) await pace(CDN);
    expect(deadline.clock.sleptMs).toBe(10_000);
  });

  it('A call that waits ends when the job is cancelled', async () => {
    const stop = new AbortController();
    const pace = makePacer(makeDeadline(systemClock, 600_000, stop.signal));
    for (let count = 0; count < 5; count += 1) await pace(CDN);
    const waiting = [pace(CDN), pace(CDN)].map((call) => expect(call).rejects.toMatchObject({ code: 'cancelled' }));
    stop.abort();
    await Promise.all(waiting);
  });

  it.each([-3_600_000, 3_600_000])('A wall clock that is set back by %d ms changes nothing', async (ms) => {
    const clock = makeQueueClock();
    const pace = makePacer(makeDeadline(clock, 600_000, NEVER));
    for (let count = 0; count < 3; count += 1) await pace(CDN);
    clock.setBack(ms);
    for (let count = 0; count < 2; count += 1) await pace(CDN);
    expect(clock.monotonicMs()).toBe(0);
    await pace(CDN);
    expect(clock.monotonicMs()).toBe(10_000);
  });
});
