import { describe, expect, it } from 'vitest';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();

describe('`create`', () => {
  it('`create` uploads a new certificate', async () => {
    const run = await scenario.run({ ...uploadOf(scenario.web), operation: 'create' });
    expect(run.exitCode).toBe(0);
    expect(scenario.requests()).toEqual(['GET /v2/certificates', 'POST /v2/certificates']);
    expect(run.outputs).toMatchObject({
      changed: 'true',
      matches: 'true',
      name: 'web',
      sha1_fingerprint: scenario.web.sha1Fingerprint,
    });
  });

  it('`create` fails with the id of the certificate when the family has a member', async () => {
    const there = scenario.simulator.addCertificate({ name: 'web' });
    const run = await scenario.run({ ...uploadOf(scenario.web), operation: 'create' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain(`"web" (${there.public.id})`);
    expect(errorsOf(run)).toContain('`operation: present`');
    expect(run.outputs).toMatchObject({
      id: there.public.id,
      changed: 'false',
      created: '',
      matches: 'false',
      count: '1',
    });
    expect(scenario.requests()).toEqual(['GET /v2/certificates']);
  });

  it('`create` succeeds or fails in a dry run as it would without one', async () => {
    const free = await scenario.run({ ...uploadOf(scenario.web), operation: 'create', dry_run: 'True' });
    expect([free.exitCode, free.outputs['changed']]).toEqual([0, 'true']);
    scenario.simulator.addCertificate({ name: 'web' });
    const taken = await scenario.run({ ...uploadOf(scenario.web), operation: 'create', dry_run: 'true' });
    expect([taken.exitCode, taken.outputs['changed']]).toEqual([1, 'false']);
    expect(scenario.requests()).toEqual(['GET /v2/certificates', 'GET /v2/certificates']);
  });

  it('`create` fails with the id of the certificate when the API says that the name is taken', async () => {
    scenario.simulator.fault(
      { method: 'POST' },
      { kind: 'status', status: 422, body: { id: 'unprocessable_entity', message: 'name is not unique' } },
    );
    scenario.simulator.fault(
      { method: 'GET', path: '/v2/certificates', times: 1 },
      { kind: 'status', status: 200, body: { certificates: [], meta: { total: 0 } } },
    );
    const there = scenario.simulator.addCertificate({ name: 'web' });
    const run = await scenario.run({ ...uploadOf(scenario.web), operation: 'create' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain(there.public.id);
    expect(run.outputs['changed']).toBe('false');
  });

  it('`create` shows the message of the API with its id, status and request id', async () => {
    scenario.simulator.fault(
      { method: 'POST' },
      {
        kind: 'status',
        status: 422,
        body: { id: 'unprocessable_entity', message: 'Invalid certificate data: odd curve' },
      },
    );
    const run = await scenario.run({ ...uploadOf(scenario.web), operation: 'create' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/^POST \/v2\/certificates: .*\b422 unprocessable_entity\b/u);
    expect(errorsOf(run)).toContain('"Invalid certificate data: odd curve"');
    expect(errorsOf(run)).toMatch(/request id [0-9a-f-]{36}/u);
  });
});
