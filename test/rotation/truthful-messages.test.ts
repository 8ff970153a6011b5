import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../authority/member-name.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { rotationOf, rule, statusesOf } from '../scenarios/rotation.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from '../scenarios/scenario.ts';

const scenario = useScenario({ serveTls: true }, { inProcess: true });

/** A load balancer that serves a certificate, as an endpoint. */
async function serve(certificateId: string): Promise<string> {
  const { simulator } = scenario;
  const lb = simulator.addLoadBalancer({ name: 'front-door', forwarding_rules: [rule(certificateId)] });
  await simulator.tls.sync();
  return `www.example.com@127.0.0.1:${simulator.tls.portOf(String(lb['id']))}`;
}

describe('a rotation', () => {
  it('Without consumers the summary does not say that the certificate serves', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    const run = await scenario.run(rotationOf(scenario));
    expect(run.exitCode).toBe(0);
    expect(run.summary).not.toMatch(/\bserves?\b|\bserved\b/u);
    const used = addIssued(scenario.simulator, 'api', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(used)] });
    const next = await scenario.run(rotationOf(scenario, { name: 'api' }));
    expect([next.exitCode, warningsOf(next)]).toEqual([0, '']);
  });

  it('A dry run probes the endpoints, and fails where the rotation would', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const endpoint = await serve(old);
    const run = await scenario.run(rotationOf(scenario, { dry_run: 'true', endpoints: endpoint }));
    expect([run.exitCode, errorsOf(run), warningsOf(run)]).toEqual([0, '', '']);
    expect(JSON.parse(run.outputs['endpoints'] ?? '')).toMatchObject([
      { host: 'www.example.com', sha1_fingerprint: scenario.web.sha1Fingerprint },
    ]);
    const wrong = 'www.example.com@127.0.0.1:1';
    const failed = await scenario.run(rotationOf(scenario, { dry_run: 'true', endpoints: `${endpoint}, ${wrong}` }));
    expect([failed.exitCode, statusesOf(failed.outputs['load_balancers'])]).toEqual([1, ['planned']]);
    expect(errorsOf(failed)).toContain(wrong);
    expect(scenario.simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('A dry run warns of an endpoint that serves a certificate of another family', async () => {
    addIssued(scenario.simulator, 'web', scenario.web);
    const other = await scenario.authority.issue({ dnsNames: ['www.example.com'] });
    const endpoint = await serve(addIssued(scenario.simulator, 'other', other));
    const run = await scenario.run(rotationOf(scenario, { dry_run: 'true', endpoints: endpoint }));
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toContain(endpoint);
  });
});

describe('`present` and `check`', () => {
  it('`present` with an older certificate says that the secrets are out of date, and does not suggest to rotate', async () => {
    addIssued(scenario.simulator, memberNameOf(scenario.renewed), scenario.renewed);
    const run = await scenario.run(uploadOf(scenario.web));
    expect([run.exitCode, run.outputs['matches'], run.outputs['changed']]).toEqual([1, 'false', 'false']);
    expect(errorsOf(run)).toContain('secrets are out of date');
    expect(errorsOf(run)).not.toContain('operation: rotate');
  });

  it('`present` with a newer certificate points to `rotate`', async () => {
    addIssued(scenario.simulator, memberNameOf(scenario.web), scenario.web);
    const run = await scenario.run(uploadOf(scenario.renewed));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('operation: rotate');
  });

  it('`check` by name names the consumer of the expiring member', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    addIssued(scenario.simulator, memberNameOf(scenario.renewed), scenario.renewed);
    scenario.simulator.addLoadBalancer({ name: 'front-door', forwarding_rules: [rule(old)] });
    const run = await scenario.run({ operation: 'check', name: 'web', min_days: '30' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(new RegExp(`"web" \\(${old}\\).*"front-door"\\sstill uses`, 'u'));
  });

  it('`matrix` has one row for a family with several members', async () => {
    const { simulator } = scenario;
    const due = { not_after: new Date(Date.now() + 10 * 86_400_000).toISOString() };
    for (const day of ['1', '2', '3']) {
      const digits = day.repeat(8);
      simulator.addCertificate({ name: `web-2026010${day}-${digits}`, sha1_fingerprint: digits.repeat(5), ...due });
    }
    simulator.addCertificate({ name: 'web', ...due });
    simulator.addCertificate({ name: 'api', ...due });
    for (const [operation, count] of [
      ['list', '5'],
      ['check', '5'],
    ] as const) {
      const run = await scenario.run({ operation, min_days: '365', on_expiring: 'ignore' });
      const { include } = JSON.parse(run.outputs['matrix'] ?? '') as { include: { family: string }[] };
      expect(include.map(({ family }) => family).toSorted()).toEqual(['api', 'web']);
      expect(run.outputs['count']).toBe(count);
    }
  });
});
