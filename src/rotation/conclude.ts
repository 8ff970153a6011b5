import type { Consumer } from '../consumers/consumer.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { withKnown } from '../outcome.ts';
import type { ConsumerState, Context, Outcome } from '../outcome.ts';
import { logKept } from './delete-replaced.ts';
import { throwIfLeftExpiring } from './leave-kubernetes.ts';
import { changedBy, statesOf } from './progress.ts';
import { idsOf } from './selection.ts';
import type { Selection } from './selection.ts';
import type { Ending, Rotation } from './work.ts';

/** What became of a rotation. @throws OperationError with all that is known, if it failed */
export function concludeRotation(rotation: Rotation, ending: Ending, context: Context): Outcome {
  const { task, selection, progress } = rotation;
  if ('error' in ending) throw withKnown(ending.error, outcomeOf(rotation, selection));
  const { round } = ending;
  try {
    if (task.deletePrevious) logKept(round.consumers, round.selection, context);
    else context.log.info('The replaced certificates stay, because `delete_previous` is false.');
    const { existing } = progress;
    if (existing !== undefined)
      throwIfLeftExpiring(task, round.users.kubernetes, round.selection.replaced, existing, context);
    return outcomeOf(rotation, round.selection, round.consumers);
  } catch (error) {
    throw withKnown(error, outcomeOf(rotation, round.selection, round.consumers));
  }
}

function outcomeOf(
  { source: { newCertificate }, progress }: Rotation,
  { members }: Selection,
  consumers: readonly Consumer[] = [],
): Outcome {
  const { deleted, existing, created, probed, gone } = progress;
  const absent = new Set([...idsOf(deleted), ...gone]);
  const kept = members.filter(({ id }) => !absent.has(id) && id !== existing?.id);
  const exists = existing !== undefined && !absent.has(existing.id);
  const states = statesOf(progress);
  return {
    certificates: [...(exists ? [existing] : []), ...kept],
    subject: exists ? existing : undefined,
    changed: changedBy(progress),
    created,
    matches: existing === undefined ? undefined : existing.sha1Fingerprint === newCertificate.sha1Fingerprint,
    consumers: [...states, ...usersOf(existing, consumers, states)],
    deleted,
    endpoints: probed.map((each) => ({ probed: each, problems: [] })),
  };
}

/** What used the new certificate already, so that there was nothing to do with it. */
function usersOf(
  existing: Certificate | undefined,
  consumers: readonly Consumer[],
  known: readonly ConsumerState[],
): ConsumerState[] {
  if (existing === undefined) return [];
  return consumers
    .filter(({ certificateIds }) => certificateIds.has(existing.id))
    .filter(({ kind, id }) =>
      known.every((state) => state.kind !== kind || state.id.toLowerCase() !== id.toLowerCase()),
    )
    .map(({ kind, id, name, service }) => ({ kind, id, name, service, status: 'kept' as const, error: '' }));
}
