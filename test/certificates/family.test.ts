import { describe, expect, it } from 'vitest';
import { compareRank, currentMember, familyNameOf, membersOf } from '../../src/certificates/family.ts';
import { certificateOf } from '../samples.ts';

describe('family of a name', () => {
  it.each([
    ['web', 'ab'.repeat(20), 'web'],
    ['web-abababab', 'ab'.repeat(20), 'web'],
    ['web-abababab-abababab', 'ab'.repeat(20), 'web-abababab'],
    ['web-abababab', 'cd'.repeat(20), 'web-abababab'],
    ['web-ABABABAB', 'ab'.repeat(20), 'web-ABABABAB'],
    ['web-20261124', 'ab'.repeat(20), 'web-20261124'],
    ['web-ababab', 'ab'.repeat(20), 'web-ababab'],
    ['-abababab', 'ab'.repeat(20), '-abababab'],
    ['web-abababab', '', 'web-abababab'],
  ])('A certificate named %s with the fingerprint %s belongs to the family %s', (name, sha1Fingerprint, family) => {
    expect(familyNameOf({ name, sha1Fingerprint })).toBe(family);
    expect(membersOf([certificateOf({ name, sha1Fingerprint })], family).length).toBe(1);
    // A full name is a family too: the one that it is called exactly.
    expect(membersOf([certificateOf({ name, sha1Fingerprint })], name).length).toBe(1);
  });
});

describe('rank of members', () => {
  it.each([
    [{ expires: '2027-01-01' }, { expires: '2027-01-02' }, -1],
    [{ expires: '2027-01-02' }, { expires: '2027-01-01' }, 1],
    [{ expires: '2027-01-01', sha1Fingerprint: 'a' }, { expires: '2027-01-01', sha1Fingerprint: 'b' }, -1],
    [{ expires: '2027-01-01', sha1Fingerprint: 'b' }, { expires: '2027-01-01', sha1Fingerprint: 'a' }, 1],
    [{ expires: '2027-01-01' }, { expires: '2027-01-01' }, 0],
    [{}, { expires: '2027-01-01' }, -1],
    [{}, {}, 0],
  ])('The member %o is compared with the member %o by expiry, then by fingerprint', (a, b, sign) => {
    expect(Math.sign(compareRank(certificateOf(a), certificateOf(b)))).toBe(sign);
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
  it('A family without members has no current member', () => {
    expect(currentMember([])).toBeUndefined();
  });
  it('Without a fingerprint, the current member is the one that expires last, then the oldest', () => {
    const later = certificateOf({ id: '4', expires: '2027-02-01', sha1Fingerprint: 'cd'.repeat(20) });
    expect(currentMember([...twins, later])?.id).toBe('4');
    expect(currentMember(twins)?.id).toBe('3');
  });
  it('With a fingerprint, the current member is the one that has it: the oldest, then the lowest id', () => {
    const later = certificateOf({ id: '4', expires: '2027-02-01', sha1Fingerprint: 'cd'.repeat(20) });
    expect(currentMember([later, ...twins], 'ab'.repeat(20))?.id).toBe('3');
    expect(currentMember([later, ...twins.slice(0, 2)], 'ab'.repeat(20))?.id).toBe('1');
    expect(currentMember([later, ...twins.slice(0, 2)].toReversed(), 'ab'.repeat(20))?.id).toBe('1');
    expect(currentMember([later, ...twins], 'ef'.repeat(20))?.id).toBe('4');
  });
});
