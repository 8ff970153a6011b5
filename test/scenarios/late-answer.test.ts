import { expect, it } from 'vitest';
import { useScenario } from './scenario.ts';

const scenario = useScenario();

// Slow: half a minute, in a file of its own, so that others run meanwhile.
it('A request without a response is given up after 30 s and sent again', { timeout: 60_000 }, async () => {
  scenario.simulator.fault({ method: 'GET' }, { kind: 'late', effect: true });
  const run = await scenario.run({ operation: 'list' });
  expect(run.exitCode).toBe(0);
  expect(run.log.join('\n')).toContain('30 s');
  expect(run.durationMs).toBeGreaterThan(30_000);
});
