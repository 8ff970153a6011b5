import { describe, expect, it } from 'vitest';
import type { Issued } from '../authority/authority.ts';
import { memberNameOf } from '../authority/member-name.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { parseMermaid } from '../mermaid/parse.ts';
import type { StoredCertificate } from '../simulator/world.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const scenario = useScenario({ rateLimit: {} });

const stored = ({ simulator }: Scenario, name: string, issued: Issued): StoredCertificate => {
  const id = addIssued(simulator, name, issued);
  const found = simulator.certificates.find((certificate) => certificate.public.id === id);
  if (found === undefined) throw new Error('it was not added');
  return found;
};

const rotation = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...uploadOf(scenario.renewed),
  operation: 'rotate',
  ...more,
});
const renewedName = (): string => memberNameOf(scenario.renewed);
const https = (id: string): Record<string, unknown> => ({
  entry_protocol: 'https',
  entry_port: 443,
  target_protocol: 'http',
  target_port: 80,
  certificate_id: id,
  tls_passthrough: false,
});

/** A load balancer with everything that a careless PUT would lose. */
const rich = (id: string): Record<string, unknown> => ({
  forwarding_rules: [
    https(id),
    {
      entry_protocol: 'http',
      entry_port: 80,
      target_protocol: 'http',
      target_port: 80,
      certificate_id: '',
      tls_passthrough: false,
    },
  ],
  enable_proxy_protocol: true,
  firewall: { allow: ['cidr:198.51.100.0/24'], deny: [] },
  http_idle_timeout_seconds: 90,
  tls_cipher_policy: 'STRONG',
  a_field_of_tomorrow: { deep: [1, 2] },
  droplet_ids: [1, 2],
  size: 'lb-small',
});

describe('`rotate`', () => {
  it('`rotate` uploads the renewed certificate, rebinds every consumer, and only then deletes the old one', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    const lb = scenario.simulator.addLoadBalancer(rich(old.id));
    const cdn = scenario.simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old.id });
    const before = structuredClone(lb);
    const run = await scenario.run(rotation());
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    const [fresh] = scenario.simulator.certificates;
    expect(scenario.names()).toEqual([renewedName()]);
    const id = fresh?.public.id;
    // `size` is told beside `size_unit`, and may not be sent beside it.
    const { size, ...rest } = before;
    expect(size).toBe('lb-small');
    expect(lb).toMatchObject({
      ...rest,
      forwarding_rules: [https(id ?? ''), (before['forwarding_rules'] as unknown[])[1]],
    });
    expect(cdn).toMatchObject({ certificate_id: id, custom_domain: 'www.example.com', ttl: 3_600 });
    expect(run.outputs).toMatchObject({
      id,
      name: renewedName(),
      changed: 'true',
      matches: 'true',
      sha1_fingerprint: scenario.renewed.sha1Fingerprint,
      count: '1',
      endpoints: '[]',
    });
    expect(JSON.parse(run.outputs['load_balancers'] ?? '')).toEqual([
      { id: lb['id'], name: 'front-door', status: 'rebound', error: '' },
    ]);
    expect(JSON.parse(run.outputs['cdn_endpoints'] ?? '')).toEqual([
      { id: cdn['id'], name: 'www.example.com', status: 'rebound', error: '' },
    ]);
    expect((JSON.parse(run.outputs['deleted'] ?? '') as { id: string }[]).map((each) => each.id)).toEqual([old.id]);
    const requests = scenario.requests();
    expect(requests.slice(0, 3).toSorted()).toEqual([
      'GET /v2/cdn/endpoints',
      'GET /v2/certificates',
      'GET /v2/load_balancers',
    ]);
    expect(requests.slice(3, 5)).toEqual(['POST /v2/certificates', 'GET /v2/certificates']);
    expect(requests.at(-1)).toBe(`DELETE /v2/certificates/${old.id}`);
    expect(requests.length).toBe(14);
  });

  it('`rotate` shows the lifetimes of the certificates afterwards', async () => {
    stored(scenario, 'web', scenario.web);
    const run = await scenario.run(rotation({ delete_previous: 'false', min_days: '30' }));
    expect((await parseMermaid(run.summary)).slice(1).map(({ title, isCritical }) => [title, isCritical])).toEqual([
      ['19 d web', true],
      [`89 d ${renewedName()}`, false],
    ]);
  });

  it('`rotate` changes nothing when it is run again', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    scenario.simulator.addLoadBalancer(rich(old.id));
    await scenario.run(rotation());
    const count = scenario.simulator.requests.length;
    const run = await scenario.run(rotation());
    expect([run.exitCode, run.outputs['changed'], warningsOf(run)]).toEqual([0, 'false', '']);
    expect(JSON.parse(run.outputs['load_balancers'] ?? '')).toMatchObject([{ status: 'kept', error: '' }]);
    expect(run.log.join()).toContain(renewedName());
    expect(scenario.simulator.requests.slice(count).every(({ method }) => method === 'GET')).toBe(true);
  });

  it('`rotate` rebinds the domains of a global load balancer, except managed ones', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    const other = scenario.simulator.addCertificate({ name: 'managed' }).public.id;
    const lb = scenario.simulator.addLoadBalancer({
      name: 'world',
      type: 'GLOBAL',
      domains: [
        { name: 'www.example.com', certificate_id: old.id, is_managed: false, status: 'active' },
        { name: 'x.example', certificate_id: other, is_managed: true },
      ],
      target_load_balancer_ids: ['a'],
    });
    const run = await scenario.run(rotation());
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect((lb['domains'] as { certificate_id: string }[]).map((domain) => domain.certificate_id)).toEqual([
      run.outputs['id'],
      other,
    ]);
    expect(lb['target_load_balancer_ids']).toEqual(['a']);
  });

  it('`rotate` warns when no consumer uses the family, and deletes the old certificate', async () => {
    stored(scenario, 'web', scenario.web);
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toMatch(/"web".*nothing to rebind/u);
    expect(scenario.names()).toEqual([renewedName()]);
  });

  it('`rotate` also replaces the certificates in `replaces`, and only logs missing ones', async () => {
    const { public: old } = stored(scenario, 'legacy', scenario.web);
    const lb = scenario.simulator.addLoadBalancer(rich(old.id));
    const run = await scenario.run(rotation({ replaces: 'legacy, nothing' }));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(run.log.join('\n')).toMatch(/`replaces`.*"nothing"/u);
    expect((lb['forwarding_rules'] as { certificate_id: string }[])[0]?.certificate_id).toBe(run.outputs['id']);
    expect(scenario.names()).toEqual([renewedName()]);
  });

  it('`rotate` keeps the old certificate with `delete_previous: false`', async () => {
    stored(scenario, 'web', scenario.web);
    const run = await scenario.run(rotation({ delete_previous: 'false' }));
    expect(run.exitCode).toBe(0);
    expect(scenario.names()).toEqual(['web', renewedName()]);
  });
});

