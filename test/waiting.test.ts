import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeDeadline, pause, poll, systemClock, throwIfCancelled, throwIfOver, within } from '../src/waiting.ts';
import type { Clock, Deadline, Look } from '../src/waiting.ts';
import { deadlineIn } from './samples.ts';

const NEVER = new AbortController().signal;
const PACE = { firstMs: 1_000, factor: 2, maxMs: 5_000 };

afterEach(() => {
  vi.useRealTimers();
});

describe('clock of the machine', () => {
  it('The clock tells the time of day, and how much of it has passed', async () => {
    const [begun, start] = [Date.now(), systemClock.monotonicMs()];
    expect(systemClock.now()).toBeGreaterThanOrEqual(begun);
    await systemClock.sleep(20, NEVER);
    expect(systemClock.monotonicMs() - start).toBeGreaterThanOrEqual(18);
  });

  it('A request limit aborts its signal when its time is up', async () => {
    const signal = systemClock.timeoutSignal(10);
    expect(signal.aborted).toBe(false);
    await systemClock.sleep(30, NEVER);
    expect(signal.aborted).toBe(true);
  });

  it('A sleep ends at once when its signal aborts, and leaves no timer', async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const sleeping = systemClock.sleep(60_000, stop.signal);
    expect(vi.getTimerCount()).toBe(1);
    stop.abort();
    expect(vi.getTimerCount()).toBe(0);
    await sleeping;
  });

  it('A sleep whose signal has aborted before does not begin', async () => {
    vi.useFakeTimers();
    const sleeping = systemClock.sleep(60_000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
    await sleeping;
  });

  it('A sleep that ends by itself leaves nothing on its signal', async () => {
    const stop = new AbortController();
    const [add, remove] = [vi.spyOn(stop.signal, 'addEventListener'), vi.spyOn(stop.signal, 'removeEventListener')];
    await systemClock.sleep(1, stop.signal);
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 1]);
    expect(remove.mock.calls[0]?.[1]).toBe(add.mock.calls[0]?.[1]);
  });

  it('A sleep longer than a timer can last does not end at once', async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    let isOver = false;
    const sleeping = systemClock.sleep(2 ** 40, stop.signal).then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(isOver).toBe(false);
    stop.abort();
    await sleeping;
  });
});

/** A clock whose two hands are moved one by one; sleeping moves both. */
function makeHands(): Clock & { wall: number; passed: number } {
  const hands = { wall: Date.UTC(2026, 10, 24), passed: 0 };
  return Object.assign(hands, {
    now: () => hands.wall,
    monotonicMs: () => hands.passed,
    sleep: async (ms: number) => {
      hands.wall += ms;
      hands.passed += ms;
    },
    timeoutSignal: () => NEVER,
  });
}

