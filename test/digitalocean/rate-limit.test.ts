import { describe, expect, it } from 'vitest';
import { CDN_ENDPOINTS } from '../../src/consumers/cdn-endpoint.ts';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { CERTIFICATES } from '../../src/digitalocean/certificates.ts';
import { makePacer, TOKEN_LIMIT } from '../../src/digitalocean/rate-limit.ts';
import type { Pacer } from '../../src/digitalocean/rate-limit.ts';
import type { Resource } from '../../src/digitalocean/responses.ts';
import { makeDeadline, systemClock } from '../../src/waiting.ts';
import type { Clock } from '../../src/waiting.ts';
import { deadlineIn } from '../samples.ts';

const CDN = CDN_ENDPOINTS.resource;
const NEVER = new AbortController().signal;

const LBS = LOAD_BALANCERS.resource;

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
    const pacer = makePacer(deadline);
    const starts: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      await pacer.take(CDN);
      starts.push(deadline.clock.monotonicMs());
    }
    expect(starts).toEqual([0, 0, 0, 0, 0, 10_100, 10_100, 10_100, 10_100, 10_100, 20_200, 20_200]);
  });

  it('Calls side by side queue up, and begin at most five in ten seconds', async () => {
    const clock = makeQueueClock();
    const pacer = makePacer(makeDeadline(clock, 600_000, NEVER));
    const starts = await Promise.all(
      Array.from({ length: 12 }, async () => {
        await pacer.take(CDN);
        return clock.monotonicMs();
      }),
    );
    expect(starts).toEqual([0, 0, 0, 0, 0, 10_100, 10_100, 10_100, 10_100, 10_100, 20_200, 20_200]);
    expect(clock.sleepers).toBe(0);
  });

  it('Time that passes between calls counts, so that slow calls need not wait', async () => {
    const deadline = deadlineIn(600_000);
    const pacer = makePacer(deadline);
    for (let count = 0; count < 9; count += 1) {
      await pacer.take(CDN);
      await deadline.clock.sleep(2_525, NEVER);
    }
    expect(deadline.clock.sleptMs).toBe(9 * 2_525);
  });

  it('Resources without a limit of their own do not count towards that of another', async () => {
    const deadline = deadlineIn(600_000);
    const pacer = makePacer(deadline);
    for (let count = 0; count < 20; count += 1)
      for (const { path, ...rest } of [CERTIFICATES, LOAD_BALANCERS.resource]) await pacer.take({ path, ...rest });
    for (let count = 0; count < 5; count += 1) await pacer.take(CDN);
    expect(deadline.clock.sleptMs).toBe(0);
  });

  it('Two resources with limits do not share one', async () => {
    const deadline = deadlineIn(600_000);
    const pacer = makePacer(deadline);
    for (let count = 0; count < 5; count += 1)
      for (const path of [CDN.path, '/v2/others']) await pacer.take({ ...CDN, path });
    expect(deadline.clock.sleptMs).toBe(0);
  });

  it('A call that could begin only after the deadline fails at once, and takes no place in the queue', async () => {
    const deadline = deadlineIn(10_099);
    const pacer = makePacer(deadline);
    for (let count = 0; count < 5; count += 1) await pacer.take(CDN);
    for (let count = 0; count < 7; count += 1)
      await expect(pacer.take(CDN)).rejects.toMatchObject({
        code: 'timeout',
        message: expect.stringContaining(CDN.path),
      });
    expect(deadline.clock.sleptMs).toBe(0);
  });

  it('A call that can begin at the deadline itself still begins', async () => {
    const deadline = deadlineIn(10_100);
    const pacer = makePacer(deadline);
    for (let count = 0; count < 6; count += 1) await pacer.take(CDN);
    expect(deadline.clock.sleptMs).toBe(10_100);
  });

  it('A call that waits ends when the job is cancelled', async () => {
    const stop = new AbortController();
    const pacer = makePacer(makeDeadline(systemClock, 600_000, stop.signal));
    for (let count = 0; count < 5; count += 1) await pacer.take(CDN);
    const waiting = [pacer.take(CDN), pacer.take(CDN)].map((call) =>
      expect(call).rejects.toMatchObject({ code: 'cancelled' }),
    );
    stop.abort();
    await Promise.all(waiting);
  });

  it.each([-3_600_000, 3_600_000])('A wall clock that is set back by %d ms changes nothing', async (ms) => {
    const clock = makeQueueClock();
    const pacer = makePacer(makeDeadline(clock, 600_000, NEVER));
    for (let count = 0; count < 3; count += 1) await pacer.take(CDN);
    clock.setBack(ms);
    for (let count = 0; count < 2; count += 1) await pacer.take(CDN);
    expect(clock.monotonicMs()).toBe(0);
    await pacer.take(CDN);
    expect(clock.monotonicMs()).toBe(10_100);
  });
});

