import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { findUsers, idsOf, selectCertificates } from '../../src/rotation/selection.ts';
import type { Selection } from '../../src/rotation/selection.ts';
import {
  cdnEndpointOf,
  certificateOf,
  globalLoadBalancerOf,
  idOf,
  loadBalancerOf,
  rotateTaskOf,
  suppliedOf,
} from '../samples.ts';

const SUPPLIED = suppliedOf();
const member = (id: string, name: string, expires: string, sha1Fingerprint = id.repeat(40).slice(0, 40)): Certificate =>
  certificateOf({ id, name, expires, sha1Fingerprint });

const PLAIN = member('a', 'web', '2026-12-01T00:00:00Z');
const EARLIER = member('b', 'web-bbbbbbbb', '2027-01-01T00:00:00Z');
const LATER = member('c', 'web-cccccccc', '2027-03-01T00:00:00Z');
const PENDING = certificateOf({ id: 'd', name: 'web', sha1Fingerprint: '', state: 'pending' });
const OURS = member('e', 'web-efefefef', '2027-02-01T00:00:00Z', SUPPLIED.sha1Fingerprint);
const LOOKALIKE = member('f', 'web-20261124', '2026-12-01T00:00:00Z');
const ALIEN = member('9', 'shop', '2026-12-01T00:00:00Z');
const ALL = [PLAIN, EARLIER, LATER, PENDING, OURS, LOOKALIKE, ALIEN];

const ids = (certificates: readonly Certificate[]): string => certificates.map(({ id }) => id).join('');
const seen = ({ members, newCertificate, higher, lower, replaced, missing }: Selection): unknown => ({
  members: ids(members),
  new: newCertificate?.id,
  higher: ids(higher),
  lower: ids(lower),
  replaced: ids(replaced),
  missing,
});

describe('selection of certificates', () => {
  it('The members of the family are sorted by their rank against the supplied certificate', () => {
    expect(seen(selectCertificates(rotateTaskOf(), ALL))).toEqual({
      members: 'abcde',
      new: 'e',
      higher: 'c',
      lower: 'abd',
      replaced: 'abd',
      missing: [],
    });
  });

  it('With `allow_earlier_expiry` consumers are taken from higher members too, but only lower ones are deleted', () => {
    const selection = selectCertificates(rotateTaskOf({ allowEarlierExpiry: true }), ALL);
    expect(seen(selection)).toMatchObject({ higher: 'c', lower: 'abd', replaced: 'abdc' });
  });

  it('A family without the supplied certificate has no new one yet', () => {
    const others = ALL.filter(({ id }) => id !== 'e');
    expect(seen(selectCertificates(rotateTaskOf(), others))).toMatchObject({ members: 'abcd', new: undefined });
  });

  it('An account without the family selects nothing', () => {
    const nothing = { members: '', new: undefined, higher: '', lower: '', replaced: '', missing: [] };
    expect(seen(selectCertificates(rotateTaskOf(), [LOOKALIKE, ALIEN]))).toEqual(nothing);
    expect(seen(selectCertificates(rotateTaskOf(), []))).toEqual(nothing);
  });

  it('The supplied certificate under another name is no member, and so it is not the new one', () => {
    const elsewhere = { ...OURS, name: 'shop-efefefef' };
    expect(seen(selectCertificates(rotateTaskOf(), [PLAIN, elsewhere]))).toMatchObject({
      members: 'a',
      new: undefined,
    });
  });

  it('Of the supplied certificate twice, the older one is the new certificate, and neither is replaced', () => {
    const young = { ...OURS, id: '1', name: 'web', createdAtText: '2026-11-02T00:00:00Z' };
    const old = { ...OURS, createdAtText: '2026-11-01T00:00:00Z' };
    expect(seen(selectCertificates(rotateTaskOf(), [young, old, PLAIN]))).toMatchObject({ new: 'e', replaced: 'a' });
  });

  it('Of two that expire at the same moment, the higher fingerprint ranks higher', () => {
    const [low, high] = ['0', 'f'].map((digit) => member(digit, 'web', '2027-02-01T00:00:00Z', digit.repeat(40)));
    const both = [low, high].filter((each) => each !== undefined);
    expect(seen(selectCertificates(rotateTaskOf(), both))).toMatchObject({ lower: '0', higher: 'f' });
  });
});

describe('certificates that `replaces` names', () => {
  const other = member(idOf(9), 'shop', '2026-12-01T00:00:00Z', 'dd'.repeat(20));
  const renewed = member(idOf(8), 'shop-dddddddd', '2027-01-01T00:00:00Z', 'dd'.repeat(20));
  it.each([
    [['shop'], [other.id, renewed.id], []],
    [[other.id], [other.id], []],
    [[renewed.name], [renewed.id], []],
    [['shop', other.id], [other.id, renewed.id], []],
    [['web'], [], []],
    [['gone', idOf(7)], [], ['gone', idOf(7)]],
    [['shop', 'gone'], [other.id, renewed.id], ['gone']],
  ])('With `replaces` %j, the members %j are added, and %j are missing', (replaces, added, missing) => {
    const selection = selectCertificates(rotateTaskOf({ replaces }), [PLAIN, other, renewed]);
    expect(selection.members.map(({ id }) => id)).toEqual(['a', ...added]);
    expect(selection.replaced.map(({ id }) => id)).toEqual(['a', ...added]);
    expect(selection.missing).toEqual(missing);
  });

  it('An id is found in any letter case', () => {
    const lettered = { ...other, id: 'abcdef00-0000-4000-8000-000000000009' };
    const task = rotateTaskOf({ replaces: [lettered.id.toUpperCase()] });
    expect(selectCertificates(task, [PLAIN, lettered])).toMatchObject({ members: [PLAIN, lettered], missing: [] });
  });
});

describe('users of certificates', () => {
  const [one, two] = [loadBalancerOf(['a', 'x']), cdnEndpointOf('b')];
  const cluster = loadBalancerOf(['a'], { id: idOf(4), tags: [`k8s:${idOf(5)}`] });
  const managed = globalLoadBalancerOf({}, { domains: [{ name: 'm.example', certificate_id: 'a', is_managed: true }] });

  it('Consumers of a cluster are told apart, and one with only a managed domain is no user', () => {
    const users = findUsers([one, two, cluster, managed], [PLAIN]);
    expect(users).toEqual({ rebindable: [one], kubernetes: [cluster] });
    expect(findUsers([one, two, cluster], [PLAIN, EARLIER]).rebindable).toEqual([one, two]);
    expect(findUsers([one, two], [])).toEqual({ rebindable: [], kubernetes: [] });
  });

  it('The ids of certificates are a set', () => {
    expect(idsOf([PLAIN, EARLIER, PLAIN])).toEqual(new Set(['a', 'b']));
  });
});
