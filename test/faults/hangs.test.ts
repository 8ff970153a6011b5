import { describe, expect, it } from 'vitest';
import { addIssued } from './rotation-world.ts';
import type { Run } from '../runner/run-action.ts';
import { useServers } from '../scenarios/hangs.ts';
import { countPuts, domain, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from '../scenarios/scenario.ts';

const onHold = (): void => void setImmediate(() => scenario.clock.expireRequests());
const scenario = useScenario({ onHold }, { inProcess: true });
const servers = useServers();

/** One request, and two seconds to spare. */
const ONE_REQUEST_MS = 32_000;
const FOREVER = Infinity;

const LOAD_BALANCERS = '/v2/load_balancers';
const addLoadBalancers = (count: number): string => {
  const old = addIssued(scenario.simulator, 'web', scenario.web);
  for (let at = 1; at <= count; at += 1)
    scenario.simulator.addLoadBalancer({ name: `lb-${at}`, forwarding_rules: [rule(old)] });
  return old;
};
const errorOutputs = (run: Run, output: string): string =>
  (JSON.parse(run.outputs[output] ?? '') as { error: string }[]).map(({ error }) => error).join('\n');

describe('requests that never get a response', () => {
  it.each([
    ['a check', { method: 'GET' }, { operation: 'check' }, 'false', 'GET /v2/certificates'],
    ['a list', { method: 'GET' }, { operation: 'list' }, 'false', 'GET /v2/certificates'],
    ['a read', { method: 'GET' }, { operation: 'get', id: 'OLD' }, 'false', 'GET /v2/certificates/'],
    ['an upload', { method: 'POST' }, { operation: 'create', name: 'new' }, '', 'POST /v2/certificates'],
    ['an order', { method: 'POST' }, { operation: 'present', type: 'lets_encrypt', name: 'new' }, '', 'POST'],
    ['a deletion', { method: 'DELETE' }, { operation: 'delete', name: 'web' }, '', 'DELETE /v2/certificates/'],
    ['a list of load balancers', { path: LOAD_BALANCERS }, { operation: 'rotate' }, 'false', LOAD_BALANCERS],
    ['reads of five load balancers', { path: /balancers\/./u }, { operation: 'rotate' }, 'true', LOAD_BALANCERS],
    ['updates of five load balancers', { method: 'PUT' }, { operation: 'rotate' }, 'true', 'PUT /v2/load_balancers/'],
    ['a rotation that deletes', { method: 'DELETE' }, { operation: 'rotate' }, 'true', 'DELETE'],
  ])(
    '`wait_timeout` and one request are the end of %s without a response',
    async (_, match, inputs, changed, awaited) => {
      const old = addLoadBalancers(inputs.operation === 'delete' ? 0 : 5);
      const pem = /create|rotate/u.test(inputs.operation) ? uploadOf(scenario.renewed) : {};
      const names = 'type' in inputs ? { dns_names: 'a.example.com' } : {};
      const id = 'id' in inputs ? { id: old } : {};
      scenario.simulator.fault({ ...match, times: FOREVER }, { kind: 'late', effect: inputs.operation === 'delete' });
      const run = await scenario.run({ ...pem, ...inputs, ...names, ...id, wait_timeout: '5' });
      expect(run.exitCode).toBe(1);
      expect(scenario.clock.sleptMs).toBeGreaterThan(29_000);
      expect(scenario.clock.sleptMs).toBeLessThan(5_000 + ONE_REQUEST_MS);
      expect(scenario.simulator.requests.length).toBeLessThan(25);
      expect(errorsOf(run)).toContain(awaited);
      expect(run.outputs['changed']).toBe(changed);
    },
  );
});

describe('lists that do not show what is so', () => {
  /** The list of load balancers shows each on this certificate; each by itself is as it is. */
  const listShows = (certificateId: string, times = FOREVER): void =>
    scenario.simulator.fault(
      { method: 'GET', path: /load_balancers\?/u, times, after: 1 },
      {
        kind: 'alter',
        effect: true,
        change: (body) => ({
          ...body,
          load_balancers: (body['load_balancers'] as object[]).map((each) => ({
            ...each,
            forwarding_rules: [rule(certificateId)],
          })),
        }),
      },
    );

  it.each([
    ['shows the new certificate', 900],
    ['shows the new certificate', 5],
    ['does not exist', 900],
  ])('A list that stays behind is read with pauses when the load balancer %s, for %i seconds', async (own, waitS) => {
    const old = addLoadBalancers(1);
    listShows(old);
    if (own === 'does not exist')
      scenario.simulator.fault(
        { method: 'GET', path: `${LOAD_BALANCERS}/`, times: FOREVER, after: 1 },
        { kind: 'status', status: 404, body: { id: 'not_found', message: 'not found' } },
      );
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: String(waitS) }));
    expect(run.exitCode).toBe(1);
    expect(scenario.clock.sleptMs).toBeLessThan(waitS * 1_000 + ONE_REQUEST_MS);
    expect(scenario.simulator.requests.length).toBeLessThan(waitS === 5 ? 25 : 170);
    expect(countPuts(scenario)).toBe(1);
    expect(errorsOf(run)).toContain('"lb-1"');
    expect([run.outputs['changed'], run.outputs['deleted']]).toEqual(['true', '[]']);
  });

  it('An update is sent once when the list shows it 15 seconds later', async () => {
    const old = addLoadBalancers(1);
    listShows(old, 4);
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), countPuts(scenario)]).toEqual([0, '', 1]);
  });

  it('Updates are half a minute apart when something else puts the old certificate back', async () => {
    const old = addLoadBalancers(1);
    const { simulator, clock } = scenario;
    const puts: number[] = [];
    simulator.onRequest = ({ method }) => {
      if (method === 'PUT') puts.push(clock.monotonicMs());
      const [loadBalancer] = simulator.world.loadBalancers;
      if (method === 'GET' && loadBalancer !== undefined) loadBalancer['forwarding_rules'] = [rule(old)];
    };
    const run = await scenario.run(rotationOf(scenario));
    expect(run.exitCode).toBe(1);
    expect(puts.length).toBe(3);
    const gaps = puts.slice(1).map((ms, at) => ms - (puts[at] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
    expect(errorOutputs(run, 'load_balancers')).toContain('3 updates');
    expect(scenario.names()).toContain('web');
  });

  it.each([
    [
      'the same page for every number',
      (body: object) => ({ ...body, certificates: pageOf(200), meta: { total: 1e6 } }),
    ],
    ['pages that are empty', (body: object) => ({ ...body, certificates: [], meta: { total: 1e6 } })],
  ])('A list with %s is not read to its end', async (_, change) => {
    scenario.simulator.fault({ times: FOREVER }, { kind: 'alter', effect: true, change });
    const run = await scenario.run({ operation: 'list' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('/v2/certificates');
    expect(scenario.simulator.requests.length).toBeLessThan(30);
  });
  const pageOf = (count: number): object[] =>
    Array.from({ length: count }, (_, at) => ({ id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` }));
});

describe('the end of a wait', () => {
  it.each([0, 1])('The last state is reported when a load balancer is not active after %i seconds', async (waitS) => {
    addLoadBalancers(1);
    scenario.simulator.fault(
      { path: `${LOAD_BALANCERS}/`, times: FOREVER, after: 1 },
      {
        kind: 'alter',
        effect: true,
        change: (body) => ({ load_balancer: { ...(body['load_balancer'] as object), status: 'new' } }),
      },
    );
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: String(waitS) }));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('"lb-1"');
    if (waitS > 0) expect(errorsOf(run)).toContain('"new"');
    expect(scenario.clock.sleptMs).toBeLessThanOrEqual(waitS * 1_000);
    expect(countPuts(scenario)).toBe(1);
    expect(run.outputs['changed']).toBe('true');
  });

  it('A global load balancer that never binds is reported with what it still shows', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const raw = { name: 'world', type: 'GLOBAL', domains: [domain('www.example.com', old)] };
    scenario.simulator.addLoadBalancer({ ...raw, target_load_balancer_ids: ['x'] });
    scenario.simulator.fault(
      { path: `${LOAD_BALANCERS}/`, times: FOREVER, after: 2 },
      {
        kind: 'alter',
        effect: true,
        change: (body) => ({ load_balancer: { ...(body['load_balancer'] as object), domains: raw.domains } }),
      },
    );
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '60' }));
    expect(errorsOf(run)).toMatch(/"world".*replaced certificate.*`wait_timeout`/u);
    expect(scenario.clock.sleptMs).toBeLessThanOrEqual(60_000);
    expect(scenario.simulator.requests.length).toBeLessThan(25);
  });

  it('An order is awaited with pauses while the time of day is set back by an hour', async () => {
    const { simulator, clock } = scenario;
    simulator.onRequest = ({ method }) => {
      if (method === 'POST') clock.setBack(3_600_000);
    };
    const order = { operation: 'present', name: 'web', type: 'lets_encrypt', dns_names: 'a.example.com' };
    simulator.fault(
      { method: 'GET', times: FOREVER, after: 1 },
      {
        kind: 'alter',
        effect: true,
        change: (body) => ({
          ...body,
          certificates: (body['certificates'] as object[]).map((each) => ({ ...each, state: 'pending' })),
        }),
      },
    );
    const run = await scenario.run({ ...order, wait_timeout: '60' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/pending.*`wait_timeout`/u);
    expect(clock.sleptMs).toBeLessThanOrEqual(60_000);
    expect(simulator.requests.length).toBeLessThan(20);
    expect(run.outputs['changed']).toBe('true');
  });
});

describe('a wait without time', () => {
  it.each([
    [{ operation: 'list' }],
    [{ operation: 'check' }],
    [{ operation: 'present', name: 'web' }],
    [{ operation: 'create', name: 'new' }],
    [{ operation: 'absent', name: 'bystander' }],
    [{ operation: 'rotate', name: 'web' }],
  ])('Nothing is awaited, and all is done with `wait_timeout: 0` by %j', async (inputs) => {
    const old = addLoadBalancers(2);
    const { simulator, clock } = scenario;
    simulator.addCertificate({ name: 'bystander' });
    simulator.addCdnEndpoint({ certificate_id: old });
    const { web, renewed } = scenario;
    const pem = uploadOf(inputs.operation === 'present' ? web : renewed);
    const isPem = /present|create|rotate/u.test(inputs.operation);
    const run = await scenario.run({ ...(isPem ? pem : {}), ...inputs, wait_timeout: '0' });
    expect([run.exitCode, errorsOf(run), clock.sleptMs]).toEqual([0, '', 0]);
  });

  it('More endpoints than can be probed in time are reported without a probe', async () => {
    let count = 0;
    const { clock } = scenario;
    const port = await servers.silent(() => {
      count += 1;
      setImmediate(() => clock.expireRequests());
    });
    const endpoints = Array.from({ length: 60 }, (_, at) => `site-${at}.example.com@127.0.0.1:${port}`).join(',');
    const run = await scenario.run({ operation: 'check', endpoints, wait_timeout: '0' });
    expect(run.exitCode).toBe(1);
    expect(scenario.clock.sleptMs).toBeLessThan(ONE_REQUEST_MS);
    expect(count).toBeLessThan(60);
    expect(errorOutputs(run, 'endpoints').split('\n').length).toBe(60);
    expect(errorOutputs(run, 'endpoints')).toMatch(/within 10 s[^]*`wait_timeout`/u);
  });

  it.each(['check', 'rotate'])('A server that accepts and says nothing ends `%s` in time', async (operation) => {
    addLoadBalancers(1);
    const { clock } = scenario;
    const port = await servers.silent(() => setImmediate(() => clock.expireRequests()));
    const endpoints = `www.example.com@127.0.0.1:${port}`;
    const inputs = operation === 'check' ? { operation, endpoints } : rotationOf(scenario, { endpoints });
    const run = await scenario.run({ ...inputs, wait_timeout: '60' });
    expect(run.exitCode).toBe(1);
    expect(scenario.clock.sleptMs).toBeLessThan(60_000 + ONE_REQUEST_MS);
    expect(errorsOf(run)).toContain(endpoints);
    expect(errorsOf(run)).toContain('within 10 s');
    expect(scenario.names()).toContain('web');
  });
});

describe('a GitHub that does not end', () => {
  const checkAt = (port: number, waitS: number): Promise<Run> => {
    scenario.simulator.addCertificate({ name: 'web', not_after: '2020-01-01T00:00:00Z' });
    const inputs = { operation: 'check', report_issue: 'true', github_token: `ghs_${'a1B2'.repeat(9)}` };
    return scenario.run(
      { ...inputs, wait_timeout: String(waitS) },
      { env: { GITHUB_API_URL: `http://127.0.0.1:${port}` } },
    );
  };

  it('A GitHub that does not respond is one warning after 30 seconds', async () => {
    let calls = 0;
    const port = await servers.http(() => {
      calls += 1;
      onHold();
    });
    const run = await checkAt(port, 900);
    expect([run.exitCode, calls]).toEqual([1, 1]);
    expect(scenario.clock.sleptMs).toBeLessThan(ONE_REQUEST_MS);
    expect(warningsOf(run)).toContain('GitHub');
  });

  it('A GitHub whose list has no end is asked for ten pages', async () => {
    const paths: string[] = [];
    const issue = { number: 1, state: 'open', body: '', html_url: '' };
    const port = await servers.http(({ url = '', method }, response) => {
      paths.push(`${method} ${url}`);
      const link = `<http://127.0.0.1/next>; rel="next"`;
      response.writeHead(method === 'GET' ? 200 : 500, { 'content-type': 'application/json', link });
      response.end(JSON.stringify(method === 'GET' ? Array.from({ length: 100 }, () => issue) : {}));
    });
    await checkAt(port, 900);
    // No issue is opened either: one may be on a later page.
    expect(paths.filter((path) => path.startsWith('GET')).length).toBe(10);
    expect(paths.length).toBe(10);
  });

  it('A redirect of GitHub is not followed, and is a warning', async () => {
    let strangers = 0;
    const other = await servers.http((_, response) => {
      strangers += 1;
      response.end('[]');
    });
    let calls = 0;
    const port = await servers.http((_, response) => {
      calls += 1;
      response.writeHead(307, { location: `http://127.0.0.1:${other}/` }).end();
    });
    const run = await checkAt(port, 900);
    expect([calls, strangers]).toEqual([1, 0]);
    expect(warningsOf(run)).toContain('307');
  });

  it('No call of GitHub begins when the API has used up the time', async () => {
    let calls = 0;
    const port = await servers.http((_, response) => {
      calls += 1;
      response.end('[]');
    });
    scenario.simulator.fault({ method: 'GET', times: FOREVER }, { kind: 'late', effect: false });
    const run = await checkAt(port, 0);
    expect([run.exitCode, calls, scenario.clock.sleptMs]).toEqual([1, 0, 30_000]);
    expect(warningsOf(run)).toContain('`wait_timeout`');
  });
});
