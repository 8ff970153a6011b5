import { expect, it } from 'vitest';
import { useScenario } from './scenario.ts';

const scenario = useScenario();

// In a file of its own: it takes half a minute, in which others can run.
it('an answer that never comes is given up after 30 s, and asked for again', { timeout: 60_000 }, async () => {
  scenario.simulator.fault({ method: 'GET' }, { kind: 'late', effect: true });
  const run = await scenario.run({ operation: 'list' });
  expect(run.exitCode).toBe(0);
  expect(run.log.join('\n')).toContain('no readable answer (none within 30 s)');
  expect(run.durationMs).toBeGreaterThan(30_000);
});
