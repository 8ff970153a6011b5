import { beforeAll, describe, expect, it } from 'vitest';
import { useOtherHost } from '../runner/other-host.ts';
import type { Raw } from '../simulator/world.ts';
import { renewedNameOf, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, uploadOf, useScenario } from '../scenarios/scenario.ts';

const scenario = useScenario({}, { inProcess: true });
/** Requests to another host. */
const other = useOtherHost('{"certificates":[],"meta":{"total":0}}');
const { strayed } = other;
let elsewhere: string;
beforeAll(() => {
  elsewhere = other.url;
});

/** What a client may request: lists, and what a UUID names. */
const KNOWN_PATH =
  /^\/v2\/(?:certificates|load_balancers|cdn\/endpoints)(?:\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?(?:\?[\w=&]*)?$/iu;
const strayPaths = (): string[] =>
  scenario.simulator.requests.map(({ path }) => path).filter((path) => !KNOWN_PATH.test(path));

function seedRotation(more: Raw = {}): { old: string; loadBalancer: Raw } {
  const { simulator, web, renewed } = scenario;
  const old = simulator.addCertificate({
    name: 'web',
    not_after: web.notAfter.toISOString(),
    dns_names: ['www.example.com'],
  });
  simulator.addCertificate({
    name: renewedNameOf(scenario),
    sha1_fingerprint: renewed.sha1Fingerprint,
    not_after: renewed.notAfter.toISOString(),
  });
  const loadBalancer = simulator.addLoadBalancer({ forwarding_rules: [rule(old.public.id)], ...more });
  return { old: old.public.id, loadBalancer };
}

describe('redirects of DigitalOcean', () => {
  it.each(
    [301, 302, 303, 307, 308].flatMap((status) =>
      (['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) => [status, method] as const),
    ),
  )('A redirect %i of a %s to another host is refused, and not followed', async (status, method) => {
    const inputs = {
      GET: { operation: 'list' },
      POST: uploadOf(scenario.web, 'new'),
      PUT: rotationOf(scenario),
      DELETE: { operation: 'delete', name: 'web' },
    }[method];
    const { loadBalancer } = seedRotation();
    if (method === 'DELETE') {
      loadBalancer['forwarding_rules'] = [];
      scenario.simulator.world.certificates.pop();
    }
    scenario.simulator.fault(
      { method },
      { kind: 'status', status, headers: { location: `${elsewhere}/v2/certificates` } },
    );
    const run = await scenario.run(inputs);
    expect([run.exitCode, strayed, strayPaths()]).toEqual([1, [], []]);
    expect(errorsOf(run)).toMatch(new RegExp(`^.*${method} /v2/.* ${status}\\b.*\`api_url\``, 'u'));
    expect(run.outputs['changed']).toBe('false');
  });

  it('A redirect to the API itself is not followed either', async () => {
    scenario.simulator.fault({}, { kind: 'status', status: 307, headers: { location: '/v2/certificates?page=1' } });
    const run = await scenario.run({ operation: 'list' });
    expect([run.exitCode, scenario.simulator.requests.length]).toEqual([1, 1]);
  });
});

describe('links of DigitalOcean', () => {
  it('Addresses of further pages are not used, wherever they lead', async () => {
    const { simulator } = scenario;
    for (let at = 0; at < 401; at += 1) simulator.addCertificate({ name: `site-${at}` });
    const pages = Object.fromEntries(
      ['first', 'prev', 'next', 'last'].map((rel) => [rel, `${elsewhere}/v2/certificates?page=2`]),
    );
    simulator.fault(
      { path: '/v2/certificates', times: 9 },
      { kind: 'alter', effect: true, change: (body) => ({ ...body, links: { pages }, url: elsewhere }) },
    );
    const run = await scenario.run({ operation: 'list' });
    expect([run.exitCode, run.outputs['count'], strayed, strayPaths()]).toEqual([0, '401', [], []]);
  });
});

describe('ids in URLs', () => {
  const IDS = ['../account', 'x/../../y?z', '%2e%2e/account', '', 7, null, undefined, '#', 'web', 'A'.repeat(300)];

  it.each(IDS)('A load balancer with the id %j is not requested, and others are rebound', async (id) => {
    const { simulator } = scenario;
    const { old, loadBalancer } = seedRotation();
    simulator.addLoadBalancer({ name: 'odd', forwarding_rules: [rule(old)], id });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, strayPaths()]).toEqual([1, []]);
    expect(errorsOf(run)).toMatch(/\bodd\b.*UUID/u);
    expect(JSON.stringify(loadBalancer)).not.toContain(old);
    expect(simulator.certificates).toHaveLength(2);
    expect(run.shown).not.toContain('A'.repeat(257));
  });

  it.each(IDS)('A CDN endpoint with the id %j is not requested, and others are rebound', async (id) => {
    const { simulator } = scenario;
    const { old, loadBalancer } = seedRotation();
    simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old, id });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, strayPaths()]).toEqual([1, []]);
    expect(errorsOf(run)).toMatch(/CDN endpoint\b.*UUID/u);
    expect(JSON.stringify(loadBalancer)).not.toContain(old);
  });

  it.each(IDS)('Consumers with the id %j do not matter to a rotation that does not need them', async (id) => {
    const { simulator } = scenario;
    const { old } = seedRotation();
    for (const name of ['odd', 'odder']) simulator.addLoadBalancer({ name, id });
    for (const _ of [1, 2]) simulator.addCdnEndpoint({ id });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, strayPaths()]).toEqual([0, []]);
    expect(simulator.certificates.map((certificate) => certificate.public.id)).not.toContain(old);
  });

  it('Ids in capital letters are ids', async () => {
    const { simulator } = scenario;
    const { old } = seedRotation({ id: '892071A0-BB95-49BC-8021-3AFD67A210BF' });
    simulator.addCdnEndpoint({
      custom_domain: 'www.example.com',
      certificate_id: old.toUpperCase(),
      id: '992071A0-BB95-49bc-8021-3AFD67A210BF',
    });
    const run = await scenario.run(rotationOf(scenario));
    expect([errorsOf(run), run.exitCode]).toEqual(['', 0]);
    expect(scenario.requests().filter((line) => line.startsWith('PUT'))).toHaveLength(2);
  });
});
