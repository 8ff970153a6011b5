import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../../src/certificates/family.ts';
import type { Consumer } from '../../src/consumers/consumer.ts';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { findUsers, idsOf, keptForKubernetes, selectCertificates } from '../../src/rotation/selection.ts';
import type { Selection } from '../../src/rotation/selection.ts';
import { findSource } from '../../src/rotation/source.ts';
import type { RotateTask } from '../../src/task.ts';
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
const DAY_MS = 86_400_000;
/** Issued on 2026-11-01. */
const SUPPLIED = suppliedOf();

/** A member that is not renewed, or one of another family. */
const member = (id: string, name: string, expires: string, sha1Fingerprint = id.repeat(40).slice(0, 40)): Certificate =>
  certificateOf({ id, name, expires, sha1Fingerprint, createdAtText: '2026-09-01T00:00:00Z' });
/** A renewed member of `web`, issued on this day. */
const renewed = (id: string, date: string, expires: string, sha1Fingerprint = id.repeat(40)): Certificate =>
  member(id, memberNameOf('web', { notBefore: new Date(date), sha1Fingerprint }), expires, sha1Fingerprint);

const PLAIN = member('a', 'web', '2026-12-01T00:00:00Z');
const OLDER = renewed('b', '2026-10-01', '2027-06-01T00:00:00Z');
const NEWER = renewed('c', '2026-11-02', '2026-11-30T00:00:00Z');
const PENDING = certificateOf({ id: 'd', name: 'web', sha1Fingerprint: '', state: 'pending' });
const OURS = renewed('e', '2026-11-01', '2027-02-01T00:00:00Z', SUPPLIED.sha1Fingerprint);
const LOOKALIKE = member('f', 'web-20261124', '2026-12-01T00:00:00Z');
const ALIEN = member('9', 'shop', '2026-12-01T00:00:00Z');
const ALL = [PLAIN, OLDER, NEWER, PENDING, OURS, LOOKALIKE, ALIEN];

const select = (task: RotateTask, certificates: readonly Certificate[]): Selection =>
  selectCertificates(task, findSource(task, certificates, NOW), certificates, NOW);

const ids = (certificates: readonly Certificate[]): string => certificates.map(({ id }) => id).join('');
const seen = ({ members, existing, duplicates, newer, older, replaced, missing }: Selection): object => ({
  members: ids(members),
  existing: existing?.id,
  duplicates: ids(duplicates),
  newer: ids(newer),
  older: ids(older),
  replaced: ids(replaced),
  missing,
});

