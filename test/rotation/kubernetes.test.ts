import { describe, expect, it } from 'vitest';
import type { Issued } from '../authority/authority.ts';
import { memberNameOf } from '../authority/member-name.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { countPuts, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from '../scenarios/scenario.ts';
import type { Raw } from '../simulator/world.ts';

const scenario = useScenario({}, { inProcess: true });
const tag = 'k8s:0123abcd-0123-0123-0123-0123456789ab';

const issue = (days: number): Promise<Issued> =>
  scenario.authority.issue({
    dnsNames: ['www.example.com'],
    notAfter: new Date(Date.now() + days * 86_400_000),
    aia: true,
  });

/** `web`, and a cluster's load balancer that uses it. */
function begin(): Raw {
  const old = addIssued(scenario.simulator, 'web', scenario.web);
  return scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)], tag });
}

const idNamed = (name: string): string =>
  scenario.simulator.certificates.find((each) => each.public.name === name)?.public.id ?? '';

describe('a load balancer of a cluster', () => {
  it('What an earlier run said to annotate stays while the cluster uses an older certificate', async () => {
    const lb = begin();
    const lastWeek = memberNameOf(scenario.renewed);
    const first = await scenario.run(rotationOf(scenario));
    expect(warningsOf(first)).toContain(idNamed(lastWeek));
    expect(warningsOf(first)).toContain('before the next renewal');

    const next = await issue(91);
    const second = await scenario.run({ ...uploadOf(next), operation: 'rotate' });
    expect([second.exitCode, errorsOf(second), countPuts(scenario)]).toEqual([0, '', 0]);
    expect(scenario.names()).toEqual(['web', lastWeek, memberNameOf(next)]);
    expect(second.log.join('\n')).toMatch(new RegExp(`"${lastWeek}".* stays: .*annotated`, 'u'));

    // The instruction of last week is followed at last, and the next run deletes what is older.
    lb['forwarding_rules'] = [rule(idNamed(lastWeek))];
    const third = await scenario.run({ ...uploadOf(next), operation: 'rotate' });
    expect([third.exitCode, errorsOf(third)]).toEqual([0, '']);
    expect(scenario.names()).toEqual([lastWeek, memberNameOf(next)]);

    lb['forwarding_rules'] = [rule(idNamed(memberNameOf(next)))];
    const last = await scenario.run({ ...uploadOf(next), operation: 'rotate' });
    expect([last.exitCode, warningsOf(last)]).toEqual([0, '']);
    expect(scenario.names()).toEqual([memberNameOf(next)]);
  });

  it('A member that is older than what the cluster uses is deleted', async () => {
    const lb = begin();
    const older = scenario.simulator.addCertificate({
      name: 'web-20200101-abcdef01',
      sha1_fingerprint: 'abcdef01'.repeat(5),
    });
    addIssued(scenario.simulator, memberNameOf(scenario.renewed), scenario.renewed);
    lb['forwarding_rules'] = [rule(idNamed(memberNameOf(scenario.renewed)))];
    const next = await issue(91);
    const run = await scenario.run({ ...uploadOf(next), operation: 'rotate' });
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(scenario.names()).toEqual([memberNameOf(scenario.renewed), memberNameOf(next)]);
    expect(run.outputs['deleted']).toContain(older.public.id);
  });
});
