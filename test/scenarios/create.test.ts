import { describe, expect, it } from 'vitest';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();

describe('create', () => {
  it('uploads a new certificate', async () => {
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

  it('fails when the family has a member, and says which', async () => {
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

  it('fails just so in a dry run, and passes one when it would create', async () => {
    const free = await scenario.run({ ...uploadOf(scenario.web), operation: 'create', dry_run: 'True' });
    expect([free.exitCode, free.outputs['changed']]).toEqual([0, 'true']);
    scenario.simulator.addCertificate({ name: 'web' });
    const taken = await scenario.run({ ...uploadOf(scenario.web), operation: 'create', dry_run: 'true' });
    expect([taken.exitCode, taken.outputs['changed']]).toEqual([1, 'false']);
    expect(scenario.requests()).toEqual(['GET /v2/certificates', 'GET /v2/certificates']);
  });

  it('tells a name that the API says is taken by what the list shows a moment later', async () => {
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

  it('passes the API’s own words on, with its id, status and request id', async () => {
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
    expect(errorsOf(run)).toMatch(
      /POST \/v2\/certificates: the API answered 422 unprocessable_entity: "Invalid certificate data: odd curve" \(request id [0-9a-f-]{36}\)/u,
    );
  });
});
