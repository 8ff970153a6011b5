import { NOTHING_DONE } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import { findTargets, nameTarget, planRemoval, removeCertificate, severalFound } from '../certificates/remove.ts';
import type { TaskOf } from '../task.ts';

/** Deletes the certificate with this id, or the only member of a family, if it is there. */
export async function absent({ target, dryRun }: TaskOf<'delete' | 'absent'>, context: Context): Promise<Outcome> {
  const [found, ...others] = await findTargets(target, context);
  if (found === undefined) {
    context.log.info(`There is no ${nameTarget(target)}: nothing to do`);
    return NOTHING_DONE;
  }
  if (others.length > 0) return severalFound([found, ...others]);
  return dryRun ? planRemoval(found, context) : removeCertificate(found, context);
}
