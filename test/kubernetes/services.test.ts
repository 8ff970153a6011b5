import { describe, expect, it } from 'vitest';
import { isAnnotatedWith, patchOf, serviceOf } from '../../src/kubernetes/service.ts';
import { CERTIFICATE_ID, CERTIFICATE_NAME, LOAD_BALANCER_ID } from '../simulator/kubernetes.ts';
import { useScenario } from '../scenarios/scenario.ts';
import { renewedNameOf, rotationOf } from '../scenarios/rotation.ts';
import { clusterRequests, makeClusterWorld } from './cluster-world.ts';
import { warningsOf } from '../scenarios/scenario.ts';

const scenario = useScenario(
  { now: () => scenario.clock.now(), onHold: () => setImmediate(() => scenario.clock.expireRequests()) },
  { inProcess: true },
);

describe('a merge patch', () => {
  const certificate = { id: 'new-id', name: 'web-2' };

  it.each([
    [undefined, { [CERTIFICATE_ID]: 'new-id' }],
    ['', { [CERTIFICATE_ID]: 'new-id', [CERTIFICATE_NAME]: 'web-2' }],
    ['web', { [CERTIFICATE_ID]: 'new-id', [CERTIFICATE_NAME]: 'web-2' }],
  ])(
    'With the name annotated as %j it has these annotations and the version that was read',
    (certificateName, annotations) => {
      expect(patchOf({ resourceVersion: '7', certificateName }, certificate)).toEqual({
        metadata: { resourceVersion: '7', annotations },
      });
    },
  );

  it.each([
    ['new-id', undefined, true],
    ['new-id', 'web', true],
    ['', 'web-2', true],
    ['', undefined, false],
    ['old-id', 'web-2', false],
  ])(
    'A Service annotated with the id %j and the name %j names the certificate: %s',
    (certificateId, certificateName, expected) => {
      expect(isAnnotatedWith({ certificateId, certificateName }, certificate)).toBe(expected);
    },
  );
});

describe('a Service of the wire', () => {
  const raw = (metadata: object, type = 'LoadBalancer'): ReturnType<typeof serviceOf> =>
    serviceOf({ metadata: { namespace: 'shop', name: 'ingress', ...metadata }, spec: { type } });

  it.each([
    ['a path as its name', raw({ name: '../nodes' })],
    ['capital letters', raw({ name: 'Ingress' })],
    ['an empty namespace', raw({ namespace: '' })],
    ['a name that is too long', raw({ name: 'x'.repeat(64) })],
    ['another type', raw({}, 'ClusterIP')],
    ['nothing', serviceOf({})],
  ])('What has %s is left out', (_, service) => {
    expect(service).toBeUndefined();
  });

  it('What is no text in its annotations counts as missing, and ids are the same in capital letters', () => {
    const annotations = { [LOAD_BALANCER_ID]: 'ABC', [CERTIFICATE_ID]: 7, [CERTIFICATE_NAME]: null };
    expect(raw({ annotations })).toMatchObject({
      loadBalancerId: 'abc',
      certificateId: '',
      certificateName: undefined,
    });
  });
});

describe('an API server that misbehaves', () => {
  const leave = async (): Promise<string> => {
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, scenario.names()]).toEqual([0, ['web', renewedNameOf(scenario)]]);
    return warningsOf(run);
  };

  it('A redirect is not followed, and the credentials stay where they belong', async () => {
    await makeClusterWorld(scenario);
    const { url } = scenario.simulator;
    scenario.simulator.fault(
      { path: '/api/v1/' },
      { kind: 'status', status: 307, headers: { location: `${url}/stolen` } },
    );
    expect(await leave()).toContain('redirects are not followed');
    expect(scenario.simulator.requests.some(({ path }) => path.includes('stolen'))).toBe(false);
  });

  it('Ten megabytes are not read', async () => {
    await makeClusterWorld(scenario);
    scenario.simulator.fault(
      { path: '/api/v1/', times: 3 },
      { kind: 'status', status: 200, body: { items: 'x'.repeat(10_000_000) } },
    );
    expect(await leave()).toContain('no readable response');
    expect(clusterRequests(scenario).length).toBe(3);
  });

  it('One that never responds costs three requests of half a minute', async () => {
    await makeClusterWorld(scenario);
    scenario.simulator.fault({ path: '/api/v1/', times: Infinity }, { kind: 'late', effect: false });
    expect(await leave()).toContain('none within 30 s');
    expect(clusterRequests(scenario).length).toBe(3);
    expect(scenario.clock.sleptMs).toBeLessThan(100_000);
  });

  it.each([
    ['HTML', '<html>'],
    ['a list that is none', { items: {} }],
    ['null', null],
  ])('A success with %s is none', async (_, body) => {
    await makeClusterWorld(scenario);
    scenario.simulator.fault({ path: '/api/v1/', times: Infinity }, { kind: 'status', status: 200, body });
    expect(await leave()).toContain('kubectl annotate');
  });

  it('One with another certificate than that of its cluster gets no credentials', async () => {
    await makeClusterWorld(scenario);
    const { clusterTls } = scenario.simulator.world;
    const { authority: foreign } = (await import('../simulator/kubernetes.ts')).makeClusterTls();
    if (clusterTls === undefined) throw new Error('no cluster');
    scenario.simulator.fault(
      { path: /credentials/u },
      {
        kind: 'alter',
        effect: true,
        change: (body) => ({ ...body, certificate_authority_data: Buffer.from(foreign).toString('base64') }),
      },
    );
    expect(await leave()).toMatch(/certificate/iu);
    expect(clusterRequests(scenario)).toEqual([]);
  });
});
