import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../authority/member-name.ts';
import { addIssued, boundIds, makeRotationWorld } from '../faults/rotation-world.ts';
import { certificatesOf, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from '../scenarios/scenario.ts';

const scenario = useScenario({}, { inProcess: true });
const UPLOADED = { operation: 'rotate', source: 'uploaded' };

describe('`source: uploaded`', () => {
  it('It finishes a rotation that was killed right after its upload', async () => {
    const { simulator, web, renewed } = scenario;
    const world = makeRotationWorld(simulator, web);
    const id = addIssued(simulator, memberNameOf(renewed), renewed);
    const run = await scenario.run({ ...UPLOADED, name: 'web' });
    expect([run.exitCode, errorsOf(run), warningsOf(run)]).toEqual([0, '', '']);
    expect(run.outputs).toMatchObject({ id, changed: 'true', created: '', matches: 'true' });
    expect(new Set(boundIds(world))).toEqual(new Set([id]));
    expect(scenario.names().toSorted()).toEqual(['bystander', memberNameOf(renewed)]);
    expect(simulator.requests.some(({ method }) => method === 'POST')).toBe(false);
  });

  it('It rolls back to the certificate with an id, and keeps the newer one', async () => {
    const { simulator, web, renewed } = scenario;
    const old = addIssued(simulator, 'web', web);
    const lb = simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    await scenario.run(rotationOf(scenario, { delete_previous: 'false' }));
    expect(certificatesOf(lb)).not.toEqual([old]);
    const run = await scenario.run({ ...UPLOADED, id: old.toUpperCase() });
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect([certificatesOf(lb), run.outputs['changed'], run.outputs['deleted']]).toEqual([[old], 'true', '[]']);
    expect(scenario.names()).toEqual(['web', memberNameOf(renewed)]);
  });

  it.each([{ state: 'error' }, { state: 'pending' }, { not_after: '2020-01-01T00:00:00Z' }])(
    'It uses no member with %j',
    async (fault) => {
      const { simulator, web, renewed } = scenario;
      const old = addIssued(simulator, 'web', web);
      const lb = simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
      addIssued(simulator, memberNameOf(renewed), renewed);
      Object.assign(simulator.certificates[1]?.public ?? {}, fault);
      const run = await scenario.run({ ...UPLOADED, name: 'web' });
      expect([run.exitCode, errorsOf(run), run.outputs['id']]).toEqual([0, '', old]);
      expect(certificatesOf(lb)).toEqual([old]);
    },
  );

  it('It fails without a write when no member can be used', async () => {
    const { simulator } = scenario;
    simulator.addCertificate({ name: 'web', not_after: '2020-01-01T00:00:00Z' });
    for (const target of [{ name: 'web' }, { name: 'wbe' }, { id: '892071a0-bb95-49bc-8021-3afd67a210bf' }]) {
      const run = await scenario.run({ ...UPLOADED, ...target });
      expect([run.exitCode, run.outputs['changed']]).toEqual([1, 'false']);
      expect(errorsOf(run)).toContain('nothing was written'.slice(1));
    }
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('It checks the names in use, as with a supplied certificate', async () => {
    const { simulator, renewed } = scenario;
    const old = simulator.addCertificate({ name: 'web', dns_names: ['www.example.com', 'shop.example.com'] }).public.id;
    const lb = simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    addIssued(simulator, memberNameOf(renewed), renewed);
    const run = await scenario.run({ ...UPLOADED, name: 'web' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('"shop.example.com"');
    expect(certificatesOf(lb)).toEqual([old]);
  });
});

describe('the input `source`', () => {
  it('Empty PEM is an error that mentions it', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    const run = await scenario.run({ operation: 'rotate', name: 'web', private_key: '', leaf_certificate: '' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('`source: uploaded`');
    expect(scenario.simulator.requests).toEqual([]);
  });

  it('PEM beside `uploaded` is a warning, and is not used', async () => {
    const { simulator, web, renewed } = scenario;
    const old = addIssued(simulator, 'web', web);
    const run = await scenario.run({ ...UPLOADED, ...uploadOf(renewed) });
    expect([run.exitCode, run.outputs['id']]).toEqual([0, old]);
    expect(warningsOf(run)).toMatch(/`private_key`.*`source: uploaded`/u);
    expect(warningsOf(run)).toContain('`leaf_certificate`');
    expect(scenario.names()).toEqual(['web']);
  });
});
