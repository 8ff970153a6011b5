import { describe, expect, it } from 'vitest';
import {
  currentMember,
  FAMILY_NAME_MAX_LENGTH,
  familyNameOf,
  findOwn,
  isNewer,
  issuedOf,
  memberNameOf,
  membersOf,
  newestFirst,
  rejectMemberName,
} from '../../src/certificates/family.ts';
import type { Issued } from '../../src/certificates/family.ts';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { certificateOf } from '../samples.ts';

const DAY_MS = 86_400_000;
const AB = 'ab'.repeat(20);

/** A certificate that is issued on this day, for so many days. */
const issued = (date: string, days: number, sha1Fingerprint: string): Issued => ({
  sha1Fingerprint,
  notBefore: new Date(date),
  notAfter: new Date(Date.parse(date) + days * DAY_MS),
});

/** The same certificate as the account has it, uploaded an hour after it was issued. */
const uploaded = (certificate: Issued, name = memberNameOf('web', certificate)): Certificate =>
  certificateOf({
    name,
    sha1Fingerprint: certificate.sha1Fingerprint,
    expires: certificate.notAfter.toISOString(),
    createdAtText: new Date(certificate.notBefore.getTime() + 3_600_000).toISOString(),
  });

describe('family of a name', () => {
  it.each([
    ['web', AB, 'web'],
    ['web-20261124-abababab', AB, 'web'],
    ['web-20240229-abababab', AB, 'web'],
    ['web.example.com-20261124-abababab', AB, 'web.example.com'],
    ['a-20261124-abababab', AB, 'a'],
    // Names that themselves look like members.
    ['web-20261124-abababab-20261124-abababab', AB, 'web-20261124-abababab'],
    ['web-20261124-20261124-abababab', AB, 'web-20261124'],
    ['web-20261124-deadbeef-20261124-abababab', AB, 'web-20261124-deadbeef'],
    // Strangers.
    ['web-20261124', AB, 'web-20261124'],
    ['web-abababab', AB, 'web-abababab'],
    ['web-20261124-deadbeef', AB, 'web-20261124-deadbeef'],
    ['web-20261124-abababab', 'cd'.repeat(20), 'web-20261124-abababab'],
    ['web-20261124-abababab', '', 'web-20261124-abababab'],
    ['web-20261124-abababab', 'abababab', 'web-20261124-abababab'],
    ['web-20261124-ABABABAB', AB, 'web-20261124-ABABABAB'],
    ['web-20261124-ababab', AB, 'web-20261124-ababab'],
    ['web-20261124-ababababab', AB, 'web-20261124-ababababab'],
    ['web20261124-abababab', AB, 'web20261124-abababab'],
    ['web-20261124_abababab', AB, 'web-20261124_abababab'],
    ['web-20261124-abababab-old', AB, 'web-20261124-abababab-old'],
    ['-20261124-abababab', AB, '-20261124-abababab'],
    ['20261124-abababab', AB, '20261124-abababab'],
    // Days that do not exist.
    ['web-20261301-abababab', AB, 'web-20261301-abababab'],
    ['web-20260229-abababab', AB, 'web-20260229-abababab'],
    ['web-20261131-abababab', AB, 'web-20261131-abababab'],
    ['web-20261100-abababab', AB, 'web-20261100-abababab'],
    ['web-00000000-abababab', AB, 'web-00000000-abababab'],
    ['web-99999999-abababab', AB, 'web-99999999-abababab'],
  ])('A certificate named %s with the fingerprint %s belongs to the family %s', (name, sha1Fingerprint, family) => {
    expect(familyNameOf({ name, sha1Fingerprint })).toBe(family);
    expect(membersOf([certificateOf({ name, sha1Fingerprint })], family).length).toBe(1);
    // A full name is a family too: the one that it is called exactly.
    expect(membersOf([certificateOf({ name, sha1Fingerprint })], name).length).toBe(1);
    expect(membersOf([certificateOf({ name, sha1Fingerprint })], 'we').length).toBe(0);
  });

  it('A fingerprint of digits alone makes a member too', () => {
    const sha1Fingerprint = '20261124'.padEnd(40, '0');
    expect(familyNameOf({ name: 'web-20261124-20261124', sha1Fingerprint })).toBe('web');
    expect(familyNameOf({ name: 'web-20261124', sha1Fingerprint })).toBe('web-20261124');
  });

  it('A member of a family whose name looks like a member does not belong to the family of that name', () => {
    const name = 'web-20261124-abababab-20261125-abababab';
    expect(membersOf([certificateOf({ name, sha1Fingerprint: AB })], 'web')).toEqual([]);
  });
});

