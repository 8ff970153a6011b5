import { withKnown } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
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
    return outcomeOf(rotation, round.selection);
  } catch (error) {
    throw withKnown(error, outcomeOf(rotation, round.selection));
  }
}

function outcomeOf({ source: { newCertificate }, progress }: Rotation, { members }: Selection): Outcome {
  const { deleted, existing, created, probed, gone } = progress;
  const absent = new Set([...idsOf(deleted), ...gone]);
  const kept = members.filter(({ id }) => !absent.has(id) && id !== existing?.id);
  const exists = existing !== undefined && !absent.has(existing.id);
  return {
    certificates: [...(exists ? [existing] : []), ...kept],
    subject: exists ? existing : undefined,
    changed: changedBy(progress),
    created,
    matches: existing === undefined ? undefined : existing.sha1Fingerprint === newCertificate.sha1Fingerprint,
    consumers: statesOf(progress),
    deleted,
    endpoints: probed.map((each) => ({ probed: each, problems: [] })),
  };
}
