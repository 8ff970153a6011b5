import { describe, expect, it } from 'vitest';
import type { Consumer } from '../../src/consumers/consumer.ts';
import { checkCoverage } from '../../src/rotation/coverage.ts';
import { findUsers, selectCertificates } from '../../src/rotation/selection.ts';
import { findSource } from '../../src/rotation/source.ts';
import type { RotateOptions } from '../../src/task.ts';
import {
  cdnEndpointOf,
  certificateOf,
  globalLoadBalancerOf,
  idOf,
  loadBalancerOf,
  rotateTaskOf,
  suppliedOf,
  uploadedTaskOf,
} from '../samples.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const [OLD, NEWER, OTHER] = [idOf(0xa), idOf(0xb), idOf(0xc)];
const CLUSTER = { tags: [`k8s:${idOf(5)}`] };
const ORIGIN_CA = 'C=US\nO=CloudFlare, Inc.\nOU=CloudFlare Origin SSL Certificate Authority';

interface Situation {
  /** The names that the old certificate has, and the supplied one. */
  readonly old?: readonly string[];
  readonly supplied?: readonly string[];
  readonly issuer?: string;
  readonly task?: Partial<RotateOptions>;
}

/** The code of the failure, and its message. */
function check(
  consumers: readonly Consumer[],
  situation: Situation = {},
  other = ['shop.example'],
): { code: string; message: string } {
  const { old = ['www.example.com'], supplied = ['www.example.com'], issuer = 'CN=Test', task = {} } = situation;
  const certificates = [
    certificateOf({ id: OLD, expires: '2026-12-01T00:00:00Z', dnsNames: old }),
    certificateOf({
      id: NEWER,
      name: 'web-20261120-cdcdcdcd',
      sha1Fingerprint: 'cd'.repeat(20),
      expires: '2026-11-30T00:00:00Z',
      dnsNames: ['newer.example'],
    }),
    certificateOf({ id: OTHER, name: 'shop', dnsNames: other }),
  ];
  const rotation = rotateTaskOf({ supplied: suppliedOf({ dnsNames: supplied, issuer }), ...task });
  const source = findSource(rotation, certificates, NOW);
  const { replaced } = selectCertificates(rotation, source, certificates, NOW);
  const { allowDroppedNames } = rotation;
  try {
    checkCoverage({ ...source, replaced, allowDroppedNames }, findUsers(consumers, replaced).rebindable);
  } catch (error) {
    return error as { code: string; message: string };
  }
  return { code: 'none', message: '' };
}

