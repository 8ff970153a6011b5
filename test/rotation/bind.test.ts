import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import {
  certificatesOf,
  countPuts,
  domain,
  renewedNameOf,
  rotationOf,
  rule,
  statusesOf,
} from '../scenarios/rotation.ts';
import { errorsOf, useScenario } from '../scenarios/scenario.ts';
import type { Raw } from '../simulator/world.ts';

const scenario = useScenario({}, { inProcess: true });

const BUSY = "Load Balancer can't be updated while it processes previous actions";

/** Load balancers with these names on the old certificate. */
function seed(...names: readonly string[]): { readonly old: string; readonly loadBalancers: readonly Raw[] } {
  const old = addIssued(scenario.simulator, 'web', scenario.web);
  const loadBalancers = names.map((name) =>
    scenario.simulator.addLoadBalancer({ name, forwarding_rules: [rule(old)] }),
  );
  return { old, loadBalancers };
}

/** Refuses updates of a consumer so many times. */
function refuse(consumer: Raw | undefined, times: number, status: number, message: string): void {
  const path = new RegExp(String(consumer?.['id']), 'u');
  const id = status === 403 ? 'forbidden' : 'unprocessable_entity';
  scenario.simulator.fault({ method: 'PUT', path, times }, { kind: 'status', status, body: { id, message } });
}

/** The methods of the requests for one consumer, in their order. */
const methodsFor = (consumer: Raw | undefined): string =>
  scenario.simulator.requests
    .filter(({ path }) => path.endsWith(String(consumer?.['id'])))
    .map(({ method }) => method)
    .join(' ');

/** By name, what became of each load balancer. */
const statesOf = (output: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (JSON.parse(output ?? '[]') as { name: string; status: string }[]).map(({ name, status }) => [name, status]),
  );

describe('a consumer that cannot be updated now', () => {
  it('Does not keep healthy load balancers waiting when it is busy for ever', async () => {
    const { loadBalancers } = seed('stuck', 'one', 'two', 'three');
    refuse(loadBalancers[0], 999, 403, BUSY);
    const puts: Record<string, number> = {};
    scenario.simulator.onRequest = ({ method, path }) => {
      const name = loadBalancers.find(({ id }) => path.endsWith(String(id)))?.['name'];
      if (method === 'PUT') puts[String(name)] ??= scenario.clock.sleptMs;
    };
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '300' }));
    expect(run.exitCode).toBe(1);
    expect(Math.max(puts['one'] ?? Infinity, puts['two'] ?? Infinity, puts['three'] ?? Infinity)).toBeLessThan(5_000);
    expect(statesOf(run.outputs['load_balancers'])).toEqual({
      stuck: 'failed',
      one: 'rebound',
      two: 'rebound',
      three: 'rebound',
    });
    expect(errorsOf(run)).toMatch(/"stuck".*busy/u);
    expect(errorsOf(run)).not.toMatch(/"one"|"two"|"three"/u);
    expect(scenario.names()).toEqual(['web', renewedNameOf(scenario)]);
  });

  it('Is rebound as soon as it is not busy any more', async () => {
    const { loadBalancers } = seed('slow', 'other');
    refuse(loadBalancers[0], 3, 403, BUSY);
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(methodsFor(loadBalancers[0])).toBe('GET PUT GET PUT GET PUT GET PUT');
    expect(scenario.clock.sleptMs).toBeLessThan(20_000);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it('Is read once more when a droplet went away between the reading and the update', async () => {
    const { loadBalancers } = seed('front-door');
    refuse(loadBalancers[0], 1, 422, 'droplet 7 does not exist');
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(methodsFor(loadBalancers[0])).toBe('GET PUT GET PUT');
    expect(scenario.clock.sleptMs).toBeLessThan(2_000);
  });

  it('Needs no second update when the first one that was refused worked anyway', async () => {
    const { loadBalancers } = seed('front-door');
    const body = { id: 'unprocessable_entity', message: 'droplet 7 does not exist' };
    scenario.simulator.fault({ method: 'PUT' }, { kind: 'status', status: 422, body, effect: true });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), methodsFor(loadBalancers[0])]).toEqual([0, '', 'GET PUT GET']);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['rebound']);
  });

  it('Fails after the second refusal, and the others are rebound', async () => {
    const { loadBalancers } = seed('broken', 'sound');
    refuse(loadBalancers[0], 99, 422, 'droplet 7 does not exist');
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, methodsFor(loadBalancers[0])]).toEqual([1, 'GET PUT GET PUT']);
    expect(statesOf(run.outputs['load_balancers'])).toEqual({ broken: 'failed', sound: 'rebound' });
    expect(errorsOf(run)).toContain('droplet 7');
    expect(scenario.names()).toContain('web');
  });

  it.each(['load balancer', 'CDN endpoint'])('A %s may not know the new certificate for a while', async (kind) => {
    const { simulator } = scenario;
    const { old, loadBalancers } = seed(...(kind === 'load balancer' ? ['front-door'] : []));
    const consumer =
      loadBalancers[0] ?? simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    refuse(consumer, 4, 404, 'certificate not found');
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), countPuts(scenario)]).toEqual([0, '', 5]);
    expect(scenario.clock.sleptMs).toBeLessThan(60_000);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it.each(['load balancer', 'CDN endpoint'])('A %s that never knows the new certificate fails', async (kind) => {
    const { simulator } = scenario;
    const { old, loadBalancers } = seed(...(kind === 'load balancer' ? ['front-door'] : []));
    const consumer =
      loadBalancers[0] ?? simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    refuse(consumer, 99, 404, 'certificate not found');
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, countPuts(scenario)]).toEqual([1, 5]);
    expect(errorsOf(run)).toContain('certificate not found');
    expect(scenario.names()).toEqual(['web', renewedNameOf(scenario)]);
  });
});

