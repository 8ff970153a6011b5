import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import type { Raw } from '../simulator/world.ts';
import { certificatesOf, countPuts, rotationOf, rule, statusesOf } from './rotation.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario();

const addLoadBalancers = (old: string, count: number, more: Raw = {}): Raw[] =>
  Array.from({ length: count }, (_, at) =>
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)], name: `lb-${at}`, ...more }),
  );

/** The answer to the first update has these fields instead of its own. */
const alterFirstUpdate = (key: string, change: (consumer: Raw) => Raw): void =>
  scenario.simulator.fault(
    { method: 'PUT' },
    {
      kind: 'alter',
      effect: true,
      change: (body) => {
        const consumer = body[key] as Raw;
        return { [key]: { ...consumer, ...change(consumer) } };
      },
    },
  );

describe('the answer to an update', () => {
  it.each([
    ['custom_domain', ''],
    ['ttl', 60],
    ['certificate_id', 'needs-cloudflare-cert'],
  ])('Stops all updates when the answer of a CDN endpoint differs in %s alone', async (field, value) => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    for (const _ of [1, 2]) simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    alterFirstUpdate('endpoint', () => ({ [field]: value }));
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, countPuts(scenario)]).toEqual([1, 1]);
    expect(statusesOf(run.outputs['cdn_endpoints'])).toEqual(['failed', 'failed']);
    expect(errorsOf(run)).toContain(`\`${field}\``);
    expect(scenario.names()).toContain('web');
  });

  it('Stops all updates when the answer of a load balancer has a rule that was not sent', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    addLoadBalancers(old, 2);
    alterFirstUpdate('load_balancer', (lb) => ({
      forwarding_rules: [...(lb['forwarding_rules'] as Raw[]), rule('', 8443)],
    }));
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, countPuts(scenario)]).toEqual([1, 1]);
    expect(errorsOf(run)).toContain('`forwarding_rules`');
    expect(scenario.names()).toContain('web');
  });

  it('Accepts an answer that has the same droplets in another order', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const [lb = {}] = addLoadBalancers(old, 1, { droplet_ids: [1, 2, 3] });
    alterFirstUpdate('load_balancer', () => ({ droplet_ids: [3, 1, 2] }));
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
  });

  it('Sends no second update when the first answer says that the token lacks the scope', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    addLoadBalancers(old, 3);
    const message = 'You are missing the required permission for this action.';
    scenario.simulator.fault(
      { method: 'PUT', times: 99 },
      { kind: 'status', status: 403, body: { id: 'forbidden', message } },
    );
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, countPuts(scenario)]).toEqual([1, 1]);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['failed', 'failed', 'failed']);
  });
});

describe('several load balancers', () => {
  it('Updates one at a time until one has succeeded, and then the others side by side', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const [first] = addLoadBalancers(old, 4);
    simulator.fault(
      { method: 'PUT', path: `/v2/load_balancers/${String(first?.['id'])}`, times: 2 },
      { kind: 'status', status: 422, body: { id: 'unprocessable_entity', message: 'droplet is gone' } },
    );
    const events: string[] = [];
    let begun = 0;
    let wake = (): void => undefined;
    const isFourthBegun = new Promise<void>((resolve) => (wake = resolve));
    simulator.onRequest = async ({ method }) => {
      if (method !== 'PUT') return;
      begun += 1;
      events.push('begin');
      // The third update stays open until there is a fourth, or nobody sends one.
      if (begun === 4) wake();
      const patience = new Promise<void>((resolve) => setTimeout(resolve, begun === 3 ? 10_000 : 150));
      await (begun === 3 ? Promise.race([isFourthBegun, patience]) : patience);
      events.push('end');
    };
    const run = await scenario.run(rotationOf(scenario));
    const one = ['begin', 'end'];
    // The first one is read and sent once more in the end: its droplet may have gone away between the two.
    expect(events).toEqual([...one, ...one, 'begin', 'begin', 'end', 'end', ...one]);
    expect(run.exitCode).toBe(1);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['failed', 'rebound', 'rebound', 'rebound']);
  });
});
