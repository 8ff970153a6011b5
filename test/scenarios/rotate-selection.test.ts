import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { certificatesOf, domain, renewedNameOf, rotationOf, rule } from './rotation.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario();

const addOther = (): string => {
  const { simulator } = scenario;
  return simulator.addCertificate({ name: 'other', dns_names: ['x.example'] }).public.id;
};

describe('a consumer with more than one certificate', () => {
  it('Rebinds only the rule that uses the family and keeps the other certificate', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const other = addOther();
    const lb = simulator.addLoadBalancer({ forwarding_rules: [rule(old), rule(other, 8443)] });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(certificatesOf(lb)).toEqual([run.outputs['id'], other]);
    expect(scenario.names()).toEqual(['other', renewedNameOf(scenario)]);
  });

  it('Rebinds only the domain that uses the family, although the new certificate does not cover the other one', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const other = addOther();
    const lb = simulator.addLoadBalancer({
      type: 'GLOBAL',
      domains: [domain('www.example.com', old), domain('x.example', other)],
    });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(certificatesOf(lb)).toEqual([run.outputs['id'], other]);
  });

  it('Leaves the old certificate to a managed domain when it rebinds the domain beside it', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({
      type: 'GLOBAL',
      domains: [domain('www.example.com', old), domain('managed.example', old, { is_managed: true })],
    });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(certificatesOf(lb)).toEqual([run.outputs['id'], old]);
    const [put] = simulator.requests.filter(({ method }) => method === 'PUT');
    expect(put?.body).toMatchObject({ domains: [{ certificate_id: run.outputs['id'] }, { certificate_id: old }] });
    expect(scenario.names()).toContain('web');
  });
});

it('Rebinds what uses a certificate whose id the list tells in upper case', async () => {
  const { simulator } = scenario;
  const old = addIssued(simulator, 'web', scenario.web);
  const lb = simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
  Object.assign(simulator.certificates[0]?.public ?? {}, { id: old.toUpperCase() });
  const run = await scenario.run(rotationOf(scenario, { delete_previous: 'false' }));
  expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
  expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
});
