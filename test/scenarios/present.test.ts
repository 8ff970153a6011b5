import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../authority/member-name.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario();

describe('`present` without a certificate', () => {
  it('`present` uploads the leaf certificate, the chain and the key, and reports the result', async () => {
    const run = await scenario.run(uploadOf(scenario.web));
    expect(run.exitCode).toBe(0);
    // The CA of the tests is a private one, which is a notice.
    expect(run.annotations.filter(({ level }) => level !== 'notice')).toEqual([]);
    expect(scenario.requests()).toEqual(['GET /v2/certificates', 'POST /v2/certificates']);
    const { web, authority, simulator } = scenario;
    expect(simulator.requests[1]?.body).toEqual({
      name: 'web',
      type: 'custom',
      private_key: web.privateKey,
      leaf_certificate: web.leafCertificate,
      certificate_chain: authority.intermediate,
    });
    const there = simulator.certificates[0]?.public;
    expect(run.outputs).toMatchObject({
      id: there?.id,
      name: 'web',
      type: 'custom',
      state: 'verified',
      not_after: there?.not_after,
      days_remaining: '19',
      sha1_fingerprint: web.sha1Fingerprint,
      created_at: there?.created_at,
      dns_names: '["www.example.com"]',
      count: '1',
      changed: 'true',
      matches: 'true',
      certificates_file: '',
      load_balancers: '[]',
      cdn_endpoints: '[]',
      deleted: '[]',
      matrix: '',
    });
    expect(JSON.parse(run.outputs['created'] ?? '')).toEqual({ ...there, days_remaining: 19 });
    expect(JSON.parse(run.outputs['certificate'] ?? '')).toEqual({ ...there, days_remaining: 19 });
    expect(JSON.parse(run.outputs['certificates'] ?? '')).toEqual([{ ...there, days_remaining: 19 }]);
    expect(run.log).toEqual([
      expect.stringMatching(new RegExp(`^Created .*${there?.id}.*${there?.not_after}.*${web.sha1Fingerprint}`, 'u')),
    ]);
    expect(run.summary).toMatch(/^### .*: present web\n/u);
    expect(run.summary).toContain(
      `| web | custom | verified | 19 | ${there?.not_after} | www&#46;example.com | ${there?.id} |`,
    );
  });

  it('`present` sends the token as a bearer and its own name as the user agent', async () => {
    await scenario.run(uploadOf(scenario.web));
    for (const { headers } of scenario.simulator.requests) {
      expect(headers.authorization).toBe(`Bearer ${scenario.simulator.token}`);
      expect(headers['user-agent']).toBe('digitalocean-certificate-action/1.0.0');
    }
  });

  it('`present` changes nothing in a dry run and reports what it would do', async () => {
    const run = await scenario.run({ ...uploadOf(scenario.web), dry_run: 'true' });
    expect(run.exitCode).toBe(0);
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
    expect(run.outputs).toMatchObject({ changed: 'true', created: '', id: '', count: '0' });
    expect(run.log.join('\n')).toMatch(/Dry run: Upload.*"web"/u);
    expect(run.summary).toContain('(dry run)');
  });
});

describe('`present` with the supplied certificate', () => {
  it('`present` only reads the list when the certificate exists', async () => {
    await scenario.run(uploadOf(scenario.web));
    const run = await scenario.run(uploadOf(scenario.web));
    expect(run.exitCode).toBe(0);
    expect(scenario.requests().slice(2)).toEqual(['GET /v2/certificates']);
    expect(run.outputs).toMatchObject({
      changed: 'false',
      created: '',
      matches: 'true',
      sha1_fingerprint: scenario.web.sha1Fingerprint,
    });
  });

  it('`present` accepts a renewed member of the family', async () => {
    const { sha1Fingerprint } = scenario.web;
    const name = memberNameOf(scenario.web);
    scenario.simulator.addCertificate({ name, sha1_fingerprint: sha1Fingerprint });
    const run = await scenario.run(uploadOf(scenario.web));
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ name, changed: 'false', matches: 'true' });
  });

  it('`present` prefers the supplied certificate to one that expires later, and the oldest of two copies', async () => {
    const { sha1Fingerprint } = scenario.web;
    scenario.simulator.addCertificate({ name: 'web', not_after: '2040-01-01T00:00:00Z' });
    scenario.simulator.addCertificate({
      name: 'web',
      sha1_fingerprint: sha1Fingerprint,
      created_at: '2026-06-01T00:00:00Z',
    });
    const oldest = scenario.simulator.addCertificate({
      name: 'web',
      sha1_fingerprint: sha1Fingerprint,
      created_at: '2026-05-01T00:00:00Z',
    });
    const run = await scenario.run(uploadOf(scenario.web));
    expect(run.outputs).toMatchObject({ id: oldest.public.id, matches: 'true' });
  });

  it('`present` does not confuse a certificate with a similar name with a member', async () => {
    scenario.simulator.addCertificate({ name: 'web-20261124' });
    scenario.simulator.addCertificate({ name: 'web-deadbeef', sha1_fingerprint: 'a'.repeat(40) });
    const run = await scenario.run(uploadOf(scenario.web));
    expect(run.exitCode).toBe(0);
    expect(run.outputs['changed']).toBe('true');
    expect(scenario.names()).toEqual(['web-20261124', 'web-deadbeef', 'web']);
  });

  it('`present` fails when the certificate is in the state `error`', async () => {
    scenario.simulator.addCertificate({ name: 'web', sha1_fingerprint: scenario.web.sha1Fingerprint, state: 'error' });
    const run = await scenario.run(uploadOf(scenario.web));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/state "error".*operation: absent/u);
    expect(run.outputs['state']).toBe('error');
  });
});

