import { describe, expect, it } from 'vitest';
import { CDN_ENDPOINTS } from '../../src/consumers/cdn-endpoint.ts';
import type { Raw } from '../../src/digitalocean/json.ts';
import { idOf } from '../samples.ts';

const [OLD, NEW, OTHER] = [idOf(0xa), idOf(0xb), idOf(0xc)];
const MANAGED = 'needs-cloudflare-cert';
const BASE: Raw = {
  id: idOf(1),
  origin: 'static.fra1.digitaloceanspaces.com',
  endpoint: 'static.fra1.cdn.digitaloceanspaces.com',
  created_at: '2026-01-01T00:00:00Z',
  certificate_id: OLD,
  custom_domain: 'static.example.com',
  ttl: 3_600,
};
const newIdOf = (id: string): string | undefined => (id === OLD ? NEW : undefined);
const build = (raw: Raw): Raw => CDN_ENDPOINTS.buildUpdate(CDN_ENDPOINTS.parse(raw), newIdOf);
const differ = (body: Raw, raw: Raw): string[] => CDN_ENDPOINTS.differingFields(body, CDN_ENDPOINTS.parse(raw));

describe('CDN endpoint of the wire', () => {
  it('It uses its certificate for its own domain, by which it is called', () => {
    expect(CDN_ENDPOINTS.parse({ ...BASE, certificate_id: OLD?.toUpperCase() })).toMatchObject({
      kind: CDN_ENDPOINTS,
      id: idOf(1),
      name: 'static.example.com',
      uses: [{ certificateId: OLD, hostName: 'static.example.com', isActive: true }],
      certificateIds: new Set([OLD]),
      status: '',
      bindsLater: false,
      isKubernetes: false,
    });
  });

  it.each([
    [{ custom_domain: '' }, 'static.fra1.cdn.digitaloceanspaces.com'],
    [{ custom_domain: null }, 'static.fra1.cdn.digitaloceanspaces.com'],
    [{ custom_domain: '', endpoint: '' }, idOf(1)],
  ])('With %j it is called %s, and its use has no host name', (changes, name) => {
    const consumer = CDN_ENDPOINTS.parse({ ...BASE, ...changes });
    expect([consumer.name, consumer.uses]).toEqual([name, [{ certificateId: OLD, isActive: true }]]);
  });

  it.each([MANAGED, MANAGED.toUpperCase(), '', null, undefined, 7])('The certificate %j is none of ours', (id) => {
    const { uses, certificateIds } = CDN_ENDPOINTS.parse({ ...BASE, certificate_id: id });
    expect([uses, certificateIds]).toEqual([[], new Set()]);
  });
});

describe('update of a CDN endpoint', () => {
  it.each<readonly [Raw, Raw]>([
    [{}, { ttl: 3_600, certificate_id: NEW, custom_domain: 'static.example.com' }],
    [{ certificate_id: OLD?.toUpperCase() }, { ttl: 3_600, certificate_id: NEW, custom_domain: 'static.example.com' }],
    [{ certificate_id: OTHER }, { ttl: 3_600, certificate_id: OTHER, custom_domain: 'static.example.com' }],
    [{ certificate_id: MANAGED }, { ttl: 3_600, certificate_id: MANAGED, custom_domain: 'static.example.com' }],
    // Sent empty, it would remove the domain.
    [{ custom_domain: '' }, { ttl: 3_600, certificate_id: NEW }],
    [{ custom_domain: null }, { ttl: 3_600, certificate_id: NEW }],
    [{ ttl: 0 }, { ttl: 0, certificate_id: NEW, custom_domain: 'static.example.com' }],
  ])('With %j the body is %j', (changes, body) => {
    expect(build({ ...BASE, ...changes })).toEqual(body);
  });

  const after = { ...BASE, certificate_id: NEW };
  it.each<readonly [Raw, readonly string[]]>([
    [{}, []],
    [{ certificate_id: NEW?.toUpperCase() }, []],
    [{ custom_domain: 'Static.Example.com' }, []],
    [{ new_field: 1, endpoint: 'x' }, []],
    [{ certificate_id: OLD }, ['certificate_id']],
    [{ certificate_id: undefined }, ['certificate_id']],
    [{ custom_domain: '' }, ['custom_domain']],
    [{ custom_domain: null }, ['custom_domain']],
    [{ ttl: 60 }, ['ttl']],
    [{ ttl: '3600' }, ['ttl']],
    [{ ttl: 60, custom_domain: 'x.example', certificate_id: OLD }, ['ttl', 'certificate_id', 'custom_domain']],
  ])('A response with %j differs in %j', (changes, fields) => {
    expect(differ(build(BASE), { ...after, ...changes })).toEqual(fields);
  });

  it.each(['', null, undefined])(
    'An endpoint without a domain that comes back with the domain %j is the same',
    (domain) => {
      const body = build({ ...BASE, custom_domain: '' });
      expect(differ(body, { ...after, custom_domain: domain })).toEqual([]);
      expect(differ(body, { ...after, custom_domain: 'x.example' })).toEqual(['custom_domain']);
    },
  );
});

it.each([
  ['C=US\nO=CloudFlare, Inc.\nOU=CloudFlare Origin SSL Certificate Authority', true],
  ['C=US\nO=CloudFlare, Inc.\nOU=CloudFlare Origin SSL ECC Certificate Authority', true],
  ["C=US\nO=Let's Encrypt\nCN=R11", false],
  ['C=US\nO=Cloudflare, Inc.\nCN=Cloudflare TLS Issuing ECC CA 1', false],
  ['', false],
])('CDN endpoints reject a certificate of the issuer %j (%s)', (issuer, isRejected) => {
  expect(CDN_ENDPOINTS.rejects?.(issuer) !== undefined).toBe(isRejected);
});
