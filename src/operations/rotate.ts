import { deleteCertificate, listCertificates } from '../digitalocean/certificates.ts';
import { uploadCertificate } from '../digitalocean/create-certificate.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError, isApiError } from '../errors.ts';
import { NOTHING_DONE } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import { awaitBinding } from '../rotation/await-bound.ts';
import { deleteReplaced, superseded } from '../rotation/delete-replaced.ts';
import { annotateCommand, kubernetesFault, kubernetesWarning } from '../consumers/kubernetes.ts';
import { makeLedger, statesOf } from '../rotation/progress.ts';
import type { Ledger } from '../rotation/progress.ts';
import { planRotation } from '../rotation/plan.ts';
import { rebindAll } from '../rotation/rebind.ts';
import { checkSafety } from '../rotation/coverage.ts';
import { findScope, findUsers } from '../rotation/selection.ts';
import type { Scope, Users } from '../rotation/selection.ts';
import { awaitServing } from '../rotation/await-served.ts';
import { takeSurvey } from '../consumers/survey.ts';
import type { RotateTask } from '../task.ts';
import type { Served } from '../tls/handshake.ts';
import { refuseSuffixedName } from '../certificates/upload.ts';
import { describeCertificate, enumerate, nameConsumer } from '../text.ts';

/** What is done so far; it stands when a later step fails. */
interface Progress {
  readonly ledger: Ledger;
  readonly deleted: Certificate[];
  target: Certificate | undefined;
  created: Certificate | undefined;
  served: readonly Served[];
}

/** Puts the supplied certificate where the family's old ones serve, and deletes these when nothing uses them any more. */
export async function rotate(task: RotateTask, context: Context): Promise<Outcome> {
  const survey = await takeSurvey(context);
  refuseSuffixedName(task.name, survey.certificates, task.supplied);
  const scope = findScope(task, survey.certificates);
  for (const entry of scope.absent) context.log.info(`\`replaces\` names "${entry}", which is not there`);
  refuseScope(task, scope);
  checkSafety(task, survey, scope);
  const { loadBalancers, kubernetes, cdnEndpoints } = findUsers(survey, scope.members);
  if (loadBalancers.length + kubernetes.length + cdnEndpoints.length === 0) {
    context.log.warning(
      `No load balancer and no CDN endpoint uses a certificate of "${task.name}": there is nothing to rebind. Is \`name\` right?`,
    );
  }
  if (task.dryRun) return planRotation(task, survey, scope);

  const progress: Progress = {
    ledger: makeLedger(),
    deleted: [],
    target: scope.target,
    created: undefined,
    served: [],
  };
  try {
    const now = await upload(task, scope, progress, context);
    await move(task, now, findUsers(survey, now.replaced), progress, context);
    return outcomeOf(task, now, progress);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return {
      ...outcomeOf(task, scope, progress),
      failure: error,
      ...(error.code === 'upload_unknown' ? { changed: undefined } : {}),
    };
  }
}

function refuseScope({ name, allowEarlierExpiry }: RotateTask, { members, higher, target }: Scope): void {
  if (members.length === 0) {
    throw new ActionError(
      'empty_family',
      `There is no certificate called "${name}" to be renewed. Check \`name\`; \`operation: present\` uploads the first one, and \`replaces\` takes in one with another name. Nothing was written.`,
    );
  }
  if (higher.length > 0 && !allowEarlierExpiry) {
    throw new ActionError(
      'earlier_expiry',
      `The supplied certificate ends earlier than ${enumerate(higher.map(describeCertificate), 5)}, which is there. Is this an old run, started again? To go back all the same, set \`allow_earlier_expiry: true\`. Nothing was written.`,
    );
  }
  if (target?.state === 'error') {
    throw new ActionError(
      'state_error',
      `Certificate ${describeCertificate(target)} is the supplied one, and in the state "error". Delete it (\`operation: absent\` with its \`id\`), and run this again.`,
    );
  }
}

