import type { CdnEndpoint } from '../consumers/cdn-endpoint.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { LoadBalancer } from '../consumers/load-balancer.ts';
import { compareRank, currentMember, membersOf } from '../certificates/family.ts';
import type { RotateTask } from '../task.ts';
import type { Survey } from '../consumers/survey.ts';

/** Which certificates a rotation is about. */
export interface Scope {
  /** The family, and what `replaces` takes into it. */
  readonly members: readonly Certificate[];
  /** The supplied certificate, when it is there. */
  readonly target: Certificate | undefined;
  /** Members that end later than the supplied one. */
  readonly higher: readonly Certificate[];
  /** Members that end earlier: these are deleted in the end. */
  readonly lower: readonly Certificate[];
  /** Members from which consumers are moved: the lower ones, and the higher ones where that is allowed. */
  readonly replaced: readonly Certificate[];
  /** Entries of `replaces` that are not there. */
  readonly absent: readonly string[];
}

/** Sorts the account's certificates by what they are to this rotation. */
export function findScope(
  { name, supplied, replaces, allowEarlierExpiry }: RotateTask,
  certificates: readonly Certificate[],
): Scope {
  const taken = new Map(
    replaces.map((entry) => [
      entry,
      certificates.filter(({ id }) => id === entry.toLowerCase()).concat(membersOf(certificates, entry)),
    ]),
  );
  const members = [...new Set([...membersOf(certificates, name), ...[...taken.values()].flat()])];
  const target = members.some(({ sha1Fingerprint }) => sha1Fingerprint === supplied.sha1Fingerprint)
    ? currentMember(members, supplied.sha1Fingerprint)
    : undefined;
  const higher = members.filter((member) => compareRank(member, supplied) > 0);
  const lower = members.filter((member) => compareRank(member, supplied) < 0);
  return {
    members,
    target,
    higher,
    lower,
    replaced: allowEarlierExpiry ? [...lower, ...higher] : lower,
    absent: [...taken].filter(([, found]) => found.length === 0).map(([entry]) => entry),
  };
}

/** The consumers that use one of these certificates. */
export interface Users {
  readonly loadBalancers: readonly LoadBalancer[];
  /** Those that a Kubernetes cluster owns: they are not written. */
  readonly kubernetes: readonly LoadBalancer[];
  readonly cdnEndpoints: readonly CdnEndpoint[];
}

export function findUsers(survey: Survey, certificates: readonly Certificate[]): Users {
  const ids = new Set(certificates.map(({ id }) => id));
  const users = survey.loadBalancers.filter(({ uses }) => uses.some(({ certificateId }) => ids.has(certificateId)));
  return {
    loadBalancers: users.filter(({ isKubernetes }) => !isKubernetes),
    kubernetes: users.filter(({ isKubernetes }) => isKubernetes),
    cdnEndpoints: survey.cdnEndpoints.filter(({ certificateId }) => ids.has(certificateId)),
  };
}

/** Does anything at all name this certificate, domains that DigitalOcean manages included? */
export function isUsed({ loadBalancers, cdnEndpoints }: Survey, id: string): boolean {
  return (
    loadBalancers.some(({ certificateIds }) => certificateIds.has(id)) ||
    cdnEndpoints.some(({ certificateId }) => certificateId === id)
  );
}
