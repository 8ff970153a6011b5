import { describeCertificate, nameCertificate } from '../certificates/describe.ts';
import { rejectMemberName } from '../certificates/family.ts';
import { uploadSupplied } from '../certificates/upload.ts';
import { KINDS } from '../consumers/kinds.ts';
import { takeSurvey } from '../consumers/survey.ts';
import type { Survey } from '../consumers/survey.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { withKnown } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import { checkCoverage } from '../rotation/coverage.ts';
import { logKept } from '../rotation/delete-replaced.ts';
import { throwIfLeftExpiring } from '../rotation/leave-kubernetes.ts';
import { planRotation } from '../rotation/plan.ts';
import { probePlanned } from '../rotation/probe-planned.ts';
import { changedBy, makeProgress, statesOf } from '../rotation/progress.ts';
import type { Progress } from '../rotation/progress.ts';
import { completeRotation } from '../rotation/rounds.ts';
import { findUsers, idsOf, selectCertificates } from '../rotation/selection.ts';
import type { Selection } from '../rotation/selection.ts';
import { withServices } from '../rotation/services.ts';
import { findSource } from '../rotation/source.ts';
import type { Source } from '../rotation/source.ts';
import type { RotateTask } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';

/** Puts a certificate in place of the family's older ones, and deletes these when nothing uses them any more. */
export async function rotate(task: RotateTask, context: Context): Promise<Outcome> {
  const survey = await takeSurvey(context.client);
  const { certificates } = survey;
  const now = context.deadline.clock.now();
  if (task.source === 'supplied') rejectMemberName(task.name, certificates, task.supplied.sha1Fingerprint);
  const source = findSource(task, certificates, now);
  const selection = selectCertificates(task, source, certificates, now);
  rejectSelection(source, selection);
  const consumers = await withServices(task, survey.consumers, certificates, selection, context);
  const users = findUsers(consumers, selection.replaced);
  checkCoverage(
    { ...source, replaced: selection.replaced, allowDroppedNames: task.allowDroppedNames },
    users.rebindable,
  );
  report(source, survey, selection, context);
  if (task.dryRun)
    return probePlanned(task, planRotation(task, source, { certificates, consumers }, selection), selection, context);

  const progress = makeProgress(selection.existing);
  let last = selection;
  try {
    const newCertificate = selection.existing ?? (await upload(source, progress, context));
    const round = await completeRotation({ task, source, progress, context });
    last = round.selection;
    if (task.deletePrevious) logKept(round.consumers, last, context);
    else context.log.info('The replaced certificates stay, because `delete_previous` is false.');
    throwIfLeftExpiring(task, round.users.kubernetes, last.replaced, newCertificate, context);
    return outcomeOf(source, last, progress);
  } catch (error) {
    throw withKnown(error, outcomeOf(source, last, progress));
  }
}

function rejectSelection({ family, allowOlder }: Source, { members, newer, existing }: Selection): void {
  if (members.length === 0)
    throw new ActionError(
      'empty_family',
      `There is no certificate named ${quoteName(family)}, so nothing was written. Check \`name\`. To upload the first certificate, use \`operation: present\`; to replace one with another name, set \`replaces\`.`,
    );
  if (newer.length > 0 && !allowOlder)
    throw new ActionError(
      'older',
      `The supplied certificate is older than ${enumerate(newer.map(describeCertificate), 5)}, so nothing was written. If this is an old run that was started again, ignore it: the secrets are out of date. To roll back, set \`allow_older: true\`.`,
    );
  if (existing?.state === 'error')
    throw new ActionError(
      'state_error',
      `The new certificate exists as ${describeCertificate(existing)}, in state "error". Delete it (\`operation: absent\` with its \`id\`), and run this again.`,
    );
}

/** What the user should know before anything is written. */
function report({ family }: Source, { consumers }: Survey, selection: Selection, { log }: Context): void {
  const { missing, duplicates, existing, members } = selection;
  for (const entry of missing) log.info(`\`replaces\` names ${quoteName(entry)}, which does not exist`);
  if (duplicates.length > 0)
    log.notice(
      `The same certificate exists more than once: ${enumerate([...(existing === undefined ? [] : [existing]), ...duplicates].map(nameCertificate), 10)}. Delete those that nothing uses.`,
    );
  const { rebindable, kubernetes } = findUsers(consumers, members);
  if (rebindable.length + kubernetes.length > 0) return;
  const kinds = KINDS.map(({ resource }) => resource.label);
  log.warning(
    `No ${enumerate(kinds, Infinity, 'or')} uses a certificate of ${quoteName(family)}, so there is nothing to rebind. Check \`name\`.`,
  );
}

/** Uploads the supplied certificate, unless another run was faster with the same one. */
async function upload({ supplied, memberName }: Source, progress: Progress, context: Context): Promise<Certificate> {
  if (supplied === undefined) throw new ActionError('internal', 'There is no certificate to upload.');
  const result = await uploadSupplied(memberName, supplied, context);
  if (result.kind === 'created') {
    progress.created = result.certificate;
    progress.existing = result.certificate;
    return result.certificate;
  }
  const found = result.certificates.find(
    (each) => each.name === memberName && each.sha1Fingerprint === supplied.sha1Fingerprint,
  );
  if (found === undefined)
    throw new ActionError(
      'name_taken',
      `The name ${quoteName(memberName)} is taken by another certificate than the supplied one. Delete that certificate, and run this again.`,
    );
  progress.existing = found;
  return found;
}

function outcomeOf({ newCertificate }: Source, { members }: Selection, progress: Progress): Outcome {
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