/** When so many calls begin, made one after the other. */
async function startsOf(
  count: number,
  pacer: Pacer,
  clock: Clock,
  resource: Resource = CERTIFICATES,
): Promise<number[]> {
  const starts: number[] = [];
  for (let at = 0; at < count; at += 1) {
    await pacer.take(resource);
    starts.push(clock.monotonicMs());
  }
  return starts;
}

/** The most calls that begin within any window of this length. */
function mostIn(windowMs: number, starts: readonly number[]): number {
  return Math.max(
    0,
    ...starts.map((start) => starts.filter((other) => other >= start && other < start + windowMs).length),
  );
}

describe('rate limit of the token', () => {
  it('The token has 250 calls a minute, which begin at once, and then one minute later', async () => {
    const deadline = deadlineIn(900_000);
    const starts = await startsOf(600, makePacer(deadline), deadline.clock);
    expect(TOKEN_LIMIT).toEqual({ calls: 250, windowMs: 60_000 });
    const minutes = [
      ...Array<number>(250).fill(0),
      ...Array<number>(250).fill(60_100),
      ...Array<number>(100).fill(120_200),
    ];
    expect(starts).toEqual(minutes);
  });

  it('After a burst, calls follow as fast as those before them leave the minute', async () => {
    const deadline = deadlineIn(900_000);
    const pacer = makePacer(deadline);
    const spread: number[] = [];
    for (let at = 0; at < 250; at += 1) {
      await pacer.take(LBS);
      spread.push(deadline.clock.monotonicMs());
      await deadline.clock.sleep(100, NEVER);
    }
    const paced = await startsOf(250, pacer, deadline.clock);
    expect(paced).toEqual(spread.map((start) => start + 60_100));
  });

  it('Slow calls are never held up by the limit', async () => {
    const deadline = deadlineIn(900_000);
    const pacer = makePacer(deadline);
    for (let at = 0; at < 500; at += 1) {
      await pacer.take(LBS);
      await deadline.clock.sleep(241, NEVER);
    }
    expect(deadline.clock.monotonicMs()).toBe(500 * 241);
  });

  it('All resources share the limit of the token, also those with one of their own', async () => {
    const deadline = deadlineIn(900_000);
    const pacer = makePacer(deadline);
    await startsOf(5, pacer, deadline.clock, CDN);
    await startsOf(123, pacer, deadline.clock, CERTIFICATES);
    await startsOf(122, pacer, deadline.clock, LBS);
    expect(deadline.clock.monotonicMs()).toBe(0);
    expect(await startsOf(1, pacer, deadline.clock, CDN)).toEqual([60_100]);
  });

  it('Calls that wait for their own limit make no window too full when others overtake them', async () => {
    const clock = makeQueueClock();
    const pacer = makePacer(makeDeadline(clock, 900_000, NEVER));
    const [all, cdn]: [number[], number[]] = [[], []];
    const call = async (resource: Resource, starts: readonly number[][]): Promise<void> => {
      await pacer.take(resource);
      for (const list of starts) list.push(clock.monotonicMs());
    };
    await Promise.all([
      ...Array.from({ length: 30 }, async () => call(CDN, [all, cdn])),
      ...Array.from({ length: 700 }, async () => call(LBS, [all])),
    ]);
    expect([all.length, cdn.length, clock.sleepers]).toEqual([730, 30, 0]);
    expect([mostIn(60_000, all), mostIn(10_000, cdn)]).toEqual([250, 5]);
  });

  it('A call does not wait for one that begins later, because of its own limit', async () => {
    const clock = makeQueueClock();
    const pacer = makePacer(makeDeadline(clock, 900_000, NEVER));
    const cdn = Array.from({ length: 10 }, async () => pacer.take(CDN));
    for (let at = 0; at < 240; at += 1) await pacer.take(LBS);
    expect(clock.monotonicMs()).toBe(0);
    const starts: number[] = [];
    const others = Array.from({ length: 245 }, async () => {
      await pacer.take(LBS);
      starts.push(clock.monotonicMs());
    });
    await Promise.all([...cdn, ...others]);
    expect(starts).toEqual([...Array<number>(5).fill(0), ...Array<number>(240).fill(60_100)]);
  });

  it('A call that could begin only after the deadline fails at once', async () => {
    const deadline = deadlineIn(60_099);
    const pacer = makePacer(deadline);
    await startsOf(250, pacer, deadline.clock);
    await expect(pacer.take(LBS)).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining(LBS.path),
    });
    expect(deadline.clock.sleptMs).toBe(0);
  });
});

