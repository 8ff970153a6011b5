import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../../src/certificates/family.ts';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { findSource, isUsable } from '../../src/rotation/source.ts';
import { certificateOf, idOf, rotateTaskOf, suppliedOf, uploadedTaskOf } from '../samples.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

/** A renewed member of `web` that was issued on this day of November. */
function renewed(day: number, more: Partial<Certificate> & { readonly expires?: string } = {}): Certificate {
  const sha1Fingerprint = String(day % 10).repeat(40);
  const notBefore = new Date(Date.UTC(2026, 10, day));
  return certificateOf({
    id: idOf(day),
    name: memberNameOf('web', { notBefore, sha1Fingerprint }),
    sha1Fingerprint,
    expires: '2027-02-01T00:00:00Z',
    dnsNames: ['www.example.com'],
    ...more,
  });
}
const PLAIN = certificateOf({ id: idOf(99), expires: '2028-01-01T00:00:00Z', createdAtText: '2026-10-01T00:00:00Z' });
const [FIRST, SECOND, THIRD] = [renewed(1), renewed(2), renewed(3)];

describe('what a rotation puts in place', () => {
  it('The supplied certificate is uploaded under the name of a renewed member', () => {
    const supplied = suppliedOf();
    expect(findSource(rotateTaskOf({ supplied }), [FIRST], NOW)).toEqual({
      family: 'web',
      newCertificate: supplied,
      supplied,
      memberName: 'web-20261101-efefefef',
      allowOlder: false,
    });
    expect(findSource(rotateTaskOf({ allowOlder: true }), [], NOW).allowOlder).toBe(true);
  });

  it('An uploaded certificate is described by what the account says of it, and nothing is uploaded', () => {
    expect(findSource(uploadedTaskOf({ name: 'web' }), [PLAIN, THIRD, FIRST], NOW)).toEqual({
      family: 'web',
      newCertificate: {
        sha1Fingerprint: THIRD.sha1Fingerprint,
        notAfter: THIRD.notAfter,
        rankDate: '20261103',
        notBefore: new Date('2026-11-03T23:59:59Z'),
        dnsNames: ['www.example.com'],
        issuer: '',
      },
      memberName: THIRD.name,
      allowOlder: false,
    });
  });

  const past = { notAfter: new Date(NOW - 1_000) };
  it.each<readonly [string, readonly Certificate[], number]>([
    ['the only member', [FIRST], 1],
    ['the newest of several', [SECOND, THIRD, FIRST], 3],
    ['a renewed member before a plain one that expires later', [PLAIN, FIRST], 1],
    ['the plain member if there is no other', [PLAIN], 99],
    ['the newest that expires earlier than another', [SECOND, renewed(3, { expires: '2026-11-25T00:00:00Z' })], 3],
    ['an older one if the newest is pending', [FIRST, SECOND, { ...THIRD, state: 'pending' }], 2],
    ['an older one if the newest failed', [FIRST, SECOND, { ...THIRD, state: 'error' }], 2],
    ['an older one if the newest has expired', [FIRST, SECOND, { ...THIRD, ...past }], 2],
    ['an older one if the newest has no expiry', [FIRST, SECOND, { ...THIRD, notAfter: undefined }], 2],
    ['the plain one if no renewed one can be used', [PLAIN, { ...FIRST, state: 'error' }, { ...SECOND, ...past }], 99],
    ['the member and no stranger', [FIRST, { ...THIRD, name: 'web-20261103' }, { ...SECOND, name: 'shop' }], 1],
  ])('By name it is %s', (_, certificates, day) => {
    const { newCertificate, memberName } = findSource(uploadedTaskOf({ name: 'web' }), certificates, NOW);
    const expected = certificates.find(({ id }) => id === idOf(day));
    expect([memberName, newCertificate.sha1Fingerprint]).toEqual([expected?.name, expected?.sha1Fingerprint]);
  });

  it('By id it is that one, of its own family, and may be older than the others', () => {
    const task = uploadedTaskOf({ id: FIRST.id });
    expect(findSource(task, [PLAIN, FIRST, THIRD], NOW)).toMatchObject({
      family: 'web',
      memberName: FIRST.name,
      allowOlder: true,
    });
    const stranger = { ...FIRST, name: 'web-20261101-deadbeef' };
    expect(findSource(task, [stranger], NOW).family).toBe('web-20261101-deadbeef');
    expect(findSource(uploadedTaskOf({ id: PLAIN.id }), [PLAIN, FIRST], NOW).family).toBe('web');
  });

  it('By name an older one is put in place only if that is allowed', () => {
    const task = uploadedTaskOf({ name: 'web' }, { allowOlder: true });
    expect(findSource(task, [FIRST], NOW).allowOlder).toBe(true);
  });

  it.each<readonly [string, Parameters<typeof uploadedTaskOf>[0], readonly Certificate[], string, string]>([
    ['no member', { name: 'web' }, [], 'empty_family', '`name`'],
    ['only strangers', { name: 'web' }, [{ ...FIRST, name: 'web-20261101' }], 'empty_family', '`name`'],
    ['no certificate with the id', { id: FIRST.id }, [SECOND], 'not_found', '`id`'],
    ['only expired ones', { name: 'web' }, [{ ...FIRST, ...past }], 'state_error', FIRST.name],
    ['one that expires right now', { name: 'web' }, [{ ...FIRST, notAfter: new Date(NOW) }], 'state_error', FIRST.name],
    ['only a pending one', { name: 'web' }, [{ ...FIRST, state: 'pending' }], 'state_error', '"pending"'],
    ['an expired one with the id', { id: FIRST.id }, [{ ...FIRST, ...past }, SECOND], 'state_error', FIRST.id],
    ['a failed one with the id', { id: FIRST.id }, [{ ...FIRST, state: 'error' }, SECOND], 'state_error', '"error"'],
  ])('With %s nothing can be put in place, and the error says why', (_, target, certificates, code, said) => {
    expect(() => findSource(uploadedTaskOf(target), certificates, NOW)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(said) }),
    );
  });
});

it.each([
  ['verified', NOW + 1, true],
  ['verified', NOW, false],
  ['verified', NOW - 1, false],
  ['verified', undefined, false],
  ['pending', NOW + 1, false],
  ['error', NOW + 1, false],
  ['', NOW + 1, false],
])('It is known of a certificate in state %j that expires at %s whether it can be used (%s)', (state, ms, expected) => {
  const notAfter = ms === undefined ? undefined : new Date(ms);
  expect(isUsable(certificateOf({ state, notAfter }), NOW)).toBe(expected);
});