describe('name of a member', () => {
  it.each([
    ['2026-11-24T00:00:00Z', 'web-20261124-abababab'],
    ['2026-11-24T23:59:59Z', 'web-20261124-abababab'],
    // In UTC, whatever the zone of the machine.
    ['2026-11-24T23:30:00-02:00', 'web-20261125-abababab'],
    ['2027-01-01T00:00:00Z', 'web-20270101-abababab'],
  ])('A certificate issued at %s is called %s, and is a member of its family', (date, name) => {
    const made = issued(date, 90, AB);
    expect(memberNameOf('web', made)).toBe(name);
    expect(familyNameOf({ name, sha1Fingerprint: AB })).toBe('web');
  });

  it('The longest name of a family leaves room for its members within 64 characters', () => {
    const family = 'x'.repeat(FAMILY_NAME_MAX_LENGTH);
    expect([FAMILY_NAME_MAX_LENGTH, memberNameOf(family, issued('2026-11-24', 90, AB)).length]).toEqual([46, 64]);
  });

  it.each([
    ['web', AB, undefined],
    ['web-20261124', AB, undefined],
    ['web-20261124-deadbeef', AB, undefined],
    ['web-20261124-abababab', 'cd'.repeat(20), undefined],
    ['web-20261124-abababab', AB, 'name: web`'],
    ['web-20261124-abababab-20261124-abababab', AB, 'name: web-20261124-abababab`'],
  ])('The name %s of a certificate with the fingerprint %s is rejected with %s', (name, supplied, remedy) => {
    const reject = (): void => rejectMemberName(name, [], supplied);
    const known = certificateOf({ name, sha1Fingerprint: supplied });
    const rejectKnown = (): void => rejectMemberName(name, [certificateOf({ name: 'other' }), known]);
    for (const attempt of [reject, rejectKnown])
      if (remedy === undefined) expect(attempt).not.toThrow();
      else
        expect(attempt).toThrow(
          expect.objectContaining({ code: 'suffixed_name', message: expect.stringContaining(remedy) }),
        );
  });
});

describe('rank of members', () => {
  const plain = (expires: string | undefined, sha1Fingerprint = AB): Partial<Certificate> & { expires?: string } => ({
    sha1Fingerprint,
    ...(expires === undefined ? {} : { expires }),
  });
  const renewed = (date: string, expires: string, digit = 'a'): Partial<Certificate> & { expires?: string } => ({
    name: `web-${date}-${digit.repeat(8)}`,
    sha1Fingerprint: digit.repeat(40),
    expires,
  });

  it.each([
    ['a later day of issue', renewed('20261125', '2027-01-01'), renewed('20261124', '2027-01-01', 'b')],
    [
      'a later day of issue, although it expires earlier',
      renewed('20261125', '2026-12-01'),
      renewed('20261124', '2027-02-01', 'b'),
    ],
    ['a later year of issue', renewed('20270101', '2027-02-01'), renewed('20261231', '2027-03-01', 'b')],
    ['a later expiry on the same day', renewed('20261124', '2027-01-02'), renewed('20261124', '2027-01-01', 'b')],
    [
      'a later second on the same day',
      renewed('20261124', '2027-01-01T00:00:01Z'),
      renewed('20261124', '2027-01-01T00:00:00Z', 'b'),
    ],
    [
      'a higher fingerprint on the same day with the same expiry',
      renewed('20261124', '2027-01-01', 'b'),
      renewed('20261124', '2027-01-01'),
    ],
    ['a renewed member, whatever the plain one has', renewed('20200101', '2020-04-01'), plain('2036-01-01')],
    ['a plain member that expires later', plain('2027-01-02'), plain('2027-01-01', 'f'.repeat(40))],
    ['a plain member with a higher fingerprint', plain('2027-01-01', 'f'.repeat(40)), plain('2027-01-01')],
    ['a plain member with an expiry', plain('2027-01-01'), plain(undefined, '')],
  ])('The newer of two is %s', (_, newer, older) => {
    const [first, second] = [certificateOf({ id: '1', ...newer }), certificateOf({ id: '2', ...older })];
    expect(newestFirst([first, second])).toEqual([first, second]);
    expect(newestFirst([second, first])).toEqual([first, second]);
    expect(currentMember([second, first])).toBe(first);
  });

  it('Shorter and shorter lifetimes keep their order of issue', () => {
    const days = [90, 64, 45, 6, 6, 6];
    const members = days.map((each, at) =>
      uploaded(issued(`2026-11-${String(at * 3 + 1).padStart(2, '0')}`, each, String(9 - at).repeat(40))),
    );
    expect(newestFirst(members)).toEqual(members.toReversed());
    expect(newestFirst(members.toReversed())).toEqual(members.toReversed());
  });

  it('Sorting leaves the list that was given as it was', () => {
    const members = [certificateOf({ id: '1' }), certificateOf({ id: '2', ...renewed('20261124', '2027-01-01') })];
    const before = [...members];
    newestFirst(members);
    expect(members).toEqual(before);
  });
});

