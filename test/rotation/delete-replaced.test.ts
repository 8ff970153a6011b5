import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { countPuts, renewedNameOf, rotationOf, rule, statusesOf } from '../scenarios/rotation.ts';
import { errorsOf, useScenario, warningsOf } from '../scenarios/scenario.ts';

const scenario = useScenario({}, { inProcess: true });

/** Calls `undo` when the lists are read again after an update: another hand has put the old certificate back meanwhile. */
const undoUpdates = (most: number, undo: () => void): { count: number } => {
  const undone = { count: 0 };
  let seen = 0;
  scenario.simulator.onRequest = ({ method, path }) => {
    const puts = countPuts(scenario);
    if (method !== 'GET' || !path.startsWith('/v2/certificates') || puts === seen || undone.count >= most) return;
    seen = puts;
    undone.count += 1;
    undo();
  };
  return undone;
};

describe('a consumer that is put back on the old certificate', () => {
  it('Rebinds a load balancer again that was put back once', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    const undone = undoUpdates(1, () => (lb['forwarding_rules'] = [rule(old)]));
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), undone.count, countPuts(scenario)]).toEqual([0, '', 1, 2]);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it('Rebinds a CDN endpoint again that was put back once', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const cdn = simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    const undone = undoUpdates(1, () => (cdn['certificate_id'] = old));
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), undone.count, countPuts(scenario)]).toEqual([0, '', 1, 2]);
    expect(cdn['certificate_id']).toBe(run.outputs['id']);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it('Fails after three updates and names the load balancer that is put back each time', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({ name: 'stubborn', forwarding_rules: [rule(old)] });
    undoUpdates(8, () => (lb['forwarding_rules'] = [rule(old)]));
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, countPuts(scenario)]).toEqual([1, 3]);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['failed']);
    expect(errorsOf(run)).toContain('"stubborn"');
    expect(scenario.names()).toContain('web');
  });
});

it.each(['load balancers', 'CDN endpoints'])(
  'Succeeds with a warning when the API does not let go of the old certificate that only %s used',
  async (kind) => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    if (kind === 'load balancers') simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    else simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    const message = 'Make sure the certificate is not in use before deleting it';
    simulator.fault(
      { method: 'DELETE', times: 999 },
      { kind: 'status', status: 403, body: { id: 'forbidden', message } },
    );
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '60' }));
    expect([run.exitCode, errorsOf(run), run.outputs['deleted']]).toEqual([0, '', '[]']);
    expect(warningsOf(run)).toContain(old);
    expect(scenario.names()).toEqual(['web', renewedNameOf(scenario)]);
  },
);