describe('rate limit on a machine that is late', () => {
  it('Calls that are woken late do not all begin at once', async () => {
    const clock = makeQueueClock();
    // As when the machine was suspended: every sleep takes 25 s longer than it should.
    const late: Clock = { ...clock, sleep: async (ms, signal) => clock.sleep(ms + 25_000, signal) };
    const pacer = makePacer(makeDeadline(late, 900_000, NEVER));
    const starts: number[] = [];
    await Promise.all(
      Array.from({ length: 25 }, async () => {
        await pacer.take(CDN);
        starts.push(clock.monotonicMs());
      }),
    );
    expect([starts.length, mostIn(10_000, starts)]).toEqual([25, 5]);
  });
});

describe('rate limit that was hit', () => {
  it.each([CERTIFICATES, LBS, CDN])('After a 429 every call is held back, also one for $path', async (resource) => {
    const deadline = deadlineIn(900_000);
    const pacer = makePacer(deadline);
    pacer.holdBack(7_000);
    expect(await startsOf(2, pacer, deadline.clock, resource)).toEqual([7_000, 7_000]);
  });

  it('The longest of several pauses counts', async () => {
    const deadline = deadlineIn(900_000);
    const pacer = makePacer(deadline);
    for (const ms of [2_000, 9_000, 0, 3_000]) pacer.holdBack(ms);
    expect(await startsOf(1, pacer, deadline.clock)).toEqual([9_000]);
  });

  it('Calls that wait already when a 429 comes are held back too, and still fit into the limits', async () => {
    const clock = makeQueueClock();
    const pacer = makePacer(makeDeadline(clock, 900_000, NEVER));
    const starts: number[] = [];
    const calls = Array.from({ length: 12 }, async () => {
      await pacer.take(CDN);
      starts.push(clock.monotonicMs());
    });
    // While seven of them wait for the limit of CDN endpoints.
    await clock.sleep(5_000, NEVER);
    pacer.holdBack(60_000);
    await Promise.all(calls);
    expect(starts.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(Math.min(...starts.slice(5))).toBe(65_000);
    expect(mostIn(10_000, starts)).toBe(5);
  });

  it('A pause that ends after the deadline fails every call at once', async () => {
    const deadline = deadlineIn(900_000);
    const pacer = makePacer(deadline);
    pacer.holdBack(3_600_000);
    for (const resource of [CERTIFICATES, CDN])
      await expect(pacer.take(resource)).rejects.toMatchObject({ code: 'timeout' });
    expect(deadline.clock.sleptMs).toBe(0);
  });
});
