import { describe, expect, it } from 'vitest';
import { isKubernetesLoadBalancer } from '../../src/consumers/kubernetes.ts';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { idOf } from '../samples.ts';

const [A, B, C] = [idOf(0xa), idOf(0xb), idOf(0xc)];

describe('load balancer of the wire', () => {
  it('Its uses are the rules and domains that may be rebound, and its certificates are those of all', () => {
    const raw = {
      id: idOf(1),
      name: 'world',
      status: 'active',
      type: 'GLOBAL',
      forwarding_rules: [{ certificate_id: A?.toUpperCase() }, { certificate_id: '' }, {}, null],
      domains: [
        { name: 'a.example', certificate_id: B },
        { name: 'm.example', certificate_id: C, is_managed: true },
      ],
    };
    expect(LOAD_BALANCERS.parse(raw)).toMatchObject({
      kind: LOAD_BALANCERS,
      id: idOf(1),
      name: 'world',
      status: 'active',
      bindsLater: true,
      isKubernetes: false,
      uses: [
        { certificateId: A, isActive: true },
        { certificateId: B, hostName: 'a.example', isActive: true },
      ],
      certificateIds: new Set([A, B, C]),
      validationReasons: [],
      raw,
    });
  });

  it.each([
    ['active', true],
    ['ACTIVE', true],
    ['', true],
    [undefined, true],
    [null, true],
    ['pending', false],
    ['new', false],
    ['error', false],
  ])('A domain with the status %j serves its certificate (%s)', (status, isActive) => {
    const domains = [{ name: 'a.example', certificate_id: B, status }];
    expect(LOAD_BALANCERS.parse({ type: 'GLOBAL', domains }).uses).toEqual([
      { certificateId: B, hostName: 'a.example', isActive },
    ]);
  });

  it('Both kinds of reasons of a domain are read', () => {
    const domain = { name: 'a.example', verification_error_reasons: ['x'], ssl_validation_error_reasons: ['y'] };
    expect(LOAD_BALANCERS.parse({ domains: [domain, { name: 'b.example' }] }).validationReasons).toEqual([
      { hostName: 'a.example', reason: 'x' },
      { hostName: 'a.example', reason: 'y' },
    ]);
  });

  it.each([{}, { id: 7, name: null, tags: 'x', forwarding_rules: {}, domains: 'y', type: 'REGIONAL' }])(
    'A load balancer like %j is read without an error',
    (raw) => {
      expect(LOAD_BALANCERS.parse(raw)).toMatchObject({ id: '', name: '', uses: [], bindsLater: false });
    },
  );
});

describe('load balancer of a Kubernetes cluster', () => {
  const uuid = idOf(1);
  it.each([
    ['web', [], false],
    ['web', ['k8s'], false],
    ['web', [`k8s:${uuid}`], true],
    ['web', ['other', `k8s:${uuid}`], true],
    ['web', [`k8s:${uuid}0`], false],
    ['web', ['k8s:worker'], false],
    [`a${uuid.replaceAll('-', '').slice(0, 31)}`, [], true],
    [`a${uuid.replaceAll('-', '')}`, [], false],
    [`b${uuid.replaceAll('-', '').slice(0, 31)}`, [], false],
  ])('It is told of the name %s and the tags %j whether a cluster owns it (%s)', (name, tags, expected) => {
    expect(isKubernetesLoadBalancer(name, tags)).toBe(expected);
    expect(LOAD_BALANCERS.parse({ name, tags }).isKubernetes).toBe(expected);
  });

  it('The tag by which a load balancer finds its droplets counts too', () => {
    expect(LOAD_BALANCERS.parse({ name: 'web', tag: `k8s:${uuid}` }).isKubernetes).toBe(true);
  });
});
