import { nameCertificate } from '../certificates/describe.ts';
import { takeSurvey } from '../consumers/survey.ts';
import type { Context, Outcome } from '../outcome.ts';
import { concludeRotation } from '../rotation/conclude.ts';
import { warnOfUncovered } from '../rotation/coverage.ts';
import { planRotation } from '../rotation/plan.ts';
import { prepareRotation, warnOfUnused } from '../rotation/prepare.ts';
import { probePlanned } from '../rotation/probe-planned.ts';
import { completeRotations } from '../rotation/rounds.ts';
import { uploadNew } from '../rotation/upload-new.ts';
import type { RotateTask } from '../task.ts';

/** Puts a certificate in place of the family's older ones, and deletes these when nothing uses them any more. */
export async function rotate(task: RotateTask, context: Context): Promise<Outcome> {
  const survey = await takeSurvey(context.client);
  const rotation = await prepareRotation(task, survey, context);
  const { source, selection, consumers } = rotation;
  warnOfUnused([rotation], survey, context);
  warnOfUncovered(task.endpoints, source.newCertificate, context.log);
  if (task.dryRun)
    return probePlanned(task, planRotation(task, source, { ...survey, consumers }, selection), selection, context);
  try {
    await uploadNew(rotation, context);
  } catch (error) {
    return concludeRotation(rotation, { error }, context);
  }
  const [ending = { error: new Error('the rotation has no ending') }] = await completeRotations([rotation], context);
  const outcome = concludeRotation(rotation, ending, context);
  const { subject, changed } = outcome;
  if (subject !== undefined && changed === false)
    context.log.info(`Certificate ${nameCertificate(subject)} is on DigitalOcean already. Nothing was changed.`);
  return outcome;
}
