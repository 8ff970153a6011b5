import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { countPuts, rotationOf, rule, statusesOf } from './rotation.ts';
import { useScenario } from './scenario.ts';

const scenario = useScenario();

describe('the tags of a load balancer', () => {
  it('Does not write to a load balancer that has the tag of a cluster among its tags', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    simulator.addLoadBalancer({
      forwarding_rules: [rule(old)],
      tags: ['k8s', 'k8s:0123abcd-0123-0123-0123-0123456789ab'],
    });
    const run = await scenario.run(rotationOf(scenario));
    expect(countPuts(scenario)).toBe(0);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['kubernetes']);
    expect(scenario.names()).toContain('web');
  });

  it.each(['k8s-nodes', 'k8s', 'k8s:worker'])(
    'Rebinds a load balancer with the tag %s, which does not belong to a cluster',
    async (tag) => {
      const { simulator } = scenario;
      const old = addIssued(simulator, 'web', scenario.web);
      simulator.addLoadBalancer({ forwarding_rules: [rule(old)], tag });
      const run = await scenario.run(rotationOf(scenario));
      expect([run.exitCode, statusesOf(run.outputs['load_balancers'])]).toEqual([0, ['rebound']]);
    },
  );
});
