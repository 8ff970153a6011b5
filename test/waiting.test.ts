import { expect, it } from 'vitest';
import { systemClock } from '../src/waiting.ts';

it('The clock of the machine tells the time, sleeps, and ends what takes too long', async () => {
  const begun = Date.now();
  expect(systemClock.now()).toBeGreaterThanOrEqual(begun);
  await systemClock.sleep(20);
  expect(systemClock.now() - begun).toBeGreaterThanOrEqual(18);
  const signal = systemClock.timeoutSignal(10);
  expect(signal.aborted).toBe(false);
  await systemClock.sleep(30);
  expect(signal.aborted).toBe(true);
});
