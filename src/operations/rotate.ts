import { describeCertificate } from '../certificates/describe.ts';
import { memberNameOf, rejectMemberName } from '../certificates/family.ts';
import { uploadSupplied } from '../certificates/upload.ts';
import { describeConsumer } from '../consumers/consumer.ts';
import { KINDS } from '../consumers/kinds.ts';
import { takeSurvey } from '../consumers/survey.ts';
import { listCertificates, sendDelete } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError, isApiError } from '../errors.ts';
import { withKnown } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import { awaitBound } from '../rotation/await-bound.ts';
import { awaitServed } from '../rotation/await-served.ts';
import { checkCoverage } from '../rotation/coverage.ts';
import { deleteReplaced, supersededError } from '../rotation/delete-replaced.ts';
import { leaveKubernetes, throwIfLeftExpiring } from '../rotation/leave-kubernetes.ts';
import { planRotation } from '../rotation/plan.ts';
import { changedBy, entriesWith, makeProgress, statesOf } from '../rotation/progress.ts';
import type { Progress } from '../rotation/progress.ts';
import { rebindAll } from '../rotation/rebind.ts';
import { findUsers, idsOf, selectCertificates } from '../rotation/selection.ts';
import type { Selection, Users } from '../rotation/selection.ts';
import type { RotateTask } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';

/** Puts the supplied certificate in place of the family's old ones, and deletes these when nothing uses them any more. */
export async function rotate(task: RotateTask, context: Context): Promise<Outcome> {
  const survey = await takeSurvey(context.client);
  rejectMemberName(task.name, survey.certificates, task.supplied.sha1Fingerprint);
  const selection = selectCertificates(task, survey.certificates);
  for (const entry of selection.missing)
    context.log.info(`\`replaces\` names ${quoteName(entry)}, which does not exist`);
  rejectSelection(task, selection);
  checkCoverage(task, survey.consumers, selection);
  warnIfUnused(task, findUsers(survey.consumers, selection.members), context);
  if (task.dryRun) return planRotation(task, survey, selection);

  const progress = makeProgress(selection.newCertificate);
  try {
    const now = await ensureUploaded(task, selection, progress, context);
    const users = findUsers(survey.consumers, now.replaced);
    await bindAll(task, now, users, progress, context);
    await finish(task, now, users, progress, context);
    return outcomeOf(task, now, progress);
  } catch (error) {
    throw withKnown(error, outcomeOf(task, selection, progress));
  }
}

function rejectSelection(task: RotateTask, { members, higher, newCertificate }: Selection): void {
  if (members.length === 0)
    throw new ActionError(
      'empty_family',
      `There is no certificate named ${quoteName(task.name)}, so nothing was written. Check \`name\`. To upload the first certificate, use \`operation: present\`; to replace one with another name, set \`replaces\`.`,
    );
  if (higher.length > 0 && !task.allowEarlierExpiry)
    throw new ActionError(
      'earlier_expiry',
      `The supplied certificate expires earlier than ${enumerate(higher.map(describeCertificate), 5)}, so nothing was written. If this is an old run that was started again, ignore it. To roll back, set \`allow_earlier_expiry: true\`.`,
    );
  if (newCertificate?.state === 'error')
    throw new ActionError(
      'state_error',
      `The supplied certificate exists as ${describeCertificate(newCertificate)}, in state "error". Delete it (\`operation: absent\` with its \`id\`), and run this again.`,
    );
}

function warnIfUnused({ name }: RotateTask, { rebindable, kubernetes }: Users, { log }: Context): void {
  if (rebindable.length + kubernetes.length > 0) return;
  const kinds = KINDS.map(({ resource }) => resource.label);
  log.warning(
    `No ${enumerate(kinds, Infinity, 'or')} uses a certificate of ${quoteName(name)}, so there is nothing to rebind. Check \`name\`.`,
  );
}