describe('host names that consumers serve', () => {
  it.each<readonly [string, Consumer, readonly string[], string]>([
    ['a domain that is covered', globalLoadBalancerOf({ 'a.example': OLD }), ['a.example'], 'none'],
    ['a domain in other letters', globalLoadBalancerOf({ 'A.Example': OLD }), ['a.example'], 'none'],
    ['a domain under a wildcard', globalLoadBalancerOf({ 'a.b.example': OLD }), ['*.b.example'], 'none'],
    ['a domain that is not covered', globalLoadBalancerOf({ 'a.example': OLD }), ['b.example'], 'uncovered_domain'],
    ['the name above a wildcard', globalLoadBalancerOf({ 'b.example': OLD }), ['*.b.example'], 'uncovered_domain'],
    [
      'a name two below a wildcard',
      globalLoadBalancerOf({ 'x.a.b.example': OLD }),
      ['*.b.example'],
      'uncovered_domain',
    ],
    ['a wildcard', globalLoadBalancerOf({ '*.b.example': OLD }), ['a.b.example'], 'uncovered_domain'],
    ['the same wildcard', globalLoadBalancerOf({ '*.b.example': OLD }), ['*.b.example'], 'none'],
    ['a domain of another certificate', globalLoadBalancerOf({ 'a.example': OTHER }), ['b.example'], 'none'],
    [
      'domains of the old certificate and of another one',
      globalLoadBalancerOf({ 'a.example': OLD, 'c.example': OTHER }),
      ['a.example'],
      'none',
    ],
    ['a domain of a newer member', globalLoadBalancerOf({ 'a.example': NEWER }), ['b.example'], 'none'],
    ['a CDN endpoint', cdnEndpointOf(OLD, 'a.example'), ['b.example'], 'uncovered_domain'],
    ['a CDN endpoint without a domain', cdnEndpointOf(OLD), ['b.example'], 'none'],
    ['rules, which have no host name', loadBalancerOf([OLD]), ['b.example'], 'none'],
    ['a cluster', globalLoadBalancerOf({ 'a.example': OLD }, CLUSTER), ['b.example'], 'none'],
  ])('With %s the outcome is right', (_, consumer, supplied, code) => {
    // The names of the certificate itself are another rule.
    expect(check([consumer], { supplied, task: { allowDroppedNames: true } }).code).toBe(code);
  });

  it('`allow_dropped_names` lets no host name go uncovered, and each is named with its consumer', () => {
    const consumers = [
      globalLoadBalancerOf({ 'a.example': OLD, 'www.example.com': OLD }),
      cdnEndpointOf(OLD, 'b.example'),
    ];
    const { code, message } = check(consumers, { task: { allowDroppedNames: true } });
    expect(code).toBe('uncovered_domain');
    expect(message).toContain('"a.example" of load balancer "world"');
    expect(message).toContain('"b.example" of CDN endpoint "b.example"');
    expect(message).not.toContain('"www.example.com"');
  });

  it('With `allow_older` the domains of newer members count too', () => {
    const consumer = globalLoadBalancerOf({ 'a.example': NEWER });
    const task = { allowDroppedNames: true, allowOlder: true };
    expect(check([consumer], { task }).code).toBe('uncovered_domain');
  });
});

describe('names that certificates in use cover', () => {
  const user = loadBalancerOf([OLD]);
  it.each<readonly [string, readonly Consumer[], Situation, string]>([
    ['the same name', [user], {}, 'none'],
    ['a name more', [user], { supplied: ['www.example.com', 'x.example'] }, 'none'],
    ['a name less', [user], { old: ['www.example.com', 'x.example'] }, 'dropped_names'],
    ['a name less that is allowed', [user], { old: ['x.example'], task: { allowDroppedNames: true } }, 'none'],
    ['a wildcard in place of names', [user], { old: ['a.b.example'], supplied: ['*.b.example'] }, 'none'],
    ['names in place of a wildcard', [user], { old: ['*.b.example'], supplied: ['a.b.example'] }, 'dropped_names'],
    ['a name less, unused', [], { old: ['x.example'] }, 'none'],
    ['a name less, used by a cluster', [loadBalancerOf([OLD], CLUSTER)], { old: ['x.example'] }, 'none'],
    ['names that are not listed', [user], { old: [] }, 'dropped_names'],
    ['names that are not listed, allowed', [user], { old: [], task: { allowDroppedNames: true } }, 'none'],
    ['names that are not listed, unused', [], { old: [] }, 'none'],
    ['names of another family', [loadBalancerOf([OTHER])], {}, 'none'],
    ['names of what `replaces` adds', [loadBalancerOf([OTHER])], { task: { replaces: ['shop'] } }, 'dropped_names'],
    ['names of a newer member', [loadBalancerOf([NEWER])], {}, 'none'],
    [
      'names of a newer member that is replaced',
      [loadBalancerOf([NEWER])],
      { task: { allowOlder: true } },
      'dropped_names',
    ],
  ])('With %s the outcome is right', (_, consumers, situation, code) => {
    expect(check(consumers, situation).code).toBe(code);
  });

  it('The failure names what is dropped, once, and what is covered', () => {
    const old = ['www.example.com', 'x.example'];
    // Both certificates in use have the name.
    const task = { replaces: ['shop'] };
    const { message } = check(
      [user, loadBalancerOf([OTHER])],
      { old, supplied: ['www.example.com', 'shop.example'], task },
      old,
    );
    expect(message.match(/"x\.example"/gu)).toHaveLength(1);
    expect(message).toContain('"shop.example", but not "x.example"');
    expect(message).toContain('`allow_dropped_names: true`');
    expect(check([user], { old: [] }).message).toContain(OLD);
  });
});

