import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { quoteName } from '../text.ts';

/** The longest name of a family: a renewed member adds `-` and eight digits, and names stay within 64 characters. */
export const FAMILY_NAME_MAX_LENGTH = 55;

/**
 * The lasting name of a certificate: its own name, or, if that ends in `-` and the first eight digits of its own SHA-1 fingerprint,
 * what stands before. So an unrelated one such as `web-20261124` is never taken for a member of `web`.
 */
export function familyNameOf(certificate: Pick<Certificate, 'name' | 'sha1Fingerprint'>): string {
  const { name, sha1Fingerprint } = certificate;
  const suffix = `-${sha1Fingerprint.slice(0, 8)}`;
  return suffix.length === 9 && name.length > 9 && name.endsWith(suffix) ? name.slice(0, -9) : name;
}

/** The name of a renewed member. */
export function memberNameOf(family: string, { sha1Fingerprint }: Pick<Certificate, 'sha1Fingerprint'>): string {
  return `${family}-${sha1Fingerprint.slice(0, 8)}`;
}

/** The members of the family called `name`, in the order given. */
export function membersOf(certificates: readonly Certificate[], name: string): Certificate[] {
  return certificates.filter((certificate) => certificate.name === name || familyNameOf(certificate) === name);
}

/** Below zero if `a` ranks lower than `b`: it expires earlier, or at the same time with a lower fingerprint. */
export function compareRank(
  a: Pick<Certificate, 'notAfter' | 'sha1Fingerprint'>,
  b: Pick<Certificate, 'notAfter' | 'sha1Fingerprint'>,
): number {
  const byExpiry = expiryOf(a) - expiryOf(b);
  if (byExpiry !== 0) return byExpiry;
  return a.sha1Fingerprint < b.sha1Fingerprint ? -1 : Number(a.sha1Fingerprint > b.sha1Fingerprint);
}

/**
 * The member that a family's name stands for: the one with `sha1Fingerprint` if it is given and exists (of duplicates the oldest, then
 * the lowest id), else the one of the highest rank.
 */
export function currentMember(members: readonly Certificate[], sha1Fingerprint?: string): Certificate | undefined {
  const ours = members.filter((member) => member.sha1Fingerprint === sha1Fingerprint);
  if (ours.length > 0) return ours.toSorted(compareAge)[0];
  return members.toSorted((a, b) => compareRank(b, a) || compareAge(a, b))[0];
}

/**
 * Rejects a name that would be, or is, a renewed member of another family: `web-0123abcd` if the fingerprint begins with 0123abcd.
 * @throws ActionError `suffixed_name`, with the name to use
 */
export function rejectMemberName(name: string, certificates: readonly Certificate[], sha1Fingerprint = ''): void {
  const candidates = [...certificates.filter((certificate) => certificate.name === name), { name, sha1Fingerprint }];
  const family = candidates.map(familyNameOf).find((found) => found !== name);
  if (family === undefined) return;
  throw new ActionError(
    'suffixed_name',
    `\`name\` is ${quoteName(name)}, which is a renewed member of the family ${quoteName(family)}. Use \`name: ${family}\`.`,
  );
}

function compareAge(a: Certificate, b: Certificate): number {
  const byAge = (Date.parse(a.createdAtText) || 0) - (Date.parse(b.createdAtText) || 0);
  if (byAge !== 0) return byAge;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function expiryOf(certificate: Pick<Certificate, 'notAfter'>): number {
  // One that is still being ordered has no expiry yet, and replaces nothing.
  return certificate.notAfter?.getTime() ?? 0;
}
