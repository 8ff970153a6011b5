import { nameCertificate } from '../certificates/describe.ts';
import { describeConsumer, nameConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { consumersOf, takeSurvey } from '../consumers/survey.ts';
import { sendDelete } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { isUuid } from '../digitalocean/responses.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { enumerate, formatSeconds, quoteName } from '../text.ts';
import { poll } from '../waiting.ts';
import type { Look } from '../waiting.ts';
import { awaitBound } from './await-bound.ts';
import type { Entry, Progress } from './progress.ts';
import { rebindAll } from './rebind.ts';
import { findUsers, idsOf, selectCertificates } from './selection.ts';
import type { Selection } from './selection.ts';

const PACE = { firstMs: 2_000, factor: 2, maxMs: 30_000 };
/** How long a list may show what was before an update, in milliseconds (15 s have been seen). */
const READ_LAG_MS = 30_000;
/** A consumer that comes back to a replaced certificate more often than this is changed by something else. */
const MOST_REBINDS = 3;
const MOST_NAMED = 10;

/** Why the work is not done yet: as a reason for the log, and as the failure if it stays so. */
interface Obstacle {
  readonly reason: string;
  readonly giveUp: () => void;
}

/**
 * Deletes what was replaced and nothing uses. All lists are read again before each round: what came back to a replaced certificate is
 * rebound once more, what a Kubernetes cluster or a managed domain still refers to stays, and what the API still reports as in use is
 * tried again.
 * @throws ActionError
 */
export async function deleteReplaced(
  task: RotateTask,
  newCertificate: Certificate,
  progress: Progress,
  context: Context,
): Promise<void> {
  let obstacle: Obstacle | undefined;
  const result = await poll(
    context.deadline,
    PACE,
    async (): Promise<Look<true>> => {
      obstacle = await deleteOnce(task, newCertificate, progress, context);
      return obstacle === undefined ? { value: true } : { reason: obstacle.reason };
    },
    (reason, waitedMs) =>
      context.log.info(`Waiting to delete what was replaced: ${reason} (${formatSeconds(waitedMs)} so far)`),
  );
  if ('reason' in result) obstacle?.giveUp();
}

/** One round. @returns what is in the way of the deletion; undefined if nothing is left to do */
async function deleteOnce(
  task: RotateTask,
  newCertificate: Certificate,
  progress: Progress,
  context: Context,
): Promise<Obstacle | undefined> {
  const { certificates, consumers } = await takeSurvey(context.client);
  const selection = selectCertificates(task, certificates);
  if (selection.higher.length > 0 && !task.allowEarlierExpiry) throw supersededError(task, selection);
  const users = findUsers(consumers, selection.replaced).rebindable;
  if (users.length > 0) return rebindAgain(users, selection, newCertificate, progress, context);
  const inUse: Certificate[] = [];
  // One with an unusual id cannot be deleted, and must not keep the others from it: it comes last.
  for (const certificate of selection.lower.toSorted((a, b) => Number(isUuid(b.id)) - Number(isUuid(a.id)))) {
    if (inUse.length > 0 && !isUuid(certificate.id)) break;
    if (consumersOf(consumers, certificate.id).length > 0)
      context.log.info(
        `Certificate ${nameCertificate(certificate)} stays: a managed domain or a Kubernetes load balancer still refers to it.`,
      );
    else if (!(await tryDelete(certificate, progress, context))) inUse.push(certificate);
  }
  if (inUse.length === 0) return undefined;
  return {
    reason: `the API still reports ${enumerate(inUse.map(nameCertificate), 5)} as in use`,
    giveUp: () => leaveInUse(inUse, progress, context),
  };
}

/** The failure of a run that another, with a certificate that expires later, has overtaken. */
export function supersededError({ name }: RotateTask, { higher }: Selection): ActionError {
  return new ActionError(
    'superseded',
    `A certificate of ${quoteName(name)} that expires later appeared meanwhile: ${enumerate(higher.map(nameCertificate), 5)}. Nothing was taken from it. Run its rotation again to complete it.`,
  );
}

/** @returns false if the API reports it as in use */
async function tryDelete(certificate: Certificate, { deleted }: Progress, { client, log }: Context): Promise<boolean> {
  const name = nameCertificate(certificate);
  try {
    if (await sendDelete(client, certificate.id)) {
      deleted.push(certificate);
      log.info(`Deleted certificate ${name}`);
    } else log.info(`Certificate ${name} does not exist any more. Nothing to delete.`);
    return true;
  } catch (error) {
    if (isApiError(error, 'in_use')) return false;
    throw error;
  }
}

/** Rebinds what came back, unless the list may only be late. */
async function rebindAgain(
  users: readonly Consumer[],
  selection: Selection,
  newCertificate: Certificate,
  progress: Progress,
  context: Context,
): Promise<Obstacle> {
  const nowMs = context.deadline.clock.monotonicMs();
  const entries = users.map((consumer) => progress.entryOf(consumer));
  const back = users.filter((consumer) => nowMs - progress.entryOf(consumer).reboundAtMs >= READ_LAG_MS);
  const stubborn = back.map((consumer) => progress.entryOf(consumer)).filter(({ times }) => times >= MOST_REBINDS);
  for (const entry of stubborn) {
    entry.status = 'failed';
    entry.error = `It came back to a replaced certificate after ${entry.times} updates: something else sets it. Find out what, and change it there.`;
  }
  if (stubborn.length === 0 && back.length > 0) {
    const replacement = { newId: newCertificate.id, replacedIds: idsOf(selection.replaced) };
    await rebindAll(back, replacement, progress, context);
    await awaitBound(replacement, progress, context);
  }
  throwIfFailed(entries);
  const named = enumerate(users.map(nameConsumer), 5);
  return {
    reason: `the list still shows a replaced certificate on ${named}`,
    giveUp: () => {
      throw new ActionError(
        'came_back',
        `The list still shows a replaced certificate on ${enumerate(users.map(describeConsumer), 10)}, and \`wait_timeout\` has ended. The old certificate stays. Run this again to complete it.`,
      );
    },
  };
}

function throwIfFailed(entries: readonly Entry[]): void {
  const failed = entries.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return;
  const named = failed.slice(0, MOST_NAMED).map(({ consumer, error }) => `${nameConsumer(consumer)}: ${error}`);
  const rest = failed.length - named.length;
  throw new ActionError(
    'came_back',
    `The old certificate stays, because a consumer uses it again and could not be rebound. ${named.join(' ')}${rest > 0 ? ` And ${rest} more.` : ''}`,
  );
}

/** A success with a warning only if this run rebound a consumer from each, and none refers to it now; the API releases certificates late. */
function leaveInUse(inUse: readonly Certificate[], { entries }: Progress, { log }: Context): void {
  const isOurs = inUse.every(({ id }) => [...entries.values()].some(({ reboundFrom }) => reboundFrom.has(id)));
  const message = `The API still reports ${enumerate(inUse.map(nameCertificate), 10)} as in use, although no consumer refers to it any more, and \`wait_timeout\` has ended. It was not deleted. The next run deletes it.`;
  if (!isOurs) throw new ActionError('in_use', message);
  log.warning(message);
}
