import { currentMember } from '../certificates/family.ts';
import { NOTHING_DONE } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import { findTargets, notFound } from '../certificates/remove.ts';
import type { TaskOf } from '../task.ts';
import { describeCertificate } from '../text.ts';

/** One certificate by its id, or the current member of a family. */
export async function get({ target }: TaskOf<'get'>, context: Context): Promise<Outcome> {
  const subject = currentMember(await findTargets(target, context));
  if (subject === undefined) return { ...NOTHING_DONE, failure: notFound(target) };
  context.log.info(`Certificate ${describeCertificate(subject)}`);
  return { certificates: [subject], subject, changed: false };
}
