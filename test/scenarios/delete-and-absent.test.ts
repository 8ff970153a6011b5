// Many processes, and left to CI: one for each reason not to delete.
import { describe, expect, it } from 'vitest';
import { IN_USE_WORDINGS } from '../simulator/world.ts';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';
import { startSimulator } from '../simulator/simulator.ts';

const scenario = useScenario();

describe.each(['delete', 'absent'])('`%s`', (operation) => {
  it(`\`${operation}\` deletes the only member of a family`, async () => {
    const { public: there } = scenario.simulator.addCertificate({ name: 'web' });
    scenario.simulator.addCertificate({ name: 'web-2' });
    const run = await scenario.run({ operation, name: 'web' });
    expect(run.exitCode).toBe(0);
    const [first, ...rest] = scenario.requests();
    const remove = `DELETE /v2/certificates/${there.id}`;
    expect([first, rest.pop()]).toEqual(['GET /v2/certificates', remove]);
    // What uses it is read before the deletion is sent.
    expect(rest.toSorted()).toEqual(['GET /v2/cdn/endpoints', 'GET /v2/load_balancers']);
    expect(scenario.names()).toEqual(['web-2']);
    expect(run.outputs).toMatchObject({ changed: 'true', id: there.id, name: 'web' });
    expect(JSON.parse(run.outputs['deleted'] ?? '')).toEqual([{ ...there, days_remaining: 59 }]);
  });

  it(`\`${operation}\` deletes a certificate by its id and reports its name`, async () => {
    const { public: there } = scenario.simulator.addCertificate({ name: 'web' });
    const run = await scenario.run({ operation, id: there.id });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ name: 'web', changed: 'true' });
    expect(scenario.names()).toEqual([]);
  });

  it(`\`${operation}\` deletes nothing when several members match, and lists their ids`, async () => {
    const ids = [1, 2].map(() => scenario.simulator.addCertificate({ name: 'web' }).public.id);
    const run = await scenario.run({ operation, name: 'web' });
    expect(run.exitCode).toBe(1);
    for (const id of ids) expect(errorsOf(run)).toContain(id);
    expect(errorsOf(run)).toContain('`id`');
    expect(run.outputs).toMatchObject({ count: '2', changed: 'false', deleted: '[]' });
    expect(scenario.names()).toEqual(['web', 'web']);
  });

  it(`\`${operation}\` fails with every load balancer and CDN endpoint that uses the certificate`, async () => {
    const { public: there } = scenario.simulator.addCertificate({ name: 'web' });
    const rule = scenario.simulator.addLoadBalancer({
      name: 'front-door',
      forwarding_rules: [{ entry_protocol: 'https', certificate_id: there.id }],
    });
    const global = scenario.simulator.addLoadBalancer({
      name: 'world',
      type: 'GLOBAL',
      domains: [{ name: 'www.example.com', certificate_id: there.id }],
    });
    scenario.simulator.addLoadBalancer({
      name: 'other',
      forwarding_rules: [{ entry_protocol: 'http', certificate_id: '' }],
    });
    const cdn = scenario.simulator.addCdnEndpoint({ custom_domain: 'static.example.com', certificate_id: there.id });
    const run = await scenario.run({ operation, name: 'web' });
    expect(run.exitCode).toBe(1);
    for (const named of [
      `Certificate "web" (${there.id})`,
      `load balancer "front-door" (${rule['id']})`,
      `load balancer "world" (${global['id']})`,
      `CDN endpoint "static.example.com" (${cdn['id']})`,
    ])
      expect(errorsOf(run)).toContain(named);
    expect(scenario.requests().some((line) => line.startsWith('DELETE'))).toBe(false);
    expect(JSON.parse(run.outputs['load_balancers'] ?? '')).toEqual([
      { id: rule['id'], name: 'front-door', status: 'kept', error: '' },
      { id: global['id'], name: 'world', status: 'kept', error: '' },
    ]);
    expect(JSON.parse(run.outputs['cdn_endpoints'] ?? '')).toEqual([
      { id: cdn['id'], name: 'static.example.com', status: 'kept', error: '' },
    ]);
    expect(run.outputs).toMatchObject({ changed: 'false', id: there.id, deleted: '[]' });
    expect(run.summary).toContain('| load balancer | front-door | kept |');
    expect(scenario.names()).toEqual(['web']);
  });

  it(`\`${operation}\` changes nothing in a dry run and reports what it would do`, async () => {
    const { public: there } = scenario.simulator.addCertificate({ name: 'web' });
    const free = await scenario.run({ operation, name: 'web', dry_run: 'true' });
    expect([free.exitCode, free.outputs['changed'], free.outputs['deleted']]).toEqual([0, 'true', '[]']);
    expect(free.log.join('\n')).toMatch(/Dry run: .*"web"/u);
    scenario.simulator.addLoadBalancer({
      name: 'front-door',
      forwarding_rules: [{ entry_protocol: 'https', certificate_id: there.id }],
    });
    const used = await scenario.run({ operation, name: 'web', dry_run: 'true' });
    expect([used.exitCode, used.outputs['changed']]).toEqual([1, 'false']);
    expect(errorsOf(used)).toContain('load balancer "front-door"');
    expect(scenario.names()).toEqual(['web']);
  });

  it(`\`${operation}\` tries again while the API reports a use that does not exist`, async () => {
    scenario.simulator.addCertificate({ name: 'web' });
    const { status, message } = IN_USE_WORDINGS['active'];
    scenario.simulator.fault(
      { method: 'DELETE' },
      { kind: 'status', status, body: { id: 'unprocessable_entity', message } },
    );
    const run = await scenario.run({ operation, name: 'web' });
    expect(run.exitCode).toBe(0);
    expect(run.log.join('\n')).toMatch(/Waiting.*"web".*in use/u);
    expect(scenario.names()).toEqual([]);
  });

  it(`\`${operation}\` fails when the API reports such a use for longer than \`wait_timeout\``, async () => {
    scenario.simulator.addCertificate({ name: 'web' });
    const { status, message } = IN_USE_WORDINGS['being-used'];
    scenario.simulator.fault(
      { method: 'DELETE', times: 9 },
      { kind: 'status', status, body: { id: 'forbidden', message } },
    );
    const run = await scenario.run({ operation, name: 'web', wait_timeout: '1' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/"web".*no consumer.*`wait_timeout`/u);
    expect(scenario.names()).toEqual(['web']);
  });
});