describe('a member against the certificate that is put in place', () => {
  const ours = issued('2026-11-24T12:00:00Z', 45, 'c'.repeat(40));
  const other = (date: string, days: number, digit = 'a'): Certificate =>
    uploaded(issued(date, days, digit.repeat(40)));
  const plain = (expires: string, createdAtText: string, name = 'web'): Certificate =>
    certificateOf({ name, expires, createdAtText });

  it.each<readonly [string, Certificate, boolean]>([
    ['a renewed member of an earlier day', other('2026-11-23T23:59:59Z', 45), false],
    ['a renewed member of an earlier day that expires later', other('2026-11-23', 398), false],
    ['a renewed member of a later day', other('2026-11-25', 45), true],
    ['a renewed member of a later day that expires earlier', other('2026-11-25', 6), true],
    ['a renewed member of the same day that expires later', other('2026-11-24T13:00:00Z', 45), true],
    ['a renewed member of the same day that expires earlier', other('2026-11-24T11:00:00Z', 45), false],
    ['a reissue with the same expiry and a higher fingerprint', other('2026-11-24T12:00:00Z', 45, 'd'), true],
    ['a reissue with the same expiry and a lower fingerprint', other('2026-11-24T12:00:00Z', 45, 'b'), false],
    ['a plain one that expires later and was created later', plain('2027-06-01', '2026-11-25T00:00:00Z'), true],
    ['a plain one that expires later and was created earlier', plain('2027-06-01', '2026-11-23T00:00:00Z'), false],
    [
      'a plain one that expires later and was created at that moment',
      plain('2027-06-01', '2026-11-24T12:00:00Z'),
      false,
    ],
    ['a plain one that expires earlier and was created later', plain('2026-12-01', '2026-11-25T00:00:00Z'), false],
    ['a plain one that expires at the same time', plain(ours.notAfter.toISOString(), '2026-11-25T00:00:00Z'), false],
    ['a plain one that does not say when it was created', plain('2027-06-01', ''), false],
    [
      'one of another family that expires and was created later',
      plain('2027-06-01', '2026-11-25T00:00:00Z', 'shop'),
      true,
    ],
    ['one of another family that was created earlier', plain('2027-06-01', '2026-11-23T00:00:00Z', 'shop'), false],
    [
      'a renewed one of another family, issued later, that expires earlier',
      uploaded(issued('2026-11-26', 6, AB), `shop-20261126-abababab`),
      false,
    ],
    ['a stranger with a date', plain('2026-12-01', '2026-11-25T00:00:00Z', 'web-20270101'), false],
    ['one that is still pending', certificateOf({ sha1Fingerprint: '', createdAtText: '2026-11-25T00:00:00Z' }), false],
  ])('It is known of %s whether it is newer (%s)', (_, member, expected) => {
    expect(isNewer(member, 'web', ours)).toBe(expected);
  });

  it.each([-3_600, -1, 0, 1, 3_600])(
    'Our own certificate is never newer, although its expiry differs by %i s',
    (seconds) => {
      const expires = new Date(ours.notAfter.getTime() + seconds * 1_000).toISOString();
      for (const name of ['web', memberNameOf('web', ours), 'shop'])
        expect(
          isNewer(
            certificateOf({
              name,
              sha1Fingerprint: ours.sha1Fingerprint,
              expires,
              createdAtText: '2030-01-01T00:00:00Z',
            }),
            'web',
            ours,
          ),
        ).toBe(false);
    },
  );

  it('In a row of shorter and shorter lifetimes each is newer than those before, and an old run stays old', () => {
    const days = [90, 64, 45, 6, 6, 6];
    const all = days.map((each, at) =>
      issued(`2026-11-${String(at * 3 + 1).padStart(2, '0')}`, each, String(at).repeat(40)),
    );
    for (const [at, certificate] of all.entries())
      for (const [before, earlier] of all.entries())
        expect([at, before, isNewer(uploaded(certificate), 'web', earlier)]).toEqual([at, before, at > before]);
  });

  it('Six days replace a plain certificate of ninety, and not the other way round', () => {
    const [old, short] = [issued('2026-11-01', 90, AB), issued('2026-11-20', 6, 'cd'.repeat(20))];
    expect(isNewer(uploaded(old, 'web'), 'web', short)).toBe(false);
    expect(isNewer(uploaded(short), 'web', old)).toBe(true);
  });
});

