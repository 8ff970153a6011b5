import { findTargets, nameTarget } from '../certificates/find.ts';
import { deleteCertificate, planDeletion, severalError } from '../certificates/remove.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { NOTHING_DONE, OperationError } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { DeleteTask } from '../task.ts';

/** Deletes the certificate with this id, or the only member of a family; fails if it does not exist. */
export async function deleteOne(task: DeleteTask, context: Context): Promise<Outcome> {
  const found = await findOnly(task, context);
  if (found === undefined)
    throw new ActionError(
      'not_found',
      `There is no ${nameTarget(task.target)}, so nothing was deleted. Check it, or use \`operation: absent\`.`,
    );
  const outcome = await removeOne(found, task, context);
  if (outcome.changed !== false) return outcome;
  throw new OperationError(
    'not_found',
    `The ${nameTarget(task.target)} existed a moment ago, and something else deleted it meanwhile. Use \`operation: absent\` if that is fine.`,
    outcome,
  );
}

/** Like {@link deleteOne}, but succeeds if it does not exist. */
export async function absent(task: DeleteTask, context: Context): Promise<Outcome> {
  const found = await findOnly(task, context);
  if (found !== undefined) return removeOne(found, task, context);
  context.log.info(`There is no ${nameTarget(task.target)}. Nothing was changed.`);
  return NOTHING_DONE;
}

async function findOnly({ target }: DeleteTask, context: Context): Promise<Certificate | undefined> {
  const [found, ...others] = await findTargets(target, context);
  if (found !== undefined && others.length > 0) throw severalError([found, ...others]);
  return found;
}

async function removeOne(certificate: Certificate, { dryRun }: DeleteTask, context: Context): Promise<Outcome> {
  return dryRun ? planDeletion(certificate, context) : deleteCertificate(certificate, context);
}