describe('deadline', () => {
  it.each([
    [0, 10_000, 30_000, 5_000],
    [9_999, 1, 30_000, 5_000],
    [10_000, 0, 30_000, 5_000],
    [25_000, 0, 15_000, 5_000],
    [37_000, 0, 3_000, 3_000],
    [40_000, 0, 0, 0],
    [99_000, 0, 0, 0],
  ])(
    'After %d ms of ten seconds, %d ms are left for pauses, and a request may take %d ms, or %d of five seconds',
    async (ms, left, request, short) => {
      const hands = makeHands();
      const deadline = makeDeadline(hands, 10_000, NEVER);
      await hands.sleep(ms, NEVER);
      expect([deadline.remainingMs(), deadline.requestMs(), deadline.requestMs(5_000)]).toEqual([left, request, short]);
    },
  );

  it('A request may begin until its last millisecond is over, and then no more', () => {
    const hands = makeHands();
    const deadline = makeDeadline(hands, 10_000, NEVER);
    hands.passed = 39_999;
    expect(() => throwIfOver(deadline, 'GET /v2/certificates')).not.toThrow();
    hands.passed = 40_000;
    expect(() => throwIfOver(deadline, 'GET /v2/certificates')).toThrow(
      expect.objectContaining({ code: 'timeout', message: expect.stringContaining('before GET /v2/certificates') }),
    );
  });

  it('A job that was cancelled begins no request, however much time is left', () => {
    const deadline = makeDeadline(makeHands(), 10_000, AbortSignal.abort());
    expect(() => throwIfOver(deadline, 'GET /v2/certificates')).toThrow(expect.objectContaining({ code: 'cancelled' }));
    expect(() => throwIfCancelled(deadline)).toThrow(expect.objectContaining({ code: 'cancelled' }));
  });

  it('A deadline within another ends with the earlier of both, and requests are limited by the other', () => {
    const hands = makeHands();
    const outer = makeDeadline(hands, 10_000, NEVER);
    const [short, long] = [within(outer, 3_000), within(outer, 60_000)];
    expect([short.remainingMs(), long.remainingMs()]).toEqual([3_000, 10_000]);
    hands.passed = 9_000;
    expect([short.remainingMs(), long.remainingMs(), short.requestMs()]).toEqual([0, 1_000, 30_000]);
    expect([short.stop, short.clock]).toEqual([outer.stop, outer.clock]);
  });

  it.each([-3_600_000, 3_600_000])('A wall clock that is set by %d ms changes nothing', async (ms) => {
    const hands = makeHands();
    const deadline = makeDeadline(hands, 10_000, NEVER);
    hands.wall += ms;
    expect([deadline.remainingMs(), deadline.requestMs()]).toEqual([10_000, 30_000]);
    let count = 0;
    const waited = await poll(deadline, PACE, async () => {
      hands.wall += ms;
      count += 1;
      return { reason: 'no' };
    });
    expect(waited).toEqual({ reason: 'no', waitedMs: 10_000 });
    expect([count, hands.passed]).toEqual([5, 10_000]);
  });
});

