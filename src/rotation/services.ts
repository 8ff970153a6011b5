import { nameCertificate } from '../certificates/describe.ts';
import { mapConcurrently } from '../concurrency.ts';
import type { Clusters } from '../consumers/clusters.ts';
import type { Consumer } from '../consumers/consumer.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { isUuid } from '../digitalocean/responses.ts';
import type { Context } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { idsOf } from './selection.ts';
import type { Selection } from './selection.ts';

const CONCURRENCY = 4;

/**
 * The consumers, and what the Services of clusters are annotated with: that is in use too, since a cluster's controller binds it and
 * needs it to exist. Clusters are asked only about what may be annotated or deleted.
 */
export async function withServices(
  { kubernetes: mode }: Pick<RotateTask, 'kubernetes'>,
  consumers: readonly Consumer[],
  certificates: readonly Certificate[],
  { members, replaced }: Pick<Selection, 'members' | 'replaced'>,
  { clusters }: Context,
): Promise<readonly Consumer[]> {
  const ids = idsOf(members);
  const isAffected = ({ isKubernetes, certificateIds }: Consumer): boolean =>
    isKubernetes && replaced.length > 0 && [...certificateIds].some((id) => ids.has(id));
  if (mode === 'leave' || clusters === undefined || !consumers.some(isAffected)) return consumers;
  const opened = await clusters.open();
  return mapConcurrently(consumers, CONCURRENCY, async (consumer) =>
    isAffected(consumer) ? withService(consumer, certificates, ids, opened) : consumer,
  );
}

/** A consumer of a cluster with what its Service is annotated with; or why that cannot be changed. */
async function withService(
  consumer: Consumer,
  certificates: readonly Certificate[],
  members: ReadonlySet<string>,
  clusters: Clusters,
): Promise<Consumer> {
  const found = await clusters.find(consumer);
  if ('refusal' in found) return { ...consumer, service: found.service, refusal: found.refusal };
  const { service, state } = found;
  const annotated =
    state.certificateId === ''
      ? certificates.find(({ name }) => name === state.certificateName)
      : certificates.find(({ id }) => id === state.certificateId);
  if (annotated !== undefined && !members.has(annotated.id))
    return { ...consumer, service, refusal: `its Service is annotated with certificate ${nameCertificate(annotated)}` };
  const id = annotated?.id ?? state.certificateId;
  const isKnown = consumer.certificateIds.has(id) || !isUuid(id);
  return {
    ...consumer,
    service,
    isAnnotatable: true,
    uses: isKnown ? consumer.uses : [...consumer.uses, { certificateId: id, isActive: true }],
    certificateIds: isKnown ? consumer.certificateIds : new Set([...consumer.certificateIds, id]),
  };
}
