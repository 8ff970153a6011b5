// Slow, and left to CI: it runs some hundred rotations.
import { expect, it } from 'vitest';
import { runChaos } from './chaos/chaos.ts';

const WORLDS = 60;

it('Sixty random worlds keep every promise, whatever fails, stops or interferes', { timeout: 120_000 }, async () => {
  const { numbers, findings } = await runChaos(1, WORLDS);
  expect(findings.map(({ report }) => report)).toEqual([]);
  expect(numbers.worlds).toBe(WORLDS);
  // A generator that makes nothing happen would find nothing.
  for (const count of [numbers.kills, numbers.stops, numbers.faults, numbers.hands, numbers.others])
    expect(count).toBeGreaterThan(5);
  expect(numbers.ends.get('ok')).toBeGreaterThan(WORLDS);
});