describe('pause', () => {
  it('A pause that would last beyond the deadline is refused', async () => {
    const deadline = deadlineIn(10_000);
    expect(await pause(deadline, 6_000)).toBe(true);
    expect(deadline.remainingMs()).toBe(4_000);
    expect(await pause(deadline, 4_001)).toBe(false);
    expect(deadline.clock.sleptMs).toBe(6_000);
    expect(await pause(deadline, 4_000)).toBe(true);
    expect(deadline.remainingMs()).toBe(0);
  });

  it('A pause throws when the job is cancelled before or during it', async () => {
    await expect(pause(deadlineIn(9, AbortSignal.abort()), 99)).rejects.toMatchObject({ code: 'cancelled' });
    const stop = new AbortController();
    const pausing = pause(makeDeadline(systemClock, 60_000, stop.signal), 50_000);
    stop.abort();
    await expect(pausing).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** Looks until the deadline; tells when each look was, how the wait ended, and what was reported. */
async function pollWith(
  deadline: Deadline,
  look: (count: number) => Look<string> = () => ({ reason: 'not yet' }),
): Promise<{ looks: number[]; reports: string[]; waited: Awaited<ReturnType<typeof poll<string>>> }> {
  const start = deadline.clock.monotonicMs();
  const looks: number[] = [];
  const reports: string[] = [];
  const waited = await poll(
    deadline,
    PACE,
    async () => {
      looks.push(deadline.clock.monotonicMs() - start);
      return look(looks.length);
    },
    (reason, waitedMs) => reports.push(`${reason} ${waitedMs}`),
  );
  return { looks, reports, waited };
}

describe('poll', () => {
  it('The first look is at once, and a value that it finds ends the wait', async () => {
    const { looks, reports, waited } = await pollWith(deadlineIn(60_000), () => ({ value: 'found' }));
    expect([looks, reports, waited]).toEqual([[0], [], { value: 'found' }]);
  });

  it('A first look is taken although the deadline has passed', async () => {
    const over = await pollWith(deadlineIn(0));
    expect([over.looks, over.reports, over.waited]).toEqual([[0], [], { reason: 'not yet', waitedMs: 0 }]);
    expect((await pollWith(deadlineIn(0), () => ({ value: 'found' }))).waited).toEqual({ value: 'found' });
  });

  it('Pauses begin with the first, grow by the factor, and stay at the longest; the last look is at the deadline', async () => {
    const { looks, reports, waited } = await pollWith(deadlineIn(20_000), (count) => ({ reason: `look ${count}` }));
    expect(looks).toEqual([0, 1_000, 3_000, 7_000, 12_000, 17_000, 20_000]);
    expect(waited).toEqual({ reason: 'look 7', waitedMs: 20_000 });
    // The last one is not reported as a wait: it is the result.
    expect(reports).toEqual(['look 1 0', 'look 2 1000', 'look 3 3000', 'look 4 7000', 'look 5 12000', 'look 6 17000']);
  });

  it('A value that the last look finds counts', async () => {
    const { looks, waited } = await pollWith(deadlineIn(2_000), (count) =>
      count === 3 ? { value: 'found' } : { reason: 'not yet' },
    );
    expect([looks, waited]).toEqual([[0, 1_000, 2_000], { value: 'found' }]);
  });

  it('A look may set the next pause, which does not change the pace', async () => {
    const { looks } = await pollWith(deadlineIn(12_000), (count) => ({
      reason: 'not yet',
      ...(count === 1 ? { pauseMs: 7_000 } : {}),
    }));
    // After it the pace goes on where it was.
    expect(looks).toEqual([0, 7_000, 8_000, 10_000, 12_000]);
  });

  it('A pause that a look sets ends at the deadline at the latest', async () => {
    const { looks } = await pollWith(deadlineIn(5_000), () => ({ reason: 'not yet', pauseMs: 3_600_000 }));
    expect(looks).toEqual([0, 5_000]);
  });

  it('A look that has done something is followed by another at once, which is no wait and no part of the pace', async () => {
    const { looks, reports, waited } = await pollWith(deadlineIn(10_000), (count) =>
      count === 5 ? { value: 'found' } : count === 2 || count === 3 ? { again: true } : { reason: `look ${count}` },
    );
    expect(looks).toEqual([0, 1_000, 1_000, 1_000, 3_000]);
    expect(reports).toEqual(['look 1 0', 'look 4 1000']);
    expect(waited).toEqual({ value: 'found' });
  });

  it('A look that follows at once is taken although the deadline has passed, and its reason is the last', async () => {
    const { looks, waited } = await pollWith(deadlineIn(1_000), (count) =>
      count < 4 && count !== 1 ? { again: true } : { reason: `look ${count}` },
    );
    expect(looks).toEqual([0, 1_000, 1_000, 1_000]);
    expect(waited).toEqual({ reason: 'look 4', waitedMs: 1_000 });
  });

  it('A cancelled job ends looks that follow each other at once', async () => {
    const stop = new AbortController();
    let count = 0;
    const polling = poll(deadlineIn(60_000, stop.signal), PACE, async (): Promise<Look<string>> => {
      count += 1;
      if (count === 3) stop.abort();
      return count > 9 ? { value: 'too late' } : { again: true };
    });
    await expect(polling).rejects.toMatchObject({ code: 'cancelled' });
    expect(count).toBe(3);
  });

  it.each([0, -5])('A pause of %d ms does not become a loop at full speed', async (pauseMs) => {
    const { looks } = await pollWith(deadlineIn(20), () => ({ reason: 'not yet', pauseMs }));
    expect(looks.length).toBe(21);
  });

  it('What a look throws ends the wait', async () => {
    const failing = pollWith(deadlineIn(20_000), (count) => {
      if (count === 2) throw new Error('broken');
      return { reason: 'not yet' };
    });
    await expect(failing).rejects.toThrow('broken');
  });

  it('A cancelled job ends the wait at once, and no look follows', async () => {
    const stop = new AbortController();
    let count = 0;
    const polling = poll(makeDeadline(systemClock, 600_000, stop.signal), { ...PACE, firstMs: 300_000 }, async () => {
      count += 1;
      setImmediate(() => stop.abort());
      return { reason: 'not yet' };
    });
    await expect(polling).rejects.toMatchObject({ code: 'cancelled' });
    expect(count).toBe(1);
  });

  it('A value that is found while the job is cancelled is not lost', async () => {
    const stop = new AbortController();
    const look = async (): Promise<Look<string>> => {
      stop.abort();
      return { value: 'found' };
    };
    expect(await poll(deadlineIn(9, stop.signal), PACE, look)).toEqual({ value: 'found' });
  });
});