describe('issuer that a consumer rejects', () => {
  it.each<readonly [string, readonly Consumer[], string, string]>([
    ['a CDN endpoint', [cdnEndpointOf(OLD)], ORIGIN_CA, 'origin_ca'],
    ['a CDN endpoint and a public CA', [cdnEndpointOf(OLD)], 'CN=R11', 'none'],
    ['a CDN endpoint on another certificate', [cdnEndpointOf(OTHER)], ORIGIN_CA, 'none'],
    ['a load balancer', [loadBalancerOf([OLD])], ORIGIN_CA, 'none'],
  ])('With %s and its issuer the outcome is right', (_, consumers, issuer, code) => {
    expect(check(consumers, { issuer }).code).toBe(code);
  });

  it('The failure names the endpoints that would reject the certificate, and no others', () => {
    const { message } = check([loadBalancerOf([OLD]), cdnEndpointOf(OLD, 'www.example.com')], { issuer: ORIGIN_CA });
    expect(message).toContain('CDN endpoint "www.example.com"');
    expect(message).not.toContain('front-door');
  });
});

describe('an uploaded certificate', () => {
  const OWN = idOf(0xd);
  /** The failure when the certificate with these names takes the place of one for `www.example.com`. */
  const failureOf = (
    dnsNames: readonly string[],
    consumers: readonly Consumer[],
    allowDroppedNames = false,
  ): { code: string; message: string } => {
    const certificates = [
      certificateOf({ id: OLD, expires: '2026-12-01T00:00:00Z', dnsNames: ['www.example.com'] }),
      certificateOf({
        id: OWN,
        name: 'web-20261120-cdcdcdcd',
        sha1Fingerprint: 'cd'.repeat(20),
        expires: '2027-02-01T00:00:00Z',
        dnsNames,
      }),
    ];
    const task = uploadedTaskOf({ name: 'web' }, { allowDroppedNames });
    const source = findSource(task, certificates, NOW);
    const { replaced } = selectCertificates(task, source, certificates, NOW);
    try {
      checkCoverage({ ...source, replaced, allowDroppedNames }, consumers);
    } catch (error) {
      return error as { code: string; message: string };
    }
    return { code: 'none', message: '' };
  };
  const [rules, cdn, global] = [
    loadBalancerOf([OLD]),
    cdnEndpointOf(OLD, 'www.example.com'),
    globalLoadBalancerOf({ 'www.example.com': OLD }),
  ];

  it.each<readonly [string, readonly string[], readonly Consumer[], boolean, string]>([
    ['whose names are not listed', [], [rules], false, 'dropped_names'],
    ['whose names are not listed, for a domain', [], [global], false, 'dropped_names'],
    ['whose names are not listed, allowed', [], [rules, cdn, global], true, 'none'],
    ['whose names are not listed and that nothing uses', [], [], false, 'none'],
    ['whose names are not listed, with users that have it already', [], [loadBalancerOf([OWN])], false, 'none'],
    ['that covers everything', ['*.example.com'], [rules, cdn, global], false, 'none'],
    ['that covers less', ['a.example.com'], [rules], false, 'dropped_names'],
    ['that covers less, allowed', ['a.example.com'], [rules], true, 'none'],
    ['that covers no host name of a domain, allowed', ['a.example.com'], [global], true, 'uncovered_domain'],
    ['that covers no host name of a CDN endpoint', ['a.example.com'], [cdn], false, 'uncovered_domain'],
  ])('Of one %s it is known whether it may be bound', (_, dnsNames, consumers, isAllowed, code) => {
    expect(failureOf(dnsNames, consumers, isAllowed).code).toBe(code);
  });

  it('If its names are not listed, the failure says that, and not which names it lacks', () => {
    const { message } = failureOf([], [rules]);
    expect(message).toContain('does not list the DNS names');
    expect(message).not.toContain('www.example.com');
  });
});