describe('selection of certificates', () => {
  it('The members of the family are sorted by their rank against the supplied certificate', () => {
    expect(seen(select(rotateTaskOf(), ALL))).toEqual({
      members: 'abcde',
      existing: 'e',
      duplicates: '',
      newer: 'c',
      older: 'abd',
      replaced: 'abd',
      missing: [],
    });
  });

  it('With `allow_older` consumers are taken from newer members too, but only older ones are deleted', () => {
    const selection = select(rotateTaskOf({ allowOlder: true }), ALL);
    expect(seen(selection)).toMatchObject({ newer: 'c', older: 'abd', replaced: 'abdc' });
  });

  it('A family without the supplied certificate has no new one yet', () => {
    const others = ALL.filter(({ id }) => id !== 'e');
    expect(seen(select(rotateTaskOf(), others))).toMatchObject({ members: 'abcd', existing: undefined });
  });

  it('An account without the family selects nothing', () => {
    const nothing = { members: '', existing: undefined, newer: '', older: '', replaced: '', missing: [] };
    expect(seen(select(rotateTaskOf(), [LOOKALIKE, ALIEN]))).toMatchObject(nothing);
    expect(seen(select(rotateTaskOf(), []))).toMatchObject(nothing);
  });

  it('The supplied certificate under another name is no member, and so it is not the new one', () => {
    const elsewhere = { ...OURS, name: 'shop-20261101-efefefef' };
    expect(seen(select(rotateTaskOf(), [PLAIN, elsewhere]))).toMatchObject({ members: 'a', existing: undefined });
  });

  it('Of the supplied certificate twice, the one that an upload would have made is new, and neither is replaced', () => {
    const plain = { ...OURS, id: '1', name: 'web', createdAtText: '2020-01-01T00:00:00Z' };
    expect(seen(select(rotateTaskOf(), [plain, OURS, PLAIN]))).toMatchObject({
      existing: 'e',
      duplicates: '1',
      older: 'a',
      replaced: 'a',
    });
  });

  it('Of the supplied certificate twice under other names, the oldest is new', () => {
    const young = { ...OURS, id: '1', name: 'web', createdAtText: '2026-11-02T00:00:00Z' };
    const old = { ...OURS, id: '2', name: 'web', createdAtText: '2026-11-01T00:00:00Z' };
    const shop = { ...OURS, id: '3', name: 'shop', createdAtText: '2026-11-03T00:00:00Z' };
    const selection = select(rotateTaskOf({ replaces: ['shop'] }), [young, old, shop, PLAIN]);
    expect(seen(selection)).toMatchObject({ existing: '2', duplicates: '13', older: 'a', newer: '' });
  });

  it.each([-2, 0, 2])(
    'Our own certificate is neither older nor newer, although the API lists its expiry %i s off',
    (seconds) => {
      const expires = new Date(SUPPLIED.notAfter.getTime() + seconds * 1_000).toISOString();
      for (const own of [
        renewed('e', '2026-11-01', expires, SUPPLIED.sha1Fingerprint),
        member('e', 'web', expires, SUPPLIED.sha1Fingerprint),
      ])
        expect(seen(select(rotateTaskOf(), [own]))).toMatchObject({
          existing: 'e',
          newer: '',
          older: '',
          replaced: '',
        });
    },
  );

  it.each([-2, 0, 2])(
    'Of two that were issued together, one is newer for both runs, although the API is %i s off',
    (seconds) => {
      const pair = ['1', '2'].map((digit) => suppliedOf({ sha1Fingerprint: digit.repeat(40) }));
      const listed = pair.map(({ notBefore, notAfter, sha1Fingerprint }) =>
        renewed(
          sha1Fingerprint.slice(0, 1),
          notBefore.toISOString(),
          new Date(notAfter.getTime() + seconds * 1_000).toISOString(),
          sha1Fingerprint,
        ),
      );
      const newer = pair.map((supplied) => ids(select(rotateTaskOf({ supplied }), listed).newer));
      expect(newer).toEqual(['2', '']);
    },
  );

  it.each([
    ['ninety days', 90],
    ['six days', 6],
  ])('A certificate for six days replaces one of the day before for %s', (_, days) => {
    const old = suppliedOf({
      notBefore: new Date('2026-11-23'),
      notAfter: new Date(Date.parse('2026-11-23') + days * DAY_MS),
    });
    const supplied = suppliedOf({
      notBefore: new Date('2026-11-24'),
      notAfter: new Date('2026-11-30'),
      sha1Fingerprint: '12'.repeat(20),
    });
    const listed = renewed('1', '2026-11-23', old.notAfter.toISOString());
    expect(seen(select(rotateTaskOf({ supplied }), [listed]))).toMatchObject({ newer: '', older: '1' });
  });
});

describe('selection for a certificate that was uploaded before', () => {
  it('The newest member is the new one, without a newer one beside it', () => {
    const selection = select(uploadedTaskOf({ name: 'web' }), ALL);
    expect(seen(selection)).toMatchObject({ existing: 'c', newer: '', older: 'abde', replaced: 'abde' });
  });

  it.each([
    ['pending', { state: 'pending' }],
    ['in state `error`', { state: 'error' }],
    ['expired', { notAfter: new Date('2026-11-24T11:59:59Z') }],
  ])('A newer member that is %s is neither put in place nor deleted, and is no reason to stop', (_, changes) => {
    const certificates = [PLAIN, OLDER, { ...NEWER, ...changes }, OURS];
    expect(seen(select(uploadedTaskOf({ name: 'web' }), certificates))).toMatchObject({
      existing: 'e',
      newer: '',
      older: 'ab',
      // What uses it is better off with one that can be used.
      replaced: 'abc',
    });
    // With a key, the user may still want the newer one.
    expect(seen(select(rotateTaskOf(), certificates))).toMatchObject({ existing: 'e', newer: 'c' });
  });

  it('By its id an older member is put in place of newer ones, which stay', () => {
    const selection = select(uploadedTaskOf({ id: 'b' }), ALL);
    expect(seen(selection)).toMatchObject({ existing: 'b', older: 'ad', newer: 'ce', replaced: 'adce' });
  });
});

