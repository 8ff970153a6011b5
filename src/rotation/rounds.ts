import { nameCertificate } from '../certificates/describe.ts';
import { describeConsumer, nameConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { takeSurvey } from '../consumers/survey.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { enumerate, formatSeconds, quoteName } from '../text.ts';
import { poll } from '../waiting.ts';
import type { Look } from '../waiting.ts';
import { awaitServed } from './await-served.ts';
import { bindAll } from './bind.ts';
import { checkCoverage } from './coverage.ts';
import { deleteNext, leaveInUse } from './delete-replaced.ts';
import { leaveKubernetes } from './leave-kubernetes.ts';
import type { Progress } from './progress.ts';
import { failEntry } from './progress.ts';
import { findUsers, selectCertificates } from './selection.ts';
import type { Selection, Users } from './selection.ts';
import { withServices } from './services.ts';
import type { Source } from './source.ts';
import { deleteUnused, supersededError } from './superseded.ts';

const PACE = { firstMs: 1_000, factor: 2, maxMs: 30_000 };
/** How long a list may show what was before an update, in milliseconds (15 s have been seen). */
const READ_LAG_MS = 30_000;
/** A consumer that comes back to a replaced certificate more often than this is changed by something else. */
const MOST_REBINDS = 3;

/** What a rotation works on. */
export interface Rotation {
  readonly task: RotateTask;
  readonly source: Source;
  readonly progress: Progress;
  readonly context: Context;
}

/** The account as it is at the beginning of a round, and what it is to the rotation. */
export interface Round {
  readonly consumers: readonly Consumer[];
  readonly selection: Selection;
  readonly users: Users;
}

/** What a failure is told of at the deadline: it throws, or leaves something for the next run. */
interface Obstacle {
  readonly reason: string;
  readonly giveUp: () => void;
}

/**
 * Rounds until nothing is left to do. Each begins with a reading of everything, checks every rule on it, and does one thing: it rebinds
 * what uses a replaced certificate, waits for the endpoints, or deletes one certificate. So nothing is written or deleted by what was
 * true some time ago.
 * @returns the last round
 * @throws ActionError
 */
export async function completeRotation(rotation: Rotation): Promise<Round> {
  const { context } = rotation;
  let obstacle: Obstacle | undefined;
  let last: Round | undefined;
  const state = { isServed: false };
  const result = await poll(
    context.deadline,
    PACE,
    async (): Promise<Look<Round | undefined>> => {
      const round = await readRound(rotation).catch((error: unknown) => {
        // What the rotation waits for says more than that no other reading fits into the time.
        if (obstacle !== undefined && error instanceof ActionError && error.code === 'timeout') return undefined;
        throw error;
      });
      if (round === undefined) return { value: undefined };
      last = round;
      const next = await doNext(round, state, rotation);
      if (next === 'done') return { value: round };
      obstacle = next === 'again' ? undefined : next;
      if (next === 'again') return { again: true };
      return { reason: next.reason };
    },
    (reason, waitedMs) => context.log.info(`Waiting: ${reason} (${formatSeconds(waitedMs)} so far)`),
  );
  if ('value' in result && result.value !== undefined) return result.value;
  obstacle?.giveUp();
  return last ?? (await readRound(rotation));
}

/** Reads everything, and checks the rules that hold before every write. @throws ActionError */
async function readRound({ task, source, progress, context }: Rotation): Promise<Round> {
  const { certificates, consumers: listed } = await takeSurvey(context.client);
  const selection = selectCertificates(task, source, certificates, context.deadline.clock.now());
  if (selection.newer.length > 0 && !source.allowOlder) {
    await deleteUnused(listed, progress, context);
    throw supersededError(source, selection);
  }
  const consumers = await withServices(task, listed, certificates, selection, context);
  const users = findUsers(consumers, selection.replaced);
  const newCertificate = progress.existing ?? selection.existing;
  if (newCertificate !== undefined) leaveKubernetes(task, users.kubernetes, newCertificate, progress, context);
  checkCoverage(
    { ...source, replaced: selection.replaced, allowDroppedNames: task.allowDroppedNames },
    users.rebindable,
  );
  return { consumers, selection, users };
}

async function doNext(
  round: Round,
  state: { isServed: boolean },
  rotation: Rotation,
): Promise<'done' | 'again' | Obstacle> {
  const { task, source, context, progress } = rotation;
  if (round.users.rebindable.length > 0) {
    state.isServed = false;
    return rebindUsers(round, rotation);
  }
  throwIfIncomplete(source, progress);
  if (task.endpoints.length > 0 && !state.isServed) {
    const { probed, failure } = await awaitServed(task.endpoints, source.newCertificate.sha1Fingerprint, context);
    progress.probed = probed;
    if (failure !== undefined) throw failure;
    context.log.info(`Every endpoint serves the new certificate (${task.endpoints.length} checked).`);
    state.isServed = true;
    return 'again';
  }
  // Nothing is deleted, and nothing is complete, while no list shows the new certificate: it may have been deleted.
  if (round.selection.existing === undefined) return awaitListed(source);
  if (!task.deletePrevious) return 'done';
  const deletion = await deleteNext(round, progress, context);
  if (deletion === 'done' || deletion === 'again') return deletion;
  return {
    reason: `the API still reports ${enumerate(deletion.map(nameCertificate), 5)} as in use`,
    giveUp: () => leaveInUse(deletion, progress, context),
  };
}

/** A certificate that was just created may be missing in the list for a while. */
function awaitListed({ memberName }: Source): Obstacle {
  const what = `the new certificate ${quoteName(memberName)}`;
  return {
    reason: `the list does not show ${what} yet`,
    giveUp: () => {
      throw new ActionError(
        'not_found',
        `The list does not show ${what}, and \`wait_timeout\` ended. Something else may have deleted it. The old certificates stay. Run this again.`,
      );
    },
  };
}

/** Rebinds what uses a replaced certificate, unless the list may only be late. */
async function rebindUsers({ users, selection }: Round, rotation: Rotation): Promise<'again' | Obstacle> {
  const { task, source, progress, context } = rotation;
  const nowMs = context.deadline.clock.monotonicMs();
  const due = users.rebindable.filter((consumer) => nowMs - progress.entryOf(consumer).reboundAtMs >= READ_LAG_MS);
  const existing = progress.existing ?? selection.existing;
  if (existing === undefined) throw new ActionError('internal', 'There is no certificate to bind.');
  if (due.length > 0) {
    rejectStubborn(due, progress);
    const { newCertificate } = source;
    const { replaced } = selection;
    const replacement = {
      newId: existing.id,
      newName: existing.name,
      newCertificate,
      replaced,
      allowDroppedNames: task.allowDroppedNames,
    };
    const before = writesOf(progress);
    await bindAll(due, replacement, progress, context);
    throwIfIncomplete(source, progress);
    const isLeft = due.some((consumer) => progress.entryOf(consumer).isLeft);
    if (writesOf(progress) > before || isLeft) return 'again';
  }
  return {
    reason: `the list still shows a replaced certificate on ${enumerate(users.rebindable.map(nameConsumer), 5)}`,
    giveUp: () => {
      throw new ActionError(
        'came_back',
        `The list still shows a replaced certificate on ${enumerate(users.rebindable.map(describeConsumer), 10)}, and \`wait_timeout\` ended. The old certificate stays. Run this again to complete it.`,
      );
    },
  };
}

function writesOf({ entries }: Progress): number {
  return [...entries.values()].reduce((sum, { times }) => sum + times, 0);
}

/** @throws ActionError `came_back` */
function rejectStubborn(users: readonly Consumer[], progress: Progress): void {
  const stubborn = users.map((consumer) => progress.entryOf(consumer)).filter(({ times }) => times >= MOST_REBINDS);
  if (stubborn.length === 0) return;
  for (const entry of stubborn)
    failEntry(entry, `It came back to a replaced certificate after ${entry.times} updates: something else sets it.`);
  throw new ActionError(
    'came_back',
    `The old certificate stays, because something else sets it again: ${enumerate(
      stubborn.map(({ consumer }) => describeConsumer(consumer)),
      10,
    )}. Find out what, change it there, and run this again.`,
  );
}

/** Throws if a consumer was not rebound, or is not confirmed. @throws ActionError `not_rebound` or `unconfirmed` */
function throwIfIncomplete({ family }: Source, { entries }: Progress): void {
  const all = [...entries.values()];
  const open = all.filter(({ error }) => error !== '');
  if (open.length === 0) return;
  const done = all.filter(({ status, error }) => status === 'rebound' && error === '').length;
  const failed = open.filter(({ status }) => status === 'failed').length;
  const named = open.slice(0, 10).map(({ consumer, error }) => `${describeConsumer(consumer)}: ${error}`);
  const more = open.length > named.length ? ` And ${open.length - named.length} more.` : '';
  const counts = `${done} rebound, ${failed} failed, ${open.length - failed} not tried or not confirmed`;
  throw new ActionError(
    failed > 0 ? 'not_rebound' : 'unconfirmed',
    `The rotation of ${quoteName(family)} is not complete: ${counts}. ${named.join(' ')}${more} The old certificate stays. Run this again to complete it.`,
  );
}