describe('an uploaded certificate as one that is put in place', () => {
  it('Of a renewed member, the date in its name says on which day it was issued', () => {
    const certificate = uploaded(issued('2026-11-24T12:00:00Z', 45, AB));
    expect(issuedOf(certificate)).toEqual({
      sha1Fingerprint: AB,
      rankDate: '20261124',
      notBefore: new Date('2026-11-24T23:59:59Z'),
      notAfter: certificate.notAfter,
    });
  });

  it.each([
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'],
    ['', '1970-01-01T00:00:00Z'],
  ])('Of a plain one that was created at %j, that moment says it (%s)', (createdAtText, notBefore) => {
    const { notBefore: said } = issuedOf(certificateOf({ createdAtText, expires: '2027-01-01' }));
    expect(said).toEqual(new Date(notBefore));
  });

  it('A plain one of the same day that expires later is not newer than the renewed member that was uploaded after it', () => {
    const renewed = uploaded(issued('2026-11-24T12:00:00Z', 6, AB));
    const plain = certificateOf({ sha1Fingerprint: '', expires: '2027-02-01', createdAtText: '2026-11-24T10:00:00Z' });
    expect(isNewer(plain, 'web', issuedOf(renewed))).toBe(false);
    const nextDay = { ...plain, createdAtText: '2026-11-25T00:00:00Z' };
    expect(isNewer(nextDay, 'web', issuedOf(renewed))).toBe(true);
  });

  it('The newest member of a family has no newer one beside it', () => {
    const members = [6, 90, 45, 64].map((days, at) => uploaded(issued(`2026-11-1${at}`, days, String(at).repeat(40))));
    members.push(certificateOf({ expires: '2027-12-01', createdAtText: '2026-11-01T00:00:00Z' }));
    const [newest = certificateOf({}), ...others] = newestFirst(members);
    expect(others.filter((each) => isNewer(each, 'web', issuedOf(newest)))).toEqual([]);
  });
});

describe('current member', () => {
  const twins = ['2', '1', '3'].map((id) =>
    certificateOf({
      id,
      expires: '2027-01-01',
      createdAtText: id === '3' ? '2026-01-01T00:00:00Z' : '2026-02-01T00:00:00Z',
    }),
  );
  const later = certificateOf({ id: '4', expires: '2027-02-01', sha1Fingerprint: 'cd'.repeat(20) });

  it('A family without members has no current member', () => {
    expect(currentMember([])).toBeUndefined();
    expect(currentMember([], AB)).toBeUndefined();
  });

  it('Without a fingerprint, the current member is the newest, and of duplicates the oldest', () => {
    expect(currentMember([...twins, later])?.id).toBe('4');
    expect(currentMember(twins)?.id).toBe('3');
  });

  it('With a fingerprint, the current member is the one that has it: the oldest, then the lowest id', () => {
    expect(currentMember([later, ...twins], AB)?.id).toBe('3');
    expect(currentMember([later, ...twins.slice(0, 2)], AB)?.id).toBe('1');
    expect(currentMember([later, ...twins.slice(0, 2)].toReversed(), AB)?.id).toBe('1');
    expect(currentMember([later, ...twins], 'ef'.repeat(20))?.id).toBe('4');
  });

  it('Duplicates are all members with the fingerprint, the oldest first', () => {
    expect(findOwn([later, ...twins], AB).map(({ id }) => id)).toEqual(['3', '1', '2']);
    expect(findOwn([later, ...twins], 'ef'.repeat(20))).toEqual([]);
    expect(findOwn([later, ...twins])).toEqual([]);
  });
});
