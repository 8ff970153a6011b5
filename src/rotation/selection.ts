import { findOwn, isNewer, membersOf, newestFirst } from '../certificates/family.ts';
import type { Consumer } from '../consumers/consumer.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { RotateTask } from '../task.ts';
import { isUsable } from './source.ts';
import type { Source } from './source.ts';

/** Which certificates a rotation is about. The new certificate is recognized by its fingerprint before anything else. */
export interface Selection {
  /** The family, and what `replaces` adds to it. */
  readonly members: readonly Certificate[];
  /** The new certificate, if it exists on DigitalOcean. */
  readonly existing: Certificate | undefined;
  /** The same certificate under other names. */
  readonly duplicates: readonly Certificate[];
  /** Members that are newer than the new certificate. */
  readonly newer: readonly Certificate[];
  /** Members that are older: these are deleted in the end. */
  readonly older: readonly Certificate[];
  /** Members from which consumers are rebound: the older ones, newer ones that cannot be used, and all newer ones if that is allowed. */
  readonly replaced: readonly Certificate[];
  /** Entries of `replaces` that do not exist. */
  readonly missing: readonly string[];
}

/**
 * Sorts the account's certificates by what they are to this rotation.
 * @param now milliseconds since the epoch
 */
export function selectCertificates(
  { replaces, source }: Pick<RotateTask, 'replaces' | 'source'>,
  { family, newCertificate, memberName, allowOlder }: Source,
  certificates: readonly Certificate[],
  now: number,
): Selection {
  const added = new Map(
    replaces.map((entry) => [
      entry,
      certificates.filter(({ id }) => id === entry.toLowerCase()).concat(membersOf(certificates, entry)),
    ]),
  );
  const members = [...new Set([...membersOf(certificates, family), ...[...added.values()].flat()])];
  const own = findOwn(members, newCertificate.sha1Fingerprint);
  // What was uploaded under its own name is the one that is meant.
  const existing = own.find(({ name }) => name === memberName) ?? own[0];
  const others = members.filter((member) => !own.includes(member));
  // Without a key, a newer member that cannot be used is no reason to stop.
  const counts = (member: Certificate): boolean => source === 'supplied' || isUsable(member, now);
  // The API's `not_after` may be off by seconds: all runs rank what exists by what is listed, or two could each be the newer one.
  const issued = { ...newCertificate, notAfter: existing?.notAfter ?? newCertificate.notAfter };
  const ahead = others.filter((member) => isNewer(member, family, issued));
  const newer = ahead.filter(counts);
  const older = others.filter((member) => !ahead.includes(member));
  return {
    members,
    existing,
    duplicates: own.filter((member) => member !== existing),
    newer,
    older,
    replaced: [...older, ...ahead.filter((member) => allowOlder || !counts(member))],
    missing: [...added].filter(([, found]) => found.length === 0).map(([entry]) => entry),
  };
}

/** The consumers that use one of these certificates. */
export interface Users {
  readonly rebindable: readonly Consumer[];
  /** Those that a Kubernetes cluster owns and that cannot be annotated: they are left to it. */
  readonly kubernetes: readonly Consumer[];
}

/** The consumers that use one of these certificates in a place that may be rebound. */
export function findUsers(consumers: readonly Consumer[], certificates: readonly Certificate[]): Users {
  const ids = idsOf(certificates);
  const users = consumers.filter(({ uses }) => uses.some(({ certificateId }) => ids.has(certificateId)));
  return { rebindable: users.filter((consumer) => !isLeft(consumer)), kubernetes: users.filter(isLeft) };
}

function isLeft({ isKubernetes, isAnnotatable = false }: Consumer): boolean {
  return isKubernetes && !isAnnotatable;
}

/**
 * The replaced certificates that have to stay: while a cluster's load balancer uses one, its user may have been told to annotate any
 * newer one, so none of those may go either.
 */
export function keptForKubernetes(older: readonly Certificate[], kubernetes: readonly Consumer[]): Certificate[] {
  const ranked = newestFirst(older);
  const isUsed = ({ id }: Certificate): boolean => kubernetes.some(({ certificateIds }) => certificateIds.has(id));
  const oldest = ranked.findLastIndex(isUsed);
  return ranked.slice(0, oldest + 1);
}

/** The ids of certificates. */
export function idsOf(certificates: readonly Certificate[]): ReadonlySet<string> {
  return new Set(certificates.map(({ id }) => id));
}
