import { describe, expect, it } from 'vitest';
import { makeTestClock, runMain } from '../runner/run-main.ts';
import { renewedNameOf, rotationOf, rule, statusesOf } from '../scenarios/rotation.ts';
import { errorsOf, uploadOf, useScenario } from '../scenarios/scenario.ts';
import type { Fault } from '../simulator/faults.ts';

const scenario = useScenario({}, { inProcess: true });

/** `web` on a load balancer, and, unless told otherwise, the certificate that renews it. */
function seed({ isUploaded = true } = {}): { id: string; loadBalancerId: string } {
  const { simulator, web, renewed } = scenario;
  const old = simulator.addCertificate({
    name: 'web',
    sha1_fingerprint: web.sha1Fingerprint,
    not_after: web.notAfter.toISOString(),
    dns_names: ['www.example.com'],
  });
  if (isUploaded)
    simulator.addCertificate({
      name: renewedNameOf(scenario),
      sha1_fingerprint: renewed.sha1Fingerprint,
      not_after: renewed.notAfter.toISOString(),
    });
  const loadBalancer = simulator.addLoadBalancer({ forwarding_rules: [rule(old.public.id)] });
  return { id: old.public.id, loadBalancerId: String(loadBalancer['id']) };
}

/** Responses that say nothing of what was done. */
const LOST: Readonly<Record<string, (effect: boolean) => Fault>> = {
  'a broken connection': (effect) => ({ kind: 'break', effect }),
  'a cut response': (effect) => ({ kind: 'cut', effect }),
  HTML: (effect) => ({ kind: 'garbage', effect }),
  'truncated JSON': (effect) => ({ kind: 'truncate', effect }),
  'an empty 200': (effect) => ({ kind: 'status', status: 200, effect }),
  'an empty object': (effect) => ({ kind: 'status', status: 200, body: {}, effect }),
  'an empty list': (effect) => ({ kind: 'status', status: 200, body: [], effect }),
  'an object without contents': (effect) => ({
    kind: 'status',
    status: 200,
    body: { load_balancer: {}, certificate: {} },
    effect,
  }),
  'a 500': (effect) => ({ kind: 'status', status: 500, effect }),
};
const cases = Object.keys(LOST).flatMap((name) => [true, false].map((effect) => [name, effect] as const));
const lost = (name: string, effect: boolean): Fault => LOST[name]?.(effect) ?? { kind: 'refuse' };

describe('what is known after a lost response', () => {
  it.each(cases)('`changed` is empty when a PUT ends in %s (done: %s) and no time is left', async (name, effect) => {
    seed();
    scenario.simulator.fault({ method: 'PUT', times: 9 }, lost(name, effect));
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '0' }));
    expect([run.exitCode, run.outputs['changed'], run.outputs['deleted']]).toEqual([1, '', '[]']);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['failed']);
    expect(run.summary).not.toMatch(/nothing was changed/iu);
  });

  it.each(cases)('`changed` is empty when a DELETE ends in %s (done: %s) and no time is left', async (name, effect) => {
    scenario.simulator.addCertificate({ name: 'web' });
    scenario.simulator.fault({ method: 'DELETE', times: 9 }, lost(name, effect));
    const run = await scenario.run({ operation: 'delete', name: 'web', wait_timeout: '0' });
    expect([run.exitCode, run.outputs['changed'], run.outputs['deleted']]).toEqual([1, '', '[]']);
    expect(run.log.join('\n')).not.toMatch(/^Deleted/mu);
  });

  it.each(cases)('`changed` is empty when the DELETE of a rotation ends in %s (done: %s)', async (name, effect) => {
    const { id } = seed();
    for (const loadBalancer of scenario.simulator.world.loadBalancers) loadBalancer['forwarding_rules'] = [];
    scenario.simulator.fault({ method: 'DELETE', path: `/v2/certificates/${id}`, times: 9 }, lost(name, effect));
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '0' }));
    expect([run.exitCode, run.outputs['changed']]).toEqual([1, '']);
  });

  it.each(Object.keys(LOST))('`changed` is empty when a POST ends in %s and did nothing', async (name) => {
    scenario.simulator.fault({ method: 'POST', times: 9 }, lost(name, false));
    const run = await scenario.run({ ...uploadOf(scenario.web), wait_timeout: '0' });
    expect([run.exitCode, run.outputs['changed'], run.outputs['created']]).toEqual([1, '', '']);
  });

  it.each(cases)(
    'A PUT that ends in %s (done: %s) is looked after, and the rotation completes',
    async (name, effect) => {
      seed();
      scenario.simulator.fault({ method: 'PUT' }, lost(name, effect));
      const run = await scenario.run(rotationOf(scenario));
      expect([errorsOf(run), run.exitCode, run.outputs['changed']]).toEqual(['', 0, 'true']);
      expect(statusesOf(run.outputs['load_balancers'])).toEqual(['rebound']);
    },
  );

  it('`changed` is `true` when something else was written before the lost PUT', async () => {
    seed({ isUploaded: false });
    scenario.simulator.fault({ method: 'PUT', times: 9 }, { kind: 'break', effect: false });
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '0' }));
    expect([run.exitCode, run.outputs['changed']]).toEqual([1, 'true']);
    expect(JSON.parse(run.outputs['created'] ?? '')).toMatchObject({ name: renewedNameOf(scenario) });
  });

  it.each(['PUT', 'DELETE', 'POST'] as const)('`changed` is `false` when a %s was refused', async (method) => {
    seed();
    if (method === 'DELETE') scenario.simulator.world.certificates.pop();
    scenario.simulator.world.loadBalancers.length = method === 'PUT' ? 1 : 0;
    scenario.simulator.fault({ method, times: 9 }, { kind: 'status', status: 422, body: { message: 'No.' } });
    const inputs = {
      PUT: rotationOf(scenario),
      DELETE: { operation: 'delete', name: 'web' },
      POST: uploadOf(scenario.web, 'new'),
    }[method];
    const run = await scenario.run(inputs);
    expect([run.exitCode, run.outputs['changed']]).toEqual([1, 'false']);
  });

  it('What was done stays known when the action itself fails', async () => {
    seed({ isUploaded: false });
    const { simulator } = scenario;
    const body = { id: 'forbidden', message: "Load Balancer can't be updated while it processes previous actions" };
    simulator.fault({ method: 'PUT' }, { kind: 'status', status: 403, body });
    const sleep = (): never => {
      throw new TypeError('Cannot read properties of undefined.');
    };
    const run = await runMain(rotationOf(scenario, { token: simulator.token, api_url: simulator.url }), {
      clock: { ...makeTestClock(), sleep },
    });
    expect([run.exitCode, run.outputs['changed']]).toEqual([1, 'true']);
    expect(JSON.parse(run.outputs['created'] ?? '')).toMatchObject({ name: renewedNameOf(scenario) });
    expect(run.annotations.map(({ message }) => message).join('\n')).toMatch(/fault of the action.*undefined\. Run/u);
    expect(run.summary).toContain('internal');
  });
});

