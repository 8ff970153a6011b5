import { deleteCertificate } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { pause } from '../digitalocean/retry.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { enumerate, nameCertificate, nameConsumer } from '../text.ts';
import { awaitBinding } from './await-bound.ts';
import type { Ledger } from './progress.ts';
import { rebindAll } from './rebind.ts';
import { findScope, findUsers, isUsed } from './selection.ts';
import type { Scope, Users } from './selection.ts';
import { takeSurvey } from '../consumers/survey.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
/** A consumer that comes back to the old certificate more often than this has another master. */
const MOST_REBINDS = 3;

/**
 * Deletes what was replaced and nothing uses. All lists are read again before each round: what came back to an old certificate is moved once
 * more, what a Kubernetes cluster or a managed domain still names stays, and what the API still holds for in use is tried again.
 */
export async function deleteReplaced(
  task: RotateTask,
  target: Certificate,
  ledger: Ledger,
  deleted: Certificate[],
  context: Context,
): Promise<void> {
  const { client, log } = context;
  for (let waitMs = FIRST_PAUSE_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
    const survey = await takeSurvey(context);
    const scope = findScope(task, survey.certificates);
    if (scope.higher.length > 0 && !task.allowEarlierExpiry) throw superseded(task, scope);
    const users = findUsers(survey, scope.replaced);
    if (users.loadBalancers.length + users.cdnEndpoints.length > 0) {
      await rebindAgain(users, scope, target, ledger, context);
      continue;
    }
    const held: Certificate[] = [];
    for (const certificate of scope.lower) {
      if (isUsed(survey, certificate.id))
        log.info(`Certificate ${nameCertificate(certificate)} stays: something that is not ours to change names it`);
      else if (!(await isGone(certificate, deleted, context))) held.push(certificate);
    }
    if (held.length === 0) return;
    log.info(
      `The API still holds ${enumerate(held.map(nameCertificate), 5)} to be in use; trying again in ${waitMs / 1_000} s`,
    );
    if (!(await pause(client.patience, waitMs))) {
      giveUp(held, ledger, context);
      return;
    }
  }
}

/** The failure of a run that another, with a certificate that ends later, has overtaken. */
export function superseded({ name }: RotateTask, { higher }: Scope): ActionError {
  return new ActionError(
    'superseded',
    `Superseded: a certificate of "${name}" that ends later has come meanwhile, ${enumerate(higher.map(nameCertificate), 5)}. Nothing was taken from it. Run its rotation again to complete it.`,
  );
}

async function isGone(certificate: Certificate, deleted: Certificate[], { client, log }: Context): Promise<boolean> {
  try {
    if (await deleteCertificate(client, certificate.id)) deleted.push(certificate);
    log.info(`Deleted certificate ${nameCertificate(certificate)}`);
    return true;
  } catch (error) {
    if (isApiError(error, 'in_use')) return false;
    throw error;
  }
}

async function rebindAgain(
  users: Users,
  scope: Scope,
  target: Certificate,
  ledger: Ledger,
  context: Context,
): Promise<void> {
  const back = [
    ...users.loadBalancers.map(({ id, name }) => ledger.entryOf({ kind: 'load_balancer', id, name })),
    ...users.cdnEndpoints.map(({ id, name }) => ledger.entryOf({ kind: 'cdn_endpoint', id, name })),
  ];
  const stubborn = back.filter(({ times }) => times >= MOST_REBINDS);
  for (const entry of stubborn) {
    entry.status = 'failed';
    entry.error = `It came back to the old certificate ${entry.times} times: something else sets it.`;
  }
  if (stubborn.length === 0) {
    const replacement = { targetId: target.id, replacedIds: new Set(scope.replaced.map(({ id }) => id)) };
    await rebindAll(users, replacement, ledger, context);
    await awaitBinding(replacement, ledger, context);
  }
  if (back.some(({ status }) => status === 'failed')) {
    const named = enumerate(
      back.filter(({ status }) => status === 'failed').map(({ consumer }) => nameConsumer(consumer)),
      10,
    );
    throw new ActionError(
      'came_back',
      `${named} uses a replaced certificate again and could not be rebound. The old certificate stays.`,
    );
  }
}

/** Green with a warning only where this run moved a consumer off each, and none is seen on it; the API lets go late. */
function giveUp(held: readonly Certificate[], { entries }: Ledger, { log }: Context): void {
  const isOurs = held.every(({ id }) => [...entries.values()].some(({ movedOff }) => movedOff.has(id)));
  const message = `The API still holds ${enumerate(held.map(nameCertificate), 10)} to be in use, although nothing names it any more, and \`wait_timeout\` has passed. It was not deleted: the next run will do that.`;
  if (!isOurs) throw new ActionError('in_use', message);
  log.warning(message);
}