describe('an update that does harm', () => {
  it('Is tried on one load balancer alone, and no other is written', async () => {
    const { loadBalancers } = seed('one', 'two', 'three', 'four', 'five');
    scenario.simulator.fault(
      { method: 'PUT', times: 99 },
      {
        kind: 'alter',
        effect: true,
        change: ({ load_balancer: answer }) => ({
          load_balancer: { ...(answer as Raw), redirect_http_to_https: true },
        }),
      },
    );
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, countPuts(scenario)]).toEqual([1, 1]);
    expect(errorsOf(run)).toContain('`redirect_http_to_https`');
    expect(
      loadBalancers
        .slice(1)
        .map((lb) => methodsFor(lb))
        .join(''),
    ).not.toContain('PUT');
  });

  it('Stops what is left when the token may not update, after one refusal', async () => {
    seed('one', 'two', 'three');
    const body = { id: 'forbidden', message: 'You are missing the required permission' };
    scenario.simulator.fault({ method: 'PUT', times: 99 }, { kind: 'status', status: 403, body });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, countPuts(scenario)]).toEqual([1, 1]);
    expect(errorsOf(run)).toMatch(/load_balancer:update.*vpc:read/u);
  });

  it('Goes on with the others after a refusal that is about one load balancer alone', async () => {
    const { loadBalancers } = seed('locked', 'two', 'three');
    refuse(loadBalancers[0], 99, 403, 'This load balancer is locked.');
    const run = await scenario.run(rotationOf(scenario));
    expect(statesOf(run.outputs['load_balancers'])).toEqual({ locked: 'failed', two: 'rebound', three: 'rebound' });
    expect(errorsOf(run)).toContain('"This load balancer is locked."');
    expect(errorsOf(run)).not.toContain('lacks');
  });
});

describe('work that `wait_timeout` cuts off', () => {
  it('Is reported as not confirmed yet when the update was sent, and the next run completes it', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({ name: 'world', type: 'GLOBAL', domains: [domain('www.example.com', old)] });
    const setStatus = (status: string): void => {
      for (const each of lb['domains'] as Raw[]) each['status'] = status;
    };
    simulator.onRequest = ({ method }) => {
      if (method === 'GET' && countPuts(scenario) > 0) setStatus('pending');
    };
    const first = await scenario.run(rotationOf(scenario, { wait_timeout: '30' }));
    expect(first.exitCode).toBe(1);
    expect(errorsOf(first)).toMatch(/not confirmed yet/u);
    expect(errorsOf(first)).toMatch(/\b0 failed/u);
    expect(statusesOf(first.outputs['load_balancers'])).toEqual(['rebound']);
    simulator.onRequest = ({ method }) => {
      if (method === 'GET') setStatus('active');
    };
    const second = await scenario.run(rotationOf(scenario));
    expect([second.exitCode, errorsOf(second)]).toEqual([0, '']);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it.each([
    ['the rate limit leaves no time', () => undefined],
    [
      'the API refuses further requests',
      () =>
        scenario.simulator.fault(
          { method: 'PUT', times: 99, after: 2 },
          {
            kind: 'status',
            status: 429,
            headers: { 'retry-after': '60' },
            body: { message: 'API rate limit exceeded.' },
          },
        ),
    ],
  ])('Is reported as not tried when %s, and the next run completes it', async (_, spoil) => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    for (let at = 0; at < 20; at += 1)
      simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    spoil();
    const first = await scenario.run(rotationOf(scenario, { wait_timeout: '25' }));
    const told = errorsOf(first);
    expect([first.exitCode, told.match(/\b0 failed/u)?.length]).toEqual([1, 1]);
    expect(told).toMatch(/Not tried: .*`wait_timeout` ended/u);
    const statuses = statusesOf(first.outputs['cdn_endpoints']);
    expect(new Set(statuses)).toEqual(new Set(['rebound', 'kept']));
    expect(scenario.names()).toContain('web');
    simulator.clearFaults();
    const second = await scenario.run(rotationOf(scenario));
    expect([second.exitCode, errorsOf(second)]).toEqual([0, '']);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });
});

it('One load balancer and one CDN endpoint take hardly any waiting', async () => {
  const { old } = seed('front-door');
  scenario.simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
  const run = await scenario.run(rotationOf(scenario));
  expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
  expect(scenario.simulator.world.loadBalancers.flatMap(certificatesOf)).toEqual([run.outputs['id']]);
  expect(scenario.clock.sleptMs).toBeLessThan(1_000);
});