describe('an empty response in place of a list or an object', () => {
  const EMPTY: Readonly<Record<string, Fault>> = {
    'no body': { kind: 'status', status: 200 },
    blanks: { kind: 'status', status: 200, body: ' \n' },
    'an empty object': { kind: 'status', status: 200, body: {} },
    'an empty list': { kind: 'status', status: 200, body: [] },
    'the number 0': { kind: 'status', status: 200, body: '0' },
    null: { kind: 'status', status: 200, body: 'null' },
    'a list without a total': { kind: 'alter', effect: true, change: (body) => ({ ...body, meta: {} }) },
    'a total without a list': { kind: 'alter', effect: true, change: ({ meta }) => ({ meta }) },
    'null for the list': {
      kind: 'alter',
      effect: true,
      change: (body) =>
        Object.fromEntries(Object.entries(body).map(([key, value]) => [key, key === 'meta' ? value : null])),
    },
    'a 204': { kind: 'status', status: 204 },
    'a 202': { kind: 'status', status: 202, body: {} },
    HTML: { kind: 'garbage', effect: false },
  };
  const reads = ['/v2/certificates', '/v2/load_balancers', '/v2/cdn/endpoints'].flatMap((path) =>
    Object.keys(EMPTY).map((name) => [path, name] as const),
  );

  it.each(reads)('The list %s is read again after %s', async (path, name) => {
    seed();
    scenario.simulator.addCdnEndpoint({});
    scenario.simulator.fault({ path }, EMPTY[name] ?? { kind: 'refuse' });
    const run = await scenario.run(rotationOf(scenario, { dry_run: 'true' }));
    expect([errorsOf(run), run.exitCode, run.outputs['changed']]).toEqual(['', 0, 'true']);
    expect(statusesOf(run.outputs['load_balancers'])).toEqual(['planned']);
    expect(scenario.requests().filter((line) => line === `GET ${path}`)).toHaveLength(2);
    expect(run.log.join('\n')).toContain(`GET ${path}: no readable response`);
  });

  const objects = Object.keys(EMPTY).filter((name) => !name.includes('total') && name !== 'null for the list');
  it.each(objects)('A certificate is read again after %s', async (name) => {
    const { id } = seed();
    scenario.simulator.fault({ path: `/v2/certificates/${id}` }, EMPTY[name] ?? { kind: 'refuse' });
    const run = await scenario.run({ operation: 'get', id });
    expect([run.exitCode, run.outputs['id'], scenario.requests().length]).toEqual([0, id, 2]);
  });

  it.each(objects)('A load balancer is read again after %s', async (name) => {
    const { loadBalancerId } = seed();
    const path = `/v2/load_balancers/${loadBalancerId}`;
    scenario.simulator.fault({ method: 'GET', path }, EMPTY[name] ?? { kind: 'refuse' });
    const run = await scenario.run(rotationOf(scenario));
    expect([errorsOf(run), run.exitCode]).toEqual(['', 0]);
    expect(scenario.requests().filter((line) => line === `PUT ${path}`)).toHaveLength(1);
  });

  it('A response for another certificate counts as lost', async () => {
    const { id } = seed();
    const change = (body: object): Record<string, unknown> => ({ ...body, certificate: { id: '0', name: 'other' } });
    scenario.simulator.fault({ path: `/v2/certificates/${id}` }, { kind: 'alter', effect: true, change });
    const run = await scenario.run({ operation: 'get', id });
    expect([run.exitCode, run.outputs['name']]).toEqual([0, 'web']);
  });
});
