import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { certificatesOf, countPuts, rotationOf, rule, statusesOf } from '../scenarios/rotation.ts';
import { errorsOf, useScenario } from '../scenarios/scenario.ts';
import type { Raw } from '../simulator/world.ts';

const scenario = useScenario({}, { inProcess: true, isOrderly: true });
const BUSY = "Load Balancer can't be updated while it processes previous actions";

/** Load balancers that use `web`. */
function begin(count: number): Raw[] {
  const { simulator } = scenario;
  const old = addIssued(simulator, 'web', scenario.web);
  return Array.from({ length: count }, (_, at) =>
    simulator.addLoadBalancer({ name: `lb-${at}`, forwarding_rules: [rule(old)] }),
  );
}

const refuse = (path: string, status: number, message: string, times: number, id = 'forbidden'): void =>
  scenario.simulator.fault({ method: 'PUT', path, times }, { kind: 'status', status, body: { id, message } });
const pathOf = (raw: Raw | undefined): string => `/v2/load_balancers/${String(raw?.['id'])}`;

describe('a load balancer that is busy', () => {
  it.each([0, 1])('It keeps no other waiting, and is rebound when it is free (number %i)', async (at) => {
    const lbs = begin(3);
    refuse(pathOf(lbs[at]), 403, BUSY, 10);
    const { simulator, clock } = scenario;
    const reboundAtMs = new Map<string, number>();
    simulator.onRequest = ({ method, path }) => {
      if (method === 'PUT') reboundAtMs.set(path, clock.monotonicMs());
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    for (const lb of lbs) {
      expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
      if (lb !== lbs[at]) expect(reboundAtMs.get(pathOf(lb))).toBeLessThan(1_000);
    }
    expect(clock.sleptMs).toBeGreaterThan(120_000);
  });

  it('One that stays busy until the end has failed, and the others are rebound', async () => {
    const lbs = begin(3);
    refuse(pathOf(lbs[0]), 403, BUSY, Infinity);
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '300' }));
    expect(run.exitCode).toBe(1);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['failed', 'rebound', 'rebound']);
    expect(errorsOf(run)).toMatch(/2 rebound.*"lb-0".*processes previous actions/u);
    expect(scenario.clock.sleptMs).toBeLessThanOrEqual(300_000);
    expect(countPuts(scenario)).toBeLessThan(20);
    expect(scenario.names()).toContain('web');
  });
});

describe('an update that is refused for a moment', () => {
  it('A 422 because a droplet disappeared is read and sent once more', async () => {
    const [lb] = begin(1);
    refuse(pathOf(lb), 422, 'droplet is gone', 1, 'unprocessable_entity');
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), countPuts(scenario)]).toEqual([0, '', 2]);
  });

  it('A 422 to an update that was applied all the same needs no other', async () => {
    const [lb] = begin(1);
    scenario.simulator.fault(
      { method: 'PUT' },
      { kind: 'status', status: 422, effect: true, body: { id: 'unprocessable_entity', message: 'droplet is gone' } },
    );
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), countPuts(scenario)]).toEqual([0, '', 1]);
    expect(certificatesOf(lb ?? {})).toEqual([run.outputs['id']]);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['rebound']);
  });

  it('A CDN endpoint that does not know the new certificate yet is tried again', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const cdn = simulator.addCdnEndpoint({ certificate_id: old });
    refuse('/v2/cdn/', 404, 'certificate not found', 3, 'not_found');
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), countPuts(scenario)]).toEqual([0, '', 4]);
    expect(cdn['certificate_id']).toBe(run.outputs['id']);
  });
});

describe('a 403 that is not known', () => {
  it.each([
    ['of the account', { id: 'forbidden', message: 'Your account is locked.' }, 'Your account is locked.'],
    ['of the edge', '<html><body>blocked</body></html>', '403'],
  ])('One %s is quoted, and no scope is blamed', async (_, body, quoted) => {
    begin(2);
    scenario.simulator.fault({ method: 'PUT', times: Infinity }, { kind: 'status', status: 403, body });
    const run = await scenario.run(rotationOf(scenario));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain(quoted);
    expect(errorsOf(run)).not.toContain('load_balancer:');
    expect(scenario.names()).toContain('web');
  });

  it('A known one names the scope, and the scopes that it requires', async () => {
    begin(1);
    refuse('/v2/load_balancers/', 403, 'You are missing the required permission for this action.', 1);
    const run = await scenario.run(rotationOf(scenario));
    expect(run.exitCode).toBe(1);
    for (const scope of ['load_balancer:update', 'droplet:read', 'vpc:read']) expect(errorsOf(run)).toContain(scope);
  });
});
