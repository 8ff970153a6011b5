import { expect, it } from 'vitest';
import { useScenario } from './scenario.ts';

const scenario = useScenario();

// In a file of its own: it takes six seconds, in which others can run.
it('Ends in order six seconds after the job is cancelled when a request has no answer', async () => {
  scenario.simulator.fault({ method: 'GET' }, { kind: 'late', effect: false });
  const controller = new AbortController();
  scenario.simulator.onRequest = () => controller.abort();
  const run = await scenario.run({ operation: 'list' }, { signal: controller.signal });
  expect([run.exitCode, run.outputs['changed']]).toEqual([1, 'false']);
  expect(run.durationMs).toBeGreaterThan(6_000);
  expect(scenario.simulator.requests.length).toBe(1);
});