describe('refusals of `rotate`', () => {
  const expectNoWrite = (): void =>
    expect(scenario.simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);

  it('`rotate` refuses a family without a certificate', async () => {
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/no certificate.*"web".*`operation: present`/u);
    expectNoWrite();
  });

  it('`rotate` refuses an older certificate unless it is allowed', async () => {
    const { public: there } = stored(scenario, 'web', scenario.renewed);
    // It was uploaded after the supplied one was issued.
    Object.assign(there, { created_at: new Date().toISOString() });
    const lb = scenario.simulator.addLoadBalancer(rich(there.id));
    const old = { ...uploadOf(scenario.web), operation: 'rotate' };
    const run = await scenario.run(old);
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('`allow_older: true`');
    expectNoWrite();
    const back = await scenario.run({ ...old, allow_older: 'true' });
    expect([back.exitCode, errorsOf(back)]).toEqual([0, '']);
    expect((lb['forwarding_rules'] as { certificate_id: string }[])[0]?.certificate_id).toBe(back.outputs['id']);
    // What is newer is never deleted.
    expect(scenario.names()).toContain('web');
  });

  it('`rotate` refuses to drop a DNS name in use unless it is allowed', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    Object.assign(old, { dns_names: ['www.example.com', 'shop.example.com'] });
    scenario.simulator.addLoadBalancer(rich(old.id));
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/"shop.example.com".*`allow_dropped_names: true`/u);
    expectNoWrite();
    expect((await scenario.run(rotation({ allow_dropped_names: 'true' }))).exitCode).toBe(0);
  });

  it('`rotate` refuses when the DNS names in use are unknown', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    Object.assign(old, { dns_names: [''] });
    scenario.simulator.addLoadBalancer(rich(old.id));
    expect(errorsOf(await scenario.run(rotation()))).toMatch(/"web".*DigitalOcean.*`allow_dropped_names/u);
    expectNoWrite();
  });

  it.each([
    ['a global domain', 'load balancer "world"'],
    ['the domain of a CDN endpoint', 'CDN endpoint "static.example.com"'],
  ])('`rotate` refuses a certificate that does not cover %s, whatever is allowed', async (what, named) => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    if (what === 'a global domain')
      scenario.simulator.addLoadBalancer({
        name: 'world',
        type: 'GLOBAL',
        domains: [{ name: 'static.example.com', certificate_id: old.id }],
      });
    else scenario.simulator.addCdnEndpoint({ custom_domain: 'static.example.com', certificate_id: old.id });
    const run = await scenario.run(rotation({ allow_dropped_names: 'true' }));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(new RegExp(`cover "static\\.example\\.com".*${named}`, 'u'));
    expectNoWrite();
  });

  it('`rotate` changes nothing in a dry run and shows the plan', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    const lb = scenario.simulator.addLoadBalancer(rich(old.id));
    const run = await scenario.run(rotation({ dry_run: 'true' }));
    expect([run.exitCode, run.outputs['changed']]).toEqual([0, 'true']);
    expect(JSON.parse(run.outputs['load_balancers'] ?? '')).toEqual([
      { id: lb['id'], name: 'front-door', status: 'planned', error: '' },
    ]);
    expect(run.summary).toContain(`| rebind | load balancer "front-door" (${lb['id']}) |  |`);
    expect(run.summary).toContain(`| delete | certificate "web" (${old.id}) |  |`);
    expectNoWrite();
  });
});

describe('update of a load balancer', () => {
  it('`rotate` sends a tag without droplets and keeps `size_unit`', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({
      forwarding_rules: [https(old.id)],
      tag: 'web',
      droplet_ids: [7],
      size_unit: 2,
    });
    scenario.simulator.world.taggedDroplets = [8, 9];
    const run = await scenario.run(rotation());
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    const put = scenario.simulator.requests.find(({ method }) => method === 'PUT')?.body as Record<string, unknown>;
    expect(put).toMatchObject({ tag: 'web', size_unit: 2, region: 'fra1' });
    expect(Object.keys(put)).not.toContain('droplet_ids');
    expect(Object.keys(put)).not.toContain('ip');
  });

  it('`rotate` reads a busy load balancer again before the next update', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    scenario.simulator.addLoadBalancer(rich(old.id));
    scenario.simulator.fault(
      { method: 'PUT' },
      {
        kind: 'status',
        status: 403,
        body: { id: 'forbidden', message: "Load Balancer can't be updated while it processes previous actions" },
      },
    );
    const run = await scenario.run(rotation());
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    const own = scenario.requests().filter((line) => line.includes('/v2/load_balancers/'));
    expect(own.map((line) => line.split(' ')[0])).toEqual(['GET', 'PUT', 'GET', 'PUT']);
  });

  it('`rotate` stops and names the fields when the response to an update differs from the request', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    const lbs = [1, 2].map((at) => scenario.simulator.addLoadBalancer({ ...rich(old.id), name: `lb-${at}` }));
    const changed = {
      ...structuredClone(lbs[0]),
      forwarding_rules: [https('another')],
      firewall: { allow: [], deny: [] },
    };
    scenario.simulator.fault({ method: 'PUT' }, { kind: 'status', status: 200, body: { load_balancer: changed } });
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/differs.*`forwarding_rules`.*`firewall`/u);
    expect(run.shown).not.toContain('198.51.100.0');
    expect(scenario.simulator.requests.filter(({ method }) => method === 'PUT').length).toBe(1);
    expect(scenario.names()).toContain('web');
    const states = JSON.parse(run.outputs['load_balancers'] ?? '') as { status: string }[];
    expect(states.map(({ status }) => status)).toEqual(['failed', 'failed']);
  });

  it('`rotate` names the missing scope of an update, and the next run completes the rotation', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    scenario.simulator.addLoadBalancer(rich(old.id));
    scenario.simulator.fault(
      { method: 'PUT' },
      {
        kind: 'status',
        status: 403,
        body: { id: 'forbidden', message: 'You are missing the required permission for this action.' },
      },
    );
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('load_balancer:update');
    expect(scenario.names()).toEqual(['web', renewedName()]);
    expect((await scenario.run(rotation())).exitCode).toBe(0);
    expect(scenario.names()).toEqual([renewedName()]);
  });
});

describe('partial failure', () => {
  it('`rotate` keeps the old certificate when a load balancer cannot be rebound, and rebinds the others', async () => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    const lbs = [1, 2, 3].map((at) => scenario.simulator.addLoadBalancer({ ...rich(old.id), name: `lb-${at}` }));
    scenario.simulator.fault(
      { method: 'PUT', path: `/v2/load_balancers/${String(lbs[1]?.['id'])}`, times: 2 },
      { kind: 'status', status: 422, body: { id: 'unprocessable_entity', message: 'droplet is gone' } },
    );
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/2 rebound.*"lb-2".*droplet is gone/u);
    expect(errorsOf(run)).toMatch(/request id [0-9a-f-]{36}/u);
    const states = JSON.parse(run.outputs['load_balancers'] ?? '') as { name: string; status: string }[];
    expect(states.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'lb-1 rebound',
      'lb-2 failed',
      'lb-3 rebound',
    ]);
    expect(scenario.names()).toEqual(['web', renewedName()]);
    expect((await scenario.run(rotation())).exitCode).toBe(0);
    expect(scenario.names()).toEqual([renewedName()]);
  });
});

describe('Kubernetes', () => {
  it.each([
    { tag: 'k8s:0123abcd-0123-0123-0123-0123456789ab' },
    { name: `a${'0123456789abcdef'.repeat(2).slice(0, 31)}` },
  ])('`rotate` does not change the load balancer of a Kubernetes cluster %o', async (mark) => {
    const { public: old } = stored(scenario, 'web', scenario.web);
    const lb = scenario.simulator.addLoadBalancer({ forwarding_rules: [https(old.id)], ...mark });
    const run = await scenario.run(rotation());
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(warningsOf(run)).toContain('service SERVICE --namespace NAMESPACE ');
    expect(run.outputs['text']).toMatch(/Kubernetes.*old/u);
    const annotation = 'service.beta.kubernetes.io/do-loadbalancer-certificate';
    expect(warningsOf(run)).toContain(`'${annotation}-id=${run.outputs['id']}'`);
    expect(warningsOf(run)).toContain(`'${annotation}-name=${renewedName()}'`);
    expect(JSON.parse(run.outputs['load_balancers'] ?? '')).toMatchObject([{ id: lb['id'], status: 'kubernetes' }]);
    expect(scenario.names()).toEqual(['web', renewedName()]);
    const short = await scenario.run(rotation({ min_days: '30' }));
    expect(short.exitCode).toBe(1);
    expect(errorsOf(short)).toContain('min_days is 30');
  });
});

describe('scopes for reading', () => {
  it('`rotate` reports all missing scopes at once', async () => {
    stored(scenario, 'web', scenario.web);
    for (const path of ['/v2/load_balancers', '/v2/cdn/endpoints'])
      scenario.simulator.fault(
        { path },
        {
          kind: 'status',
          status: 403,
          body: { id: 'forbidden', message: 'You are missing the required permission for this action.' },
        },
      );
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('load_balancer:read and cdn:read');
  });
});

describe('superseded rotation', () => {
  it('`rotate` deletes its upload when a later certificate appears after it', async () => {
    stored(scenario, 'web', scenario.web);
    let isSeeded = false;
    const later = await scenario.authority.issue({
      dnsNames: ['www.example.com'],
      notAfter: new Date(Date.now() + 200 * 86_400_000),
    });
    scenario.simulator.onRequest = ({ method }) => {
      if (method === 'POST' && !isSeeded) {
        isSeeded = true;
        stored(scenario, memberNameOf(later), later);
      }
    };
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain('<code>superseded</code>');
    expect(errorsOf(run)).toContain(`"${memberNameOf(later)}"`);
    expect(scenario.names()).toEqual(['web', memberNameOf(later)]);
  });
});

describe('leaf certificate without a DNS name', () => {
  it('`rotate` refuses a leaf certificate without a DNS name', async () => {
    const bare = await scenario.authority.issue({ dnsNames: [], commonName: 'www.example.com', withoutSan: true });
    const run = await scenario.run({ ...uploadOf(bare), operation: 'rotate' });
    expect(errorsOf(run)).toMatch(/no DNS name.*subjectAltName/u);
    expect(scenario.simulator.requests).toEqual([]);
  });
});
