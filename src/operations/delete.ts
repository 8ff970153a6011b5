import { ActionError } from '../errors.ts';
import { NOTHING_DONE } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import { findTargets, nameTarget, planRemoval, removeCertificate, severalFound } from '../certificates/remove.ts';
import type { TaskOf } from '../task.ts';

/** Deletes the certificate with this id, or the only member of a family; fails when there is none. */
export async function deleteOne({ target, dryRun }: TaskOf<'delete' | 'absent'>, context: Context): Promise<Outcome> {
  const [found, ...others] = await findTargets(target, context);
  if (found === undefined) {
    const message = `There is no ${nameTarget(target)}, so nothing was deleted. Where that is as it should be, use \`operation: absent\`.`;
    return { ...NOTHING_DONE, failure: new ActionError('not_found', message) };
  }
  if (others.length > 0) return severalFound([found, ...others]);
  if (dryRun) return planRemoval(found, context);
  const outcome = await removeCertificate(found, context);
  if (outcome.changed !== false || outcome.failure !== undefined) return outcome;
  const message = `The ${nameTarget(target)} was there a moment ago, and was deleted by someone else meanwhile.`;
  return { ...outcome, failure: new ActionError('not_found', message) };
}
