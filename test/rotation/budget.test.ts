import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { countPuts, rotationOf, rule, statusesOf } from '../scenarios/rotation.ts';
import { errorsOf, useScenario } from '../scenarios/scenario.ts';

const limits = { perMinute: 250, cdnPer10s: 5 };
const scenario = useScenario({ rateLimit: limits }, { inProcess: true, isOrderly: true });

/** Load balancers and CDN endpoints on the certificate `web`. */
function addConsumers(loadBalancers: number, cdnEndpoints: number): void {
  const { simulator } = scenario;
  const old = addIssued(simulator, 'web', scenario.web);
  for (let at = 0; at < loadBalancers; at += 1)
    simulator.addLoadBalancer({ name: `lb-${at}`, forwarding_rules: [rule(old)] });
  for (let at = 0; at < cdnEndpoints; at += 1) simulator.addCdnEndpoint({ certificate_id: old });
}

/** Without limits in the simulator, whose windows would begin again when the time of day is set back. */
const unlimited = useScenario({}, { inProcess: true, isOrderly: true });

const refusals = (): number => scenario.simulator.requests.filter(({ status }) => status === 429).length;

describe('the request budget', () => {
  it('300 load balancers and 60 CDN endpoints are rotated in one run without a 429', async () => {
    addConsumers(300, 60);
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '900' }));
    expect([run.exitCode, errorsOf(run), refusals()]).toEqual([0, '', 0]);
    expect(countPuts(scenario)).toBe(360);
    expect(scenario.names().length).toBe(1);
    expect(scenario.clock.sleptMs).toBeLessThan(300_000);
  });

  it('60 CDN endpoints take about 150 seconds, four of them in each window of the rate limit', async () => {
    addConsumers(0, 60);
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), refusals()]).toEqual([0, '', 0]);
    expect(scenario.clock.sleptMs).toBeLessThanOrEqual(165_000);
  });

  it('One load balancer and one CDN endpoint are rotated without a pause', async () => {
    addConsumers(1, 1);
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(scenario.clock.sleptMs).toBeLessThanOrEqual(250);
  });

  it('The rate limit of CDN endpoints is kept while the time of day is set back by an hour', async () => {
    const { simulator, clock } = unlimited;
    const old = addIssued(simulator, 'web', unlimited.web);
    for (let at = 0; at < 6; at += 1) simulator.addCdnEndpoint({ certificate_id: old });
    const times: number[] = [];
    simulator.onRequest = ({ path }) => {
      if (!path.startsWith('/v2/cdn')) return;
      times.push(clock.monotonicMs());
      if (times.length === 4) clock.setBack(3_600_000);
    };
    const run = await unlimited.run(rotationOf(unlimited));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(times.length).toBe(10);
    const spans = times.slice(5).map((ms, at) => ms - (times[at] ?? 0));
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(10_000);
    expect(clock.sleptMs).toBeLessThan(60_000);
  });
});

describe('a 429', () => {
  it('Without `retry-after` it means a minute while requests of the hour are left, and holds back everything', async () => {
    addConsumers(4, 0);
    const { simulator, clock } = scenario;
    const reset = String(Math.ceil((clock.now() + 3_000_000) / 1_000));
    simulator.fault(
      { method: 'PUT', after: 1 },
      {
        kind: 'status',
        status: 429,
        headers: { 'ratelimit-remaining': '4000', 'ratelimit-reset': reset },
        body: { id: 'too_many_requests', message: 'API Rate limit exceeded.' },
      },
    );
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(clock.sleptMs).toBeGreaterThanOrEqual(59_000);
    expect(clock.sleptMs).toBeLessThan(70_000);
  });
});

describe('work that `wait_timeout` cuts off', () => {
  it('It is reported as not tried, and never as failed', async () => {
    addConsumers(0, 12);
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '12' }));
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain('<code>unconfirmed</code>');
    expect(errorsOf(run)).toMatch(/\b0 failed\b.*Not tried/u);
    const statuses = statusesOf(run.outputs['cdn_endpoints']);
    expect(new Set(statuses)).toEqual(new Set(['rebound', 'kept']));
    expect(statuses.filter((status) => status === 'rebound').length).toBe(countPuts(scenario));
    expect(run.outputs['deleted']).toBe('[]');
    const again = await scenario.run(rotationOf(scenario));
    expect([again.exitCode, scenario.names().length]).toEqual([0, 1]);
  });

  it('A rate limit that ends after `wait_timeout` is no failure of a load balancer', async () => {
    addConsumers(2, 0);
    const body = { id: 'too_many_requests', message: 'API Rate limit exceeded.' };
    scenario.simulator.fault(
      { method: 'PUT' },
      { kind: 'status', status: 429, headers: { 'retry-after': '3000' }, body },
    );
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '60' }));
    expect([run.exitCode, run.outputs['changed']]).toEqual([1, 'true']);
    expect(errorsOf(run)).toMatch(/\b0 failed\b.*Not tried/u);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['kept', 'kept']);
    expect(countPuts(scenario)).toBe(1);
  });

  it('One that is rebound and still settles is reported as not confirmed yet', async () => {
    addConsumers(1, 0);
    const { simulator } = scenario;
    simulator.fault(
      { path: '/v2/load_balancers/', times: 99, after: 1 },
      {
        kind: 'alter',
        effect: true,
        change: (body) => ({ load_balancer: { ...(body['load_balancer'] as object), status: 'new' } }),
      },
    );
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '20' }));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/\b0 failed\b.*not confirmed yet/u);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['rebound']);
    expect(scenario.names()).toContain('web');
  });
});
