import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { countPuts, domain, renewedNameOf, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, useScenario } from '../scenarios/scenario.ts';
import type { Raw } from '../simulator/world.ts';

const scenario = useScenario({}, { inProcess: true });

/** The requests about one load balancer, in their order. */
const methodsFor = (lb: Raw): string[] =>
  scenario.simulator.requests.filter(({ path }) => path.endsWith(String(lb['id']))).map(({ method }) => method);

describe('the validation of a global load balancer', () => {
  it('Succeeds although a domain has had a reason since before the rotation', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const reasons = { verification_error_reasons: ['was there before'] };
    simulator.addLoadBalancer({ type: 'GLOBAL', domains: [domain('www.example.com', old, reasons)] });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it('Succeeds although a domain that was not rebound gets a reason meanwhile', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const other = simulator.addCertificate({ name: 'other', dns_names: ['x.example'] }).public.id;
    const lb = simulator.addLoadBalancer({
      type: 'GLOBAL',
      domains: [domain('www.example.com', old), domain('x.example', other)],
    });
    simulator.onRequest = ({ method }) => {
      if (method !== 'GET' || countPuts(scenario) === 0) return;
      Object.assign((lb['domains'] as Raw[])[1] ?? {}, { verification_error_reasons: ['came meanwhile'] });
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(methodsFor(lb)).toEqual(['GET', 'PUT', 'GET']);
  });
});

describe('the status of a domain', () => {
  it('Waits until a domain is active again that shows the new certificate before', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({
      type: 'GLOBAL',
      domains: [domain('www.example.com', old, { status: 'active' })],
    });
    const seen: string[] = [];
    simulator.onRequest = ({ method, path }) => {
      if (method !== 'GET' || !path.endsWith(String(lb['id'])) || countPuts(scenario) === 0) return;
      const status = seen.length < 2 ? 'pending' : 'ACTIVE';
      seen.push(status);
      Object.assign((lb['domains'] as Raw[])[0] ?? {}, { status });
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), seen]).toEqual([0, '', ['pending', 'pending', 'ACTIVE']]);
    expect(methodsFor(lb)).toEqual(['GET', 'PUT', 'GET', 'GET', 'GET']);
  });

  it('Succeeds although a domain is in error, as it was before the rotation', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({
      type: 'GLOBAL',
      domains: [domain('www.example.com', old, { status: 'error' })],
    });
    simulator.onRequest = ({ method }) => {
      if (method === 'GET') Object.assign((lb['domains'] as Raw[])[0] ?? {}, { status: 'error' });
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), methodsFor(lb)]).toEqual([0, '', ['GET', 'PUT', 'GET']]);
  });

  it('Reports that a domain is not confirmed yet when it does not become active again', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({ type: 'GLOBAL', domains: [domain('www.example.com', old)] });
    simulator.onRequest = ({ method }) => {
      if (method !== 'GET' || countPuts(scenario) === 0) return;
      Object.assign((lb['domains'] as Raw[])[0] ?? {}, { status: 'pending' });
    };
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '60' }));
    expect([run.exitCode, run.summary]).toEqual([1, expect.stringContaining('unconfirmed')]);
    expect(errorsOf(run)).toMatch(/not confirmed yet.*`wait_timeout`/u);
    expect(scenario.names()).toEqual(['web', renewedNameOf(scenario)]);
  });
});

describe('the status of a load balancer', () => {
  it('Succeeds when a load balancer is errored again, as it was before the rotation', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({ forwarding_rules: [rule(old)], status: 'errored' });
    simulator.fault(
      { method: 'PUT' },
      {
        kind: 'alter',
        effect: true,
        change: ({ load_balancer: answer }) => ({ load_balancer: { ...(answer as Raw), status: 'new' } }),
      },
    );
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(methodsFor(lb)).toEqual(['GET', 'PUT', 'GET']);
  });

  it('Waits until a load balancer is active that was found busy and new after the first update', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    const lb = simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    const message = "Load Balancer can't be updated while it processes previous actions";
    simulator.fault({ method: 'PUT' }, { kind: 'status', status: 403, body: { id: 'forbidden', message } });
    const seen: unknown[] = [];
    simulator.onRequest = ({ method, path }) => {
      if (!path.endsWith(String(lb['id']))) return;
      // Busy from the first update on; active again at the second look after the one that was taken.
      const isLook = method === 'GET' && countPuts(scenario) === 2;
      if (countPuts(scenario) > 0) lb['status'] = isLook && seen.length > 0 ? 'active' : 'new';
      if (isLook) seen.push(lb['status']);
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(methodsFor(lb)).toEqual(['GET', 'PUT', 'GET', 'PUT', 'GET', 'GET']);
    expect(seen).toEqual(['new', 'active']);
  });
});