describe('missing certificate', () => {
  it('`delete` fails for a missing certificate and suggests `absent`', async () => {
    const run = await scenario.run({ operation: 'delete', name: 'web' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('`operation: absent`');
  });

  it.each([{ name: 'web' }, { id: '892071a0-bb95-49bc-8021-3afd67a210bf' }])(
    '`absent` succeeds without a change for the missing certificate %o',
    async (target) => {
      const run = await scenario.run({ operation: 'absent', ...target });
      expect([run.exitCode, run.outputs['changed'], run.outputs['deleted']]).toEqual([0, 'false', '[]']);
    },
  );

  it('A certificate that disappears before the deletion is an error for `delete` but not for `absent`', async () => {
    for (const [operation, exitCode] of [
      ['delete', 1],
      ['absent', 0],
    ] as const) {
      scenario.simulator.addCertificate({ name: 'web' });
      scenario.simulator.fault(
        { method: 'DELETE' },
        { kind: 'status', status: 404, effect: true, body: { id: 'not_found', message: 'gone' } },
      );
      const run = await scenario.run({ operation, name: 'web' });
      expect([run.exitCode, run.outputs['changed']]).toEqual([exitCode, 'false']);
    }
  });
});

describe('token with missing scopes', () => {
  it('A token without `cdn:read` is reported when the certificate is in use', async () => {
    const simulator = await startSimulator({
      scopes: ['certificate:read', 'certificate:delete', 'load_balancer:read'],
    });
    try {
      const { public: there } = simulator.addCertificate({ name: 'web' });
      simulator.addCdnEndpoint({ certificate_id: there.id });
      const account = { token: simulator.token, api_url: simulator.url, name: 'web' };
      const run = await scenario.run({ ...account, operation: 'delete' });
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toContain('cdn:read');
      const planned = await scenario.run({ ...account, operation: 'delete', dry_run: 'true' });
      expect(planned.exitCode).toBe(0);
      expect(warningsOf(planned)).toContain('cdn:read');
    } finally {
      await simulator.close();
    }
  });

  it.each([
    ['certificate:read', 'list', {}],
    ['certificate:delete', 'delete', { name: 'web' }],
  ])('A token without the scope %s is reported', async (scope, operation, inputs) => {
    const scopes = ['certificate:read', 'certificate:create', 'certificate:delete'].filter((each) => each !== scope);
    const simulator = await startSimulator({ scopes });
    try {
      simulator.addCertificate({ name: 'web' });
      const run = await scenario.run({ token: simulator.token, api_url: simulator.url, operation, ...inputs });
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toContain(`scope ${scope}`);
      expect(errorsOf(run)).toMatch(/403 forbidden.*request id/u);
    } finally {
      await simulator.close();
    }
  });
});
