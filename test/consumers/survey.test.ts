import { expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { rotationOf } from '../scenarios/rotation.ts';
import { errorsOf, useScenario } from '../scenarios/scenario.ts';

const scenario = useScenario({}, { inProcess: true });

it('Tells the failure of one list although the token may not read another', async () => {
  const { simulator } = scenario;
  addIssued(simulator, 'web', scenario.web);
  const failure = { id: 'server_error', message: 'the disk is full' };
  simulator.fault({ path: '/v2/load_balancers', times: 99 }, { kind: 'status', status: 500, body: failure });
  simulator.fault({ path: '/v2/cdn' }, { kind: 'status', status: 403, body: { id: 'forbidden', message: 'no' } });
  const run = await scenario.run(rotationOf(scenario));
  expect(run.exitCode).toBe(1);
  expect(errorsOf(run)).toContain('the disk is full');
  expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
});