/** Uploads unless the supplied certificate exists, and looks whether another run was faster with a later one. */
async function ensureUploaded(
  task: RotateTask,
  selection: Selection,
  progress: Progress,
  context: Context,
): Promise<Selection> {
  if (selection.newCertificate !== undefined) return selection;
  const { supplied } = task;
  const name = memberNameOf(task.name, supplied);
  const result = await uploadSupplied(name, supplied, context);
  if (result.kind === 'created') {
    progress.newCertificate = result.certificate;
    progress.created = result.certificate;
  } else {
    progress.newCertificate = result.certificates.find(
      (each) => each.name === name && each.sha1Fingerprint === supplied.sha1Fingerprint,
    );
    if (progress.newCertificate === undefined)
      throw new ActionError(
        'name_taken',
        `The name ${quoteName(name)} is taken by another certificate than the supplied one. Delete that certificate, and run this again.`,
      );
  }
  const now = selectCertificates(task, await listCertificates(context.client));
  if (now.higher.length === 0 || task.allowEarlierExpiry) return now;
  await deleteCreated(progress, context);
  throw supersededError(task, now);
}

/** Nothing was bound to it by us; the API refuses if something else was. */
async function deleteCreated({ created, deleted }: Progress, { client }: Context): Promise<void> {
  if (created === undefined) return;
  try {
    if (await sendDelete(client, created.id)) deleted.push(created);
  } catch (error) {
    if (!isApiError(error, 'in_use')) throw error;
  }
}

/** Rebinds all users, and waits until each is bound. @throws ActionError `not_rebound` */
async function bindAll(
  task: RotateTask,
  { replaced }: Selection,
  { rebindable, kubernetes }: Users,
  progress: Progress,
  context: Context,
): Promise<void> {
  const newCertificate = newCertificateOf(progress);
  leaveKubernetes(kubernetes, newCertificate, progress, context);
  const replacement = { newId: newCertificate.id, replacedIds: idsOf(replaced) };
  await rebindAll(rebindable, replacement, progress, context);
  await awaitBound(replacement, progress, context);
  const failed = entriesWith(progress, 'failed');
  if (failed.length === 0) return;
  const named = failed.map(({ consumer, error }) => `${describeConsumer(consumer)}: ${error}`);
  throw new ActionError(
    'not_rebound',
    `The rotation of ${quoteName(task.name)} is not complete: ${entriesWith(progress, 'rebound').length} rebound, ${failed.length} not. ${named.slice(0, 10).join(' ')}${named.length > 10 ? ` And ${named.length - 10} more.` : ''} The old certificate stays. Run this again to complete it.`,
  );
}

/** Waits until the endpoints serve the new certificate, and deletes the old ones. */
async function finish(
  task: RotateTask,
  { replaced }: Selection,
  { kubernetes }: Users,
  progress: Progress,
  context: Context,
): Promise<void> {
  const { endpoints, supplied } = task;
  if (endpoints.length > 0) {
    const { probed, failure } = await awaitServed(endpoints, supplied.sha1Fingerprint, context);
    progress.probed = probed;
    if (failure !== undefined) throw failure;
    context.log.info(`Every endpoint serves the new certificate (${endpoints.length} checked).`);
  }
  const newCertificate = newCertificateOf(progress);
  if (task.deletePrevious) await deleteReplaced(task, newCertificate, progress, context);
  else context.log.info('The replaced certificates stay, because `delete_previous` is false.');
  throwIfLeftExpiring(task, kubernetes, replaced, newCertificate, context);
}

function newCertificateOf({ newCertificate }: Progress): Certificate {
  if (newCertificate === undefined) throw new ActionError('internal', 'There is no certificate to bind.');
  return newCertificate;
}

function outcomeOf(task: RotateTask, { members }: Selection, progress: Progress): Outcome {
  const { deleted, newCertificate, created, probed } = progress;
  const gone = idsOf(deleted);
  const kept = members.filter(({ id }) => !gone.has(id) && id !== newCertificate?.id);
  const exists = newCertificate !== undefined && !gone.has(newCertificate.id);
  return {
    certificates: [...(exists ? [newCertificate] : []), ...kept],
    subject: exists ? newCertificate : undefined,
    changed: changedBy(progress),
    created,
    matches:
      newCertificate === undefined ? undefined : newCertificate.sha1Fingerprint === task.supplied.sha1Fingerprint,
    consumers: statesOf(progress),
    deleted,
    endpoints: probed.map((each) => ({ probed: each, problems: [] })),
  };
}