/** Uploads, unless the supplied certificate is there, and looks whether another run was quicker with a later one. */
async function upload(task: RotateTask, scope: Scope, progress: Progress, { client, log }: Context): Promise<Scope> {
  if (scope.target !== undefined) return scope;
  const { supplied } = task;
  const name = `${task.name}-${supplied.sha1Fingerprint.slice(0, 8)}`;
  const result = await uploadCertificate(client, { ...supplied, name });
  if (result.kind === 'created') {
    progress.target = result.certificate;
    progress.created = result.certificate;
    log.info(`Created certificate ${describeCertificate(result.certificate)}`);
  } else {
    progress.target = result.certificates.find(
      (each) => each.name === name && each.sha1Fingerprint === supplied.sha1Fingerprint,
    );
    if (progress.target === undefined) {
      throw new ActionError(
        'name_taken',
        `The name "${name}" is taken by another certificate than the supplied one. Delete or rename that use of it, and run this again.`,
      );
    }
  }
  const now = findScope(task, await listCertificates(client));
  if (now.higher.length === 0 || task.allowEarlierExpiry) return now;
  const { created } = progress;
  if (created !== undefined) {
    // Nothing has been bound to it by us; the API refuses when somebody else has.
    await deleteCertificate(client, created.id).then(
      (isDone) => isDone && progress.deleted.push(created),
      (error: unknown) => {
        if (!isApiError(error, 'in_use')) throw error;
      },
    );
  }
  throw superseded(task, now);
}

async function move(task: RotateTask, scope: Scope, users: Users, progress: Progress, context: Context): Promise<void> {
  const { ledger, target } = progress;
  const { log } = context;
  if (target === undefined) throw new ActionError('internal', 'There is no certificate to bind.');
  for (const loadBalancer of users.kubernetes) {
    ledger.entryOf({ kind: 'load_balancer', id: loadBalancer.id, name: loadBalancer.name }).status = 'kubernetes';
    log.warning(kubernetesWarning(loadBalancer, target));
  }
  const replacement = { targetId: target.id, replacedIds: new Set(scope.replaced.map(({ id }) => id)) };
  await rebindAll(users, replacement, ledger, context);
  await awaitBinding(replacement, ledger, context);
  const failed = [...ledger.entries.values()].filter(({ status }) => status === 'failed');
  if (failed.length > 0) {
    const told = failed.map(({ consumer, error }) => `${nameConsumer(consumer)} (${consumer.id}): ${error}`);
    const count = [...ledger.entries.values()].filter(({ status }) => status === 'rebound').length;
    throw new ActionError(
      'not_rebound',
      `The rotation of "${task.name}" is not complete: ${count} rebound, ${failed.length} not. ${enumerate(told, 10)} The old certificate stays; run this again to complete it.`,
    );
  }
  if (task.endpoints.length > 0) {
    const { served, failure } = await awaitServing(task.endpoints, task.supplied.sha1Fingerprint, context);
    progress.served = served;
    if (failure !== undefined) throw failure;
    log.info(`Every endpoint serves the new certificate: ${task.endpoints.length} asked`);
  }
  if (task.deletePrevious) await deleteReplaced(task, target, ledger, progress.deleted, context);
  else log.info('What was replaced stays, as `delete_previous` says');
  const faults = users.kubernetes
    .map((each) => kubernetesFault(each, scope.replaced, task.minDays, context.client.patience.clock.now()))
    .filter((fault) => fault !== undefined);
  if (faults.length > 0)
    throw new ActionError('kubernetes_expiring', `${enumerate(faults, 10)}: ${annotateCommand(target)}`);
}

function outcomeOf(
  task: RotateTask,
  { members }: Scope,
  { ledger, deleted, target, created, served }: Progress,
): Outcome {
  const consumers = statesOf(ledger);
  const gone = new Set(deleted.map(({ id }) => id));
  const kept = members.filter(({ id }) => !gone.has(id) && id !== target?.id);
  const isThere = target !== undefined && !gone.has(target.id);
  return {
    ...NOTHING_DONE,
    certificates: [...(isThere ? [target] : []), ...kept],
    subject: isThere ? target : undefined,
    changed: created !== undefined || deleted.length > 0 || consumers.some(({ status }) => status === 'rebound'),
    created,
    matches: target === undefined ? undefined : target.sha1Fingerprint === task.supplied.sha1Fingerprint,
    consumers,
    deleted,
    served,
  };
}
