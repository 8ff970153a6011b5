// Many processes, and left to CI: one for each rare shape of an account.
import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../authority/member-name.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { statusesOf } from './rotation.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario({ serveTls: true });

const rotation = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...uploadOf(scenario.renewed),
  operation: 'rotate',
  ...more,
});
const renewedName = (): string => memberNameOf(scenario.renewed);
const rule = (id: string): Record<string, unknown> => ({
  entry_protocol: 'https',
  entry_port: 443,
  target_protocol: 'http',
  target_port: 80,
  certificate_id: id,
});
const puts = (): number => scenario.simulator.requests.filter(({ method }) => method === 'PUT').length;

describe('CDN endpoints', () => {
  it('`rotate` ignores CDN endpoints that are deleted or rebound by someone else', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const gone = scenario.simulator.addCdnEndpoint({ certificate_id: old });
    const moved = scenario.simulator.addCdnEndpoint({ certificate_id: old });
    scenario.simulator.onRequest = ({ method }) => {
      if (method !== 'POST') return;
      scenario.simulator.world.cdnEndpoints = [moved];
      moved['certificate_id'] = 'needs-cloudflare-cert';
    };
    const run = await scenario.run(rotation());
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect([gone['certificate_id'], statusesOf(run.outputs['cdn_endpoints'])]).toEqual([old, []]);
    expect([puts(), moved['certificate_id']]).toEqual([0, 'needs-cloudflare-cert']);
  });

  it('`rotate` reads a CDN endpoint again after a lost response', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addCdnEndpoint({ certificate_id: old });
    scenario.simulator.fault({ method: 'PUT' }, { kind: 'break', effect: true });
    const run = await scenario.run(rotation());
    expect([run.exitCode, puts()]).toEqual([0, 1]);
    expect(JSON.parse(run.outputs['cdn_endpoints'] ?? '')).toMatchObject([{ status: 'rebound' }]);
  });

  it('`rotate` stops when the response for a CDN endpoint differs from the request', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const cdn = scenario.simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    scenario.simulator.fault(
      { method: 'PUT' },
      { kind: 'status', status: 200, body: { endpoint: { ...cdn, custom_domain: '' } } },
    );
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/differs.*`certificate_id`.*`custom_domain`/u);
    expect(scenario.names()).toContain('web');
  });

  it('`rotate` refuses a certificate of Cloudflare’s Origin CA for a CDN endpoint', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addCdnEndpoint({ certificate_id: old });
    const { makeAuthority } = await import('../authority/authority.ts');
    const origin = await (await makeAuthority({ name: 'CloudFlare Origin' })).issue({ dnsNames: ['www.example.com'] });
    const run = await scenario.run({ ...uploadOf(origin), operation: 'rotate' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain("Cloudflare's Origin CA");
    expect(scenario.simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('load balancers', () => {
  it('`rotate` ignores load balancers that are deleted meanwhile', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    scenario.simulator.onRequest = ({ path }) => {
      if (path.startsWith('/v2/load_balancers/')) scenario.simulator.world.loadBalancers = [];
    };
    const run = await scenario.run(rotation());
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(run.log.join('\n')).toMatch(/load balancer "front-door".*not exist/u);
  });

  it.each([
    ['POST', '/v2/certificates'],
    ['GET', '/v2/load_balancers/'],
  ])('`rotate` leaves load balancers that a Kubernetes cluster takes over at %s %s', async (at, beginning) => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const lb = scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    scenario.simulator.onRequest = ({ method, path }) => {
      if (method === at && path.startsWith(beginning)) lb['tag'] = 'k8s:0123abcd-0123-0123-0123-0123456789ab';
    };
    const run = await scenario.run(rotation());
    expect([run.exitCode, puts()]).toEqual([0, 0]);
    expect(warningsOf(run)).toMatch(/"front-door".*Annotate.*kubectl annotate/u);
    expect(JSON.parse(run.outputs['load_balancers'] ?? '')).toMatchObject([{ status: 'kubernetes' }]);
    expect(scenario.names()).toContain('web');
  });

  it('`rotate` tries again when a load balancer does not know the new certificate yet', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    scenario.simulator.fault(
      { method: 'PUT' },
      { kind: 'status', status: 404, body: { id: 'not_found', message: 'The certificate could not be found.' } },
    );
    const run = await scenario.run(rotation());
    expect([run.exitCode, puts()]).toEqual([0, 2]);
  });

  it('`rotate` fails with the message of the API when a load balancer is busy beyond `wait_timeout`', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    scenario.simulator.fault(
      { method: 'PUT', times: 99 },
      {
        kind: 'status',
        status: 403,
        body: { id: 'forbidden', message: "Load Balancer can't be updated while it processes previous actions" },
      },
    );
    const run = await scenario.run(rotation({ wait_timeout: '3' }));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('processes previous actions');
  });

  it('`rotate` keeps the old certificate when a managed domain uses it', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({
      type: 'GLOBAL',
      domains: [{ name: 'www.example.com', certificate_id: old, is_managed: true }],
    });
    const run = await scenario.run(rotation());
    expect([run.exitCode, puts()]).toEqual([0, 0]);
    expect(scenario.names()).toEqual(['web', renewedName()]);
    expect(run.log.join('\n')).toContain(`"web" (${old})`);
  });

  it('`rotate` reads the certificates again when a load balancer uses one that is not in the list', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule('892071a0-bb95-49bc-8021-3afd67a210bf')] });
    const run = await scenario.run(rotation({ dry_run: 'true' }));
    expect(run.exitCode).toBe(0);
    expect(scenario.requests().filter((line) => line === 'GET /v2/certificates').length).toBe(2);
  });
});

