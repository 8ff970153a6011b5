import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario({ serveTls: true });

const rotation = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...uploadOf(scenario.renewed),
  operation: 'rotate',
  ...more,
});
const renewedName = (): string => `web-${scenario.renewed.sha1Fingerprint.slice(0, 8)}`;
const rule = (id: string): Record<string, unknown> => ({
  entry_protocol: 'https',
  entry_port: 443,
  target_protocol: 'http',
  target_port: 80,
  certificate_id: id,
});
const puts = (): number => scenario.simulator.requests.filter(({ method }) => method === 'PUT').length;

describe('CDN endpoints', () => {
  it('that are gone, or moved by someone else, are no failure', async () => {
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
    expect(run.log.join('\n')).toContain(`CDN endpoint "${String(gone['endpoint'])}" is gone meanwhile`);
    expect([puts(), moved['certificate_id']]).toEqual([0, 'needs-cloudflare-cert']);
  });

  it('whose answer was lost are looked at before they are written again', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addCdnEndpoint({ certificate_id: old });
    scenario.simulator.fault({ method: 'PUT' }, { kind: 'break', effect: true });
    const run = await scenario.run(rotation());
    expect([run.exitCode, puts()]).toEqual([0, 1]);
    expect(JSON.parse(run.outputs['cdn_endpoints'] ?? '')).toMatchObject([{ status: 'rebound' }]);
  });

  it('whose answer differs stop everything', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const cdn = scenario.simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    scenario.simulator.fault(
      { method: 'PUT' },
      { kind: 'status', status: 200, body: { endpoint: { ...cdn, custom_domain: '' } } },
    );
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('differs from what was sent in `custom_domain` and `certificate_id`');
    expect(scenario.names()).toContain('web');
  });

  it('refuse a certificate of Cloudflare’s Origin CA: nothing is written', async () => {
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
  it('that are gone meanwhile are told, and are no failure', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    scenario.simulator.onRequest = ({ method }) => {
      if (method === 'POST') scenario.simulator.world.loadBalancers = [];
    };
    const run = await scenario.run(rotation());
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(run.log.join('\n')).toContain('load balancer "front-door" is gone meanwhile');
  });

  it('that a cluster takes over meanwhile are left to it', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const lb = scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    scenario.simulator.onRequest = ({ method }) => {
      if (method === 'POST') lb['tag'] = 'k8s:0123abcd-0123-0123-0123-0123456789ab';
    };
    const run = await scenario.run(rotation());
    expect(puts()).toBe(0);
    expect(JSON.parse(run.outputs['load_balancers'] ?? '')).toMatchObject([{ status: 'kubernetes' }]);
    expect(scenario.names()).toContain('web');
  });

  it('to which the new certificate is not known yet are tried again', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    scenario.simulator.fault(
      { method: 'PUT' },
      { kind: 'status', status: 404, body: { id: 'not_found', message: 'The certificate could not be found.' } },
    );
    const run = await scenario.run(rotation());
    expect([run.exitCode, puts()]).toEqual([0, 2]);
  });

  it('that stay busy beyond wait_timeout fail, by the API’s words', async () => {
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
    expect(errorsOf(run)).toContain("can't be updated while it processes previous actions");
  });

  it('with a managed domain on an old certificate keep that', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({
      type: 'GLOBAL',
      domains: [{ name: 'www.example.com', certificate_id: old, is_managed: true }],
    });
    const run = await scenario.run(rotation());
    expect([run.exitCode, puts()]).toEqual([0, 0]);
    expect(scenario.names()).toEqual(['web', renewedName()]);
    expect(run.log.join('\n')).toContain('stays: something that is not ours to change names it');
  });

  it('that name a certificate which no list knows make the certificates be read once more', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule('892071a0-bb95-49bc-8021-3afd67a210bf')] });
    const run = await scenario.run(rotation({ dry_run: 'true' }));
    expect(run.exitCode).toBe(0);
    expect(scenario.requests().filter((line) => line === 'GET /v2/certificates').length).toBe(2);
  });
});

describe('a later certificate that comes while consumers are moved', () => {
  it('ends the run as superseded: it takes nothing from that, and deletes nothing', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    const later = await scenario.authority.issue({
      dnsNames: ['www.example.com'],
      notAfter: new Date(Date.now() + 200 * 86_400_000),
    });
    const laterName = `web-${later.sha1Fingerprint.slice(0, 8)}`;
    scenario.simulator.onRequest = ({ method }) => {
      if (method === 'PUT' && !scenario.names().includes(laterName)) addIssued(scenario.simulator, laterName, later);
    };
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('Superseded');
    expect(scenario.names()).toEqual(['web', renewedName(), laterName]);
  });
});

describe('the plan', () => {
  it('tells what is left alone, and why', async () => {
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
    expect(log).toContain('it is the supplied one');
    expect(log).toContain('a Kubernetes cluster owns it');
    expect(log).toContain(`Rebind CDN endpoint "${String(cdn['endpoint'])}"`);
    expect(log).toContain(`Leave certificate "web" (${old}): something that is not rebound uses it.`);
    const kept = await scenario.run(rotation({ dry_run: 'true', delete_previous: 'false' }));
    expect(kept.log.join('\n')).toContain('`delete_previous` is false');
  });
});

describe('the certificate itself', () => {
  it('that is there and in the state error is refused', async () => {
    addIssued(scenario.simulator, 'web', scenario.renewed);
    Object.assign(scenario.simulator.certificates[0]?.public ?? {}, { state: 'error' });
    expect(errorsOf(await scenario.run(rotation()))).toContain('in the state "error"');
  });

  it('whose name is taken by a stranger is refused', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addCertificate({ name: renewedName(), sha1_fingerprint: 'f'.repeat(40) });
    const run = await scenario.run(rotation());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('is taken by another certificate');
  });

  it('whose upload nobody can vouch for leaves `changed` open', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.fault({ method: 'POST', times: 9 }, { kind: 'break', effect: false });
    const run = await scenario.run(rotation({ wait_timeout: '1' }));
    expect([run.exitCode, run.outputs['changed']]).toEqual([1, '']);
    expect(errorsOf(run)).toContain('run this again');
  });

  it('is awaited where it is served, and a name that does not resolve is told', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const lb = scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    await scenario.simulator.tls.sync();
    const port = scenario.simulator.tls.portOf(String(lb['id']));
    const run = await scenario.run(
      rotation({ wait_timeout: '3', endpoints: `www.example.com@127.0.0.1:${port}, nowhere.invalid` }),
    );
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('nowhere.invalid:443: the name does not resolve');
    expect(JSON.parse(run.outputs['endpoints'] ?? '')).toMatchObject([
      { sha1_fingerprint: scenario.renewed.sha1Fingerprint },
      { host: 'nowhere.invalid', error: expect.stringContaining('nowhere.invalid:443: the name does not resolve') },
    ]);
    expect(scenario.names()).toContain('web');
    const done = await scenario.run(rotation({ endpoints: `www.example.com@127.0.0.1:${port}` }));
    expect([done.exitCode, errorsOf(done), warningsOf(done)]).toEqual([0, '', '']);
    expect(scenario.names()).toEqual([renewedName()]);
  });

  it('with endpoints that are none is refused before anything is read', async () => {
    const run = await scenario.run(
      rotation({ endpoints: 'https://www.example.com', min_days: 'x', delete_previous: 'maybe' }),
    );
    expect(errorsOf(run)).toMatch(
      /3 things are wrong.*`delete_previous`.*`min_days`.*`endpoints` has "https:\/\/www.example.com"/u,
    );
    expect(scenario.simulator.requests).toEqual([]);
  });
});
