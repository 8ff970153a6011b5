import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { quoteName } from '../text.ts';

/** The longest name of a family: a renewed member adds `-YYYYMMDD-XXXXXXXX`, and names stay within 64 characters. */
export const FAMILY_NAME_MAX_LENGTH = 46;

const MEMBER = /^(?<family>.+)-(?<date>\d{8})-(?<digits>[0-9a-f]{8})$/su;

type Named = Pick<Certificate, 'name' | 'sha1Fingerprint'>;

/**
 * Is it a renewed member, `NAME-YYYYMMDD-XXXXXXXX` with the first eight digits of its own SHA-1 fingerprint? Then its family and the date
 * it was issued. So `web-20261124`, and `web-20261124-deadbeef` with another fingerprint, are not members of `web`.
 */
function renewedParts({ name, sha1Fingerprint }: Named): { family: string; date: string } | undefined {
  // Most names are not like that, and there may be ten thousand.
  const { family, date, digits } = (name.at(-9) === '-' ? MEMBER.exec(name)?.groups : undefined) ?? {};
  const isOwn = sha1Fingerprint.length === 40 && digits === sha1Fingerprint.slice(0, 8);
  return isOwn && family !== undefined && date !== undefined && isDate(date) ? { family, date } : undefined;
}

function isDate(date: string): boolean {
  const iso = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(iso);
}

/** The lasting name of a certificate: of a renewed member its family's, else its own. */
export function familyNameOf(certificate: Named): string {
  return renewedParts(certificate)?.family ?? certificate.name;
}

/** The name of a renewed member: the date is its `notBefore` in UTC. */
export function memberNameOf(
  family: string,
  { notBefore, sha1Fingerprint }: { readonly notBefore: Date; readonly sha1Fingerprint: string },
): string {
  return `${family}-${issueDateOf(notBefore)}-${sha1Fingerprint.slice(0, 8)}`;
}

function issueDateOf(notBefore: Date): string {
  return notBefore.toISOString().slice(0, 10).replaceAll('-', '');
}

/** The members of the family called `name`, in the order given. */
export function membersOf(certificates: readonly Certificate[], name: string): Certificate[] {
  return certificates.filter((certificate) => certificate.name === name || familyNameOf(certificate) === name);
}

/** Finds those that {@link membersOf} and {@link rejectMemberName} look at for a name, without going through all of them each time. */
export function indexByName(certificates: readonly Certificate[]): (name: string) => readonly Certificate[] {
  const index = new Map<string, Certificate[]>();
  for (const certificate of certificates)
    for (const name of new Set([certificate.name, familyNameOf(certificate)])) {
      const found = index.get(name);
      if (found === undefined) index.set(name, [certificate]);
      else found.push(certificate);
    }
  return (name) => index.get(name) ?? [];
}

/** What decides which of two certificates is newer. */
interface Rank {
  /** `YYYYMMDD`; empty for the plain member, which ranks below all renewed ones. */
  readonly date: string;
  readonly notAfterMs: number;
  readonly sha1Fingerprint: string;
}

function rankOf(certificate: Certificate): Rank {
  const { notAfter, sha1Fingerprint } = certificate;
  // One that is still being ordered has no expiry yet.
  return { date: renewedParts(certificate)?.date ?? '', notAfterMs: notAfter?.getTime() ?? 0, sha1Fingerprint };
}

/** Below zero if `a` is older: by the day it was issued, then by its expiry, then by its fingerprint. No clock is needed. */
function compareRank(a: Rank, b: Rank): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  if (a.notAfterMs !== b.notAfterMs) return a.notAfterMs - b.notAfterMs;
  return a.sha1Fingerprint < b.sha1Fingerprint ? -1 : Number(a.sha1Fingerprint > b.sha1Fingerprint);
}

/** The members of a family, the newest first. */
export function newestFirst(members: readonly Certificate[]): Certificate[] {
  return members.toSorted((a, b) => compareRank(rankOf(b), rankOf(a)) || compareAge(a, b));
}

/** A certificate that is put in place, supplied or uploaded before: what its age is judged by. */
export interface Issued {
  readonly sha1Fingerprint: string;
  readonly notAfter: Date;
  /** When it was issued; of an uploaded one, which does not say, when it was created. */
  readonly notBefore: Date;
  /** The day by which it ranks if that is not the day of `notBefore`: empty for a plain member, which ranks below all renewed ones. */
  readonly rankDate?: string;
}

/**
 * Is a member of the family called `name` newer than this certificate? A renewed member is if it ranks higher. Any other is (the plain
 * one, or one of `replaces`) if it expires later and was created after this one was issued. The same certificate never is.
 */
export function isNewer(member: Certificate, name: string, issued: Issued): boolean {
  if (member.sha1Fingerprint === issued.sha1Fingerprint) return false;
  const parts = renewedParts(member);
  const notAfterMs = issued.notAfter.getTime();
  if (parts?.family === name) {
    const date = issued.rankDate ?? issueDateOf(issued.notBefore);
    const rank = { date, notAfterMs, sha1Fingerprint: issued.sha1Fingerprint };
    return compareRank(rankOf(member), rank) > 0;
  }
  const createdMs = Date.parse(member.createdAtText);
  return (member.notAfter?.getTime() ?? 0) > notAfterMs && createdMs > issued.notBefore.getTime();
}

/**
 * An uploaded certificate as one that is put in place. The date in the name of a renewed member is the day on which it was issued; the
 * end of that day counts, so that a plain one that was created earlier on it, and expires later, is not taken for newer.
 */
export function issuedOf(certificate: Certificate): Issued {
  const date = renewedParts(certificate)?.date ?? '';
  const endOfDay = date === '' ? '' : `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T23:59:59Z`;
  return {
    sha1Fingerprint: certificate.sha1Fingerprint,
    notAfter: certificate.notAfter ?? new Date(0),
    rankDate: date,
    notBefore: new Date(Date.parse(endOfDay) || Date.parse(certificate.createdAtText) || 0),
  };
}

/**
 * The member that a family's name stands for: the one with `sha1Fingerprint` if it is given and exists (of duplicates the oldest, then
 * the lowest id), else the newest.
 */
export function currentMember(members: readonly Certificate[], sha1Fingerprint?: string): Certificate | undefined {
  return findOwn(members, sha1Fingerprint)[0] ?? newestFirst(members)[0];
}

/** The members with this fingerprint, the oldest first; more than one are duplicates. */
export function findOwn(members: readonly Certificate[], sha1Fingerprint?: string): Certificate[] {
  return members.filter((member) => member.sha1Fingerprint === sha1Fingerprint).toSorted(compareAge);
}

/**
 * Rejects a name that would be, or is, the name of a renewed member of another family.
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