describe('certificates that `replaces` names', () => {
  const other = member(idOf(9), 'shop', '2026-12-01T00:00:00Z', 'dd'.repeat(20));
  const next = member(idOf(8), 'shop-20261001-dddddddd', '2027-01-01T00:00:00Z', 'dd'.repeat(20));
  it.each([
    [['shop'], [other.id, next.id], []],
    [[other.id], [other.id], []],
    [[next.name], [next.id], []],
    [['shop', other.id], [other.id, next.id], []],
    [['web'], [], []],
    [['gone', idOf(7)], [], ['gone', idOf(7)]],
    [['shop', 'gone'], [other.id, next.id], ['gone']],
  ])('With `replaces` %j, the members %j are added, and %j are missing', (replaces, added, missing) => {
    const selection = select(rotateTaskOf({ replaces }), [PLAIN, other, next]);
    expect(selection.members.map(({ id }) => id)).toEqual(['a', ...added]);
    expect(selection.replaced.map(({ id }) => id)).toEqual(['a', ...added]);
    expect(selection.missing).toEqual(missing);
  });

  it('An id is found in any letter case', () => {
    const lettered = { ...other, id: 'abcdef00-0000-4000-8000-000000000009' };
    const task = rotateTaskOf({ replaces: [lettered.id.toUpperCase()] });
    expect(select(task, [PLAIN, lettered])).toMatchObject({ members: [PLAIN, lettered], missing: [] });
  });

  it('Our own certificate among them is the new one, and is not replaced', () => {
    const own = { ...OURS, name: 'shop' };
    for (const entry of ['shop', own.id])
      expect(seen(select(rotateTaskOf({ replaces: [entry] }), [PLAIN, own]))).toMatchObject({
        members: 'ae',
        existing: 'e',
        older: 'a',
        replaced: 'a',
      });
  });

  it.each([
    ['created before the supplied one was issued', '2026-10-31T23:59:59Z', ''],
    ['created after the supplied one was issued', '2026-11-01T00:00:01Z', '1'],
  ])('One that expires later and was %s is judged by that', (_, createdAtText, newer) => {
    const lasting = { ...member('1', 'shop', '2028-01-01T00:00:00Z'), createdAtText };
    expect(seen(select(rotateTaskOf({ replaces: ['shop'] }), [PLAIN, lasting]))).toMatchObject({ newer });
  });
});

describe('users of certificates', () => {
  const [one, two] = [loadBalancerOf(['a', 'x']), cdnEndpointOf('b')];
  const cluster = loadBalancerOf(['a'], { id: idOf(4), tags: [`k8s:${idOf(5)}`] });
  const managed = globalLoadBalancerOf({}, { domains: [{ name: 'm.example', certificate_id: 'a', is_managed: true }] });

  it('Consumers of a cluster are told apart, and one with only a managed domain is no user', () => {
    const users = findUsers([one, two, cluster, managed], [PLAIN]);
    expect(users).toEqual({ rebindable: [one], kubernetes: [cluster] });
    expect(findUsers([one, two, cluster], [PLAIN, OLDER]).rebindable).toEqual([one, two]);
    expect(findUsers([one, two], [])).toEqual({ rebindable: [], kubernetes: [] });
  });

  it('The ids of certificates are a set', () => {
    expect(idsOf([PLAIN, OLDER, PLAIN])).toEqual(new Set(['a', 'b']));
  });
});

describe('what has to stay for a cluster', () => {
  const row = ['1', '2', '3', '4'].map((digit) => renewed(digit, `2026-10-0${digit}`, '2027-02-01T00:00:00Z'));
  const cluster = (...certificateIds: string[]): Consumer =>
    loadBalancerOf(certificateIds, { tags: [`k8s:${idOf(5)}`] });

  it.each<readonly [string, readonly Consumer[], string]>([
    ['no load balancer of a cluster', [], ''],
    ['one on a certificate of another family', [cluster('9')], ''],
    ['one on the new certificate', [cluster('e')], ''],
    ['one on the newest', [cluster('4')], '4'],
    ['one in the middle', [cluster('2')], '432'],
    ['one on the oldest renewed one', [cluster('1')], '4321'],
    ['one on the plain one', [cluster('a')], '4321a'],
    ['two on different ones', [cluster('3'), cluster('2')], '432'],
    ['one that uses two', [cluster('4', '1')], '4321'],
    ['one that uses the new one and an old one', [cluster('e', '3')], '43'],
  ])('With %s, what it uses and whatever is newer stays', (_, kubernetes, kept) => {
    expect(ids(keptForKubernetes([PLAIN, ...row], kubernetes))).toBe(kept);
    expect(ids(keptForKubernetes([...row.toReversed(), PLAIN], kubernetes))).toBe(kept);
  });

  it('A managed domain of a load balancer of a cluster counts as well', () => {
    const domains = [{ name: 'm.example', certificate_id: '3', is_managed: true }];
    expect(ids(keptForKubernetes(row, [globalLoadBalancerOf({}, { domains })]))).toBe('43');
  });
});
