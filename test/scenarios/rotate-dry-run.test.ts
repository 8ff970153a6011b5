import { expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { renewedNameOf, rotationOf, rule, statusesOf } from './rotation.ts';
import { useScenario } from './scenario.ts';

const scenario = useScenario();

it.each([
  ['true', 'only a consumer would be rebound', { isThere: true, isUsed: true, deletes: false }],
  ['true', 'only the new certificate would be uploaded', { isThere: false, isUsed: false, deletes: false }],
  ['true', 'only the old certificate would be deleted', { isThere: true, isUsed: false, deletes: true }],
  ['false', 'nothing is left to do', { isThere: true, isUsed: false, deletes: false }],
])('Tells changed: %s in a dry run when %s', async (changed, _, { isThere, isUsed, deletes }) => {
  const { simulator } = scenario;
  const old = addIssued(simulator, 'web', scenario.web);
  if (isThere) addIssued(simulator, renewedNameOf(scenario), scenario.renewed);
  if (isUsed) simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
  const run = await scenario.run(rotationOf(scenario, { dry_run: 'true', delete_previous: String(deletes) }));
  expect([run.exitCode, run.outputs['changed']]).toEqual([0, changed]);
  expect(statusesOf(run.outputs['load_balancers'])).toEqual(isUsed ? ['planned'] : []);
  expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
});