describe('later certificate', () => {
  it('`rotate` stops without a deletion when a later certificate appears meanwhile', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    const later = await scenario.authority.issue({
      dnsNames: ['www.example.com'],
      notAfter: new Date(Date.now() + 200 * 86_400_000),
    });
    const laterName = memberNameOf(later);
    scenario.simulator.onRequest = ({ method }) => {
      if (method === 'PUT' && !scenario.names().includes(laterName)) addIssued(scenario.simulator, laterName, later);
    };
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain('<code>superseded</code>');
    expect(errorsOf(run)).toContain(`"${laterName}"`);
    expect(scenario.names()).toEqual(['web', renewedName(), laterName]);
  });
});

describe('plan of a dry run', () => {
  it('`rotate` reports in a dry run what stays unchanged, and why', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    addIssued(scenario.simulator, renewedName(), scenario.renewed);
    scenario.simulator.addLoadBalancer({
      forwarding_rules: [rule(old)],
      tag: 'k8s:0123abcd-0123-0123-0123-0123456789ab',
    });
    const cdn = scenario.simulator.addCdnEndpoint({ certificate_id: old });
    const run = await scenario.run(rotation({ dry_run: 'true' }));
    expect(run.exitCode).toBe(0);
    const log = run.log.join('\n');
    expect(log).toMatch(new RegExp(`Leave certificate "${renewedName()}".*new one`, 'u'));
    expect(log).toMatch(/load balancer.*Kubernetes/u);
    expect(log).toContain(`Rebind CDN endpoint "${String(cdn['endpoint'])}"`);
    expect(log).toContain(`Leave certificate "web" (${old})`);
    const kept = await scenario.run(rotation({ dry_run: 'true', delete_previous: 'false' }));
    expect(kept.log.join('\n')).toContain('`delete_previous`');
  });
});

describe('supplied certificate', () => {
  it('`rotate` refuses a supplied certificate that exists in the state `error`', async () => {
    addIssued(scenario.simulator, 'web', scenario.renewed);
    Object.assign(scenario.simulator.certificates[0]?.public ?? {}, { state: 'error' });
    expect(errorsOf(await scenario.run(rotation()))).toMatch(/"web".*"error"/u);
  });

  it('`rotate` fails when an unrelated certificate has the name of the new one', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addCertificate({ name: renewedName(), sha1_fingerprint: 'f'.repeat(40) });
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(new RegExp(`"${renewedName()}".*another certificate`, 'u'));
  });

  it('`rotate` leaves `changed` empty when the upload is uncertain', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.fault({ method: 'POST', times: 9 }, { kind: 'break', effect: false });
    const run = await scenario.run(rotation({ wait_timeout: '1' }));
    expect([run.exitCode, run.outputs['changed']]).toEqual([1, '']);
    expect(errorsOf(run)).toMatch(/not known.*again/u);
  });

  it('`rotate` does not wait for an endpoint whose name does not resolve, and keeps the old certificate', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const lb = scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    await scenario.simulator.tls.sync();
    const port = scenario.simulator.tls.portOf(String(lb['id']));
    const run = await scenario.run(rotation({ endpoints: `www.example.com@127.0.0.1:${port}, nowhere.invalid` }));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/nowhere\.invalid:443 .*resolve/u);
    expect(JSON.parse(run.outputs['endpoints'] ?? '')).toMatchObject([
      { sha1_fingerprint: scenario.renewed.sha1Fingerprint },
      { host: 'nowhere.invalid', error: expect.stringContaining('ENOTFOUND') },
    ]);
    expect(scenario.names()).toContain('web');
    const done = await scenario.run(rotation({ endpoints: `www.example.com@127.0.0.1:${port}` }));
    expect([done.exitCode, errorsOf(done), warningsOf(done)]).toEqual([0, '', '']);
    expect(scenario.names()).toEqual([renewedName()]);
  });

  it('`rotate` refuses invalid inputs before anything is read', async () => {
    const run = await scenario.run(
      rotation({ endpoints: 'https://www.example.com', min_days: 'x', delete_previous: 'maybe' }),
    );
    expect(errorsOf(run)).toMatch(/\b3 .*`delete_previous`.*`min_days`.*`endpoints`.*"https:\/\/www.example.com"/u);
    expect(scenario.simulator.requests).toEqual([]);
  });
});