describe('`present` with another certificate', () => {
  it('`present` fails without a change and names both expiry dates and `rotate`', async () => {
    await scenario.run(uploadOf(scenario.web));
    const run = await scenario.run(uploadOf(scenario.renewed));
    expect(run.exitCode).toBe(1);
    expect(scenario.requests().slice(2)).toEqual(['GET /v2/certificates']);
    const [old, fresh] = [scenario.web, scenario.renewed].map(({ leafCertificate }) =>
      new X509Certificate(leafCertificate).validToDate.toISOString().slice(0, 19),
    );
    expect(errorsOf(run)).toContain(`${old}Z`);
    expect(errorsOf(run)).toContain(`${fresh}Z`);
    expect(errorsOf(run)).toContain('`operation: rotate`');
    expect(run.outputs).toMatchObject({
      matches: 'false',
      changed: 'false',
      sha1_fingerprint: scenario.web.sha1Fingerprint,
    });
    expect(run.summary).toContain('<code>mismatch</code>');
  });

  it('`present` warns with `on_mismatch: warn`', async () => {
    await scenario.run(uploadOf(scenario.web));
    const run = await scenario.run({ ...uploadOf(scenario.renewed), on_mismatch: 'warn' });
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toMatch(/"web".*`operation: rotate`/u);
    expect(run.outputs).toMatchObject({ matches: 'false', changed: 'false' });
  });
});

describe('name of a member', () => {
  it.each([
    ['present', 'web'],
    ['create', 'web'],
  ])('`%s` refuses the suffixed name of a member and suggests the family', async (operation, family) => {
    const { sha1Fingerprint } = scenario.renewed;
    const name = memberNameOf(scenario.renewed, family);
    scenario.simulator.addCertificate({ name, sha1_fingerprint: sha1Fingerprint });
    const run = await scenario.run({ ...uploadOf(scenario.web, name), operation });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('`name: web`');
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
  });

  it('`present` refuses a name that the upload would turn into a suffixed name', async () => {
    const run = await scenario.run(uploadOf(scenario.web, memberNameOf(scenario.web)));
    expect(run.exitCode).toBe(1);
    expect(scenario.names()).toEqual([]);
  });
});

describe('concurrent runs', () => {
  it('Two runs at the same time upload one certificate, and both succeed', async () => {
    const runs = await Promise.all([scenario.run(uploadOf(scenario.web)), scenario.run(uploadOf(scenario.web))]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(scenario.names()).toEqual(['web']);
    expect(new Set(runs.map(({ outputs }) => outputs['id'])).size).toBe(1);
    expect(runs.map(({ outputs }) => outputs['changed']).toSorted()).toContain('true');
  });
});
