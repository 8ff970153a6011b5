import { describeCertificate } from '../certificates/describe.ts';
import { currentMember } from '../certificates/family.ts';
import { findTargets, notFoundError } from '../certificates/find.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { TaskOf } from '../task.ts';

/** Reads one certificate by its id, or the current member of a family. */
export async function get({ target }: TaskOf<'get'>, context: Context): Promise<Outcome> {
  const subject = currentMember(await findTargets(target, context));
  if (subject === undefined) throw notFoundError(target);
  context.log.info(`Certificate ${describeCertificate(subject)}`);
  return { certificates: [subject], subject, changed: false };
}
