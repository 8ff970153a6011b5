import { compareRank, currentMember, membersOf } from '../certificates/family.ts';
import type { Consumer } from '../consumers/consumer.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { RotateTask } from '../task.ts';

/** Which certificates a rotation is about. */
export interface Selection {
  /** The family, and what `replaces` adds to it. */
  readonly members: readonly Certificate[];
  /** The supplied certificate, if it exists. */
  readonly newCertificate: Certificate | undefined;
  /** Members that expire later than the supplied one. */
  readonly higher: readonly Certificate[];
  /** Members that expire earlier: these are deleted in the end. */
  readonly lower: readonly Certificate[];
  /** Members from which consumers are rebound: the lower ones, and the higher ones if that is allowed. */
  readonly replaced: readonly Certificate[];
  /** Entries of `replaces` that do not exist. */
  readonly missing: readonly string[];
}

/** Sorts the account's certificates by what they are to this rotation. */
export function selectCertificates(
  { name, supplied, replaces, allowEarlierExpiry }: RotateTask,
  certificates: readonly Certificate[],
): Selection {
  const added = new Map(
    replaces.map((entry) => [
      entry,
      certificates.filter(({ id }) => id === entry.toLowerCase()).concat(membersOf(certificates, entry)),
    ]),
  );
  const members = [...new Set([...membersOf(certificates, name), ...[...added.values()].flat()])];
  const newCertificate = members.some(({ sha1Fingerprint }) => sha1Fingerprint === supplied.sha1Fingerprint)
    ? currentMember(members, supplied.sha1Fingerprint)
    : undefined;
  const higher = members.filter((member) => compareRank(member, supplied) > 0);
  const lower = members.filter((member) => compareRank(member, supplied) < 0);
  return {
    members,
    newCertificate,
    higher,
    lower,
    replaced: allowEarlierExpiry ? [...lower, ...higher] : lower,
    missing: [...added].filter(([, found]) => found.length === 0).map(([entry]) => entry),
  };
}

/** The consumers that use one of these certificates. */
export interface Users {
  readonly rebindable: readonly Consumer[];
  /** Those that a Kubernetes cluster owns: they are not written. */
  readonly kubernetes: readonly Consumer[];
}

/** The consumers that use one of these certificates in a place that may be rebound. */
export function findUsers(consumers: readonly Consumer[], certificates: readonly Certificate[]): Users {
  const ids = idsOf(certificates);
  const users = consumers.filter(({ uses }) => uses.some(({ certificateId }) => ids.has(certificateId)));
  return {
    rebindable: users.filter(({ isKubernetes }) => !isKubernetes),
    kubernetes: users.filter(({ isKubernetes }) => isKubernetes),
  };
}

/** The ids of certificates. */
export function idsOf(certificates: readonly Certificate[]): ReadonlySet<string> {
  return new Set(certificates.map(({ id }) => id));
}
