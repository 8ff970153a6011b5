import { nameCertificate } from '../certificates/describe.ts';
import { indexByName } from '../certificates/family.ts';
import { takeSurvey } from '../consumers/survey.ts';
import type { Survey } from '../consumers/survey.ts';
import { mapConcurrently } from '../concurrency.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { enumerate, formatSeconds, quoteName } from '../text.ts';
import { poll } from '../waiting.ts';
import { awaitServed } from './await-served.ts';
import { checkCoverage } from './coverage.ts';
import { deleteNext, leaveInUse } from './delete-replaced.ts';
import { leaveKubernetes } from './leave-kubernetes.ts';
import { openEntries } from './progress.ts';
import { rebindUsers, throwIfIncomplete } from './rebind-users.ts';
import { findUsers, selectCertificates } from './selection.ts';
import { withServices } from './services.ts';
import type { Source } from './source.ts';
import { deleteUnused, supersededError } from './superseded.ts';
import { attempt, beginWork, sliceOf } from './work.ts';
import type { Ending, Obstacle, Rotation, Round, Work, WorkInRound } from './work.ts';

const PACE = { firstMs: 1_000, factor: 2, maxMs: 30_000 };
/** Rotations that are served, or deleted from, side by side. */
const CONCURRENT = 4;
/** Rotations that delete after one reading: what was read must not be old when the last of them does. */
const DELETIONS_A_ROUND = 20;

/**
 * Rounds until nothing is left to do for any rotation. Each begins with one reading of everything, checks every rule on it, and does one
 * thing for each: it rebinds what uses a replaced certificate, waits for the endpoints, or deletes one certificate. So nothing is written
 * or deleted by what was true some time ago. A rotation that fails ends, and the others go on; one that waits keeps no other waiting.
 * @returns how each ended
 */
export async function completeRotations(rotations: readonly Rotation[], context: Context): Promise<Ending[]> {
  const works = rotations.map(beginWork);
  const open = (): Work[] => works.filter(isOpen);
  try {
    await poll(
      context.deadline,
      PACE,
      async () => {
        await readRounds(open(), context);
        const ready = open().filter(isInRound);
        const isAgain = ready.length > 0 && (await doNext(ready, context));
        const left = open();
        // What waits for something, while no further reading fits into the time, is over.
        if (left.length === 0 || ready.length === 0) return { value: true };
        if (isAgain) return { again: true };
        return { reason: enumerate([...new Set(left.map(({ obstacle }) => obstacle?.reason ?? ''))], 3) };
      },
      (reason, waitedMs) => context.log.info(`Waiting: ${reason} (${formatSeconds(waitedMs)} so far)`),
    );
  } catch (error) {
    for (const work of open()) work.ending = { error };
  }
  for (const work of open()) await attempt(work, () => work.obstacle?.giveUp());
  return works.map(
    ({ ending, round }) => ending ?? (round === undefined ? { error: new Error('no round') } : { round }),
  );
}

function isOpen({ ending }: Work): boolean {
  return ending === undefined;
}

function isInRound(work: Work): work is WorkInRound {
  return work.round !== undefined;
}

/** Reads everything once, and checks for each rotation the rules that hold before every write. One that does not keep them ends. */
async function readRounds(works: readonly Work[], context: Context): Promise<void> {
  let survey: Survey;
  try {
    survey = await takeSurvey(context.client);
  } catch (error) {
    const isTimeout = error instanceof ActionError && error.code === 'timeout';
    for (const work of works) {
      // What a rotation waits for says more than that no other reading fits into the time.
      if (isTimeout && work.obstacle !== undefined) await attempt(work, work.obstacle.giveUp);
      else work.ending = { error };
      if (work.round !== undefined) work.ending ??= { round: work.round };
    }
    return;
  }
  const { certificates } = survey;
  const named = indexByName(certificates);
  for (const work of works)
    await attempt(work, async () => {
      const candidates = work.task.replaces.length > 0 ? certificates : named(work.source.family);
      work.round = await toRound(work, survey, candidates, context);
    });
}

/** @param candidates the certificates that may belong to its family @throws ActionError */
async function toRound(
  { task, source, progress }: Rotation,
  { certificates, consumers: listed }: Survey,
  candidates: readonly Certificate[],
  context: Context,
): Promise<Round> {
  const selection = selectCertificates(task, source, candidates, context.deadline.clock.now());
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

/** Deletions first: nothing has been written since the reading. @returns whether to look again at once */
async function doNext(works: readonly WorkInRound[], context: Context): Promise<boolean> {
  for (const work of works) work.obstacle = undefined;
  const users = works.filter(
    ({ round, progress }) => round.users.rebindable.length > 0 || openEntries(progress).length > 0,
  );
  const others = works.filter((work) => !users.includes(work));
  for (const work of others) await attempt(work, () => throwIfIncomplete(work.progress));
  const [served, unserved] = [true, false].map((isServed) =>
    others.filter(isOpen).filter((work) => (work.isServed || work.endpoints.length === 0) === isServed),
  );
  const hasDeleted = await deleteReplaced(served ?? [], context);
  const hasRebound = await rebindUsers(users, { slice: sliceOf(context, works), context });
  const hasServed = await awaitEach(unserved ?? [], { ...context, deadline: sliceOf(context, works) }, context);
  return hasDeleted || hasRebound || hasServed;
}

async function awaitEach(works: readonly WorkInRound[], sliced: Context, { deadline, log }: Context): Promise<boolean> {
  const isLast = sliced.deadline === deadline;
  await mapConcurrently(works, CONCURRENT, (work) =>
    attempt(work, async () => {
      const { sha1Fingerprint } = work.source.newCertificate;
      const { probed, failure, isFinal } = await awaitServed(work.endpoints, sha1Fingerprint, sliced);
      work.progress.probed = probed;
      work.isServed = failure === undefined;
      if (failure === undefined) {
        log.info(`Every endpoint serves the new certificate (${work.endpoints.length} checked).`);
        return;
      }
      if (isFinal || isLast || deadline.remainingMs() <= 0) throw failure;
      const giveUp = (): void => {
        throw failure;
      };
      work.obstacle = { reason: 'not every endpoint serves the new certificate yet', giveUp };
    }),
  );
  return works.length > 0;
}

/** Deletes one replaced certificate of each rotation, those first that did not have to wait before. */
async function deleteReplaced(works: readonly WorkInRound[], context: Context): Promise<boolean> {
  const batch = works.toSorted((a, b) => a.waits - b.waits).slice(0, DELETIONS_A_ROUND);
  let isAgain = works.some((work) => !batch.includes(work) && work.waits === 0);
  await mapConcurrently(batch, CONCURRENT, (work) =>
    attempt(work, async () => {
      isAgain = (await deleteOne(work, context)) || isAgain;
    }),
  );
  return isAgain;
}

async function deleteOne(work: WorkInRound, context: Context): Promise<boolean> {
  const { round, task, source, progress } = work;
  // Nothing is deleted, and nothing is complete, while no list shows the new certificate: it may have been deleted.
  if (round.selection.existing === undefined) {
    work.waits += 1;
    work.obstacle = awaitListed(source);
    return false;
  }
  const deletion = task.deletePrevious ? await deleteNext(round, progress, context) : 'done';
  if (deletion === 'again') return true;
  if (deletion === 'done') {
    work.ending = { round };
    return false;
  }
  work.waits += 1;
  work.obstacle = {
    reason: `the API still reports ${enumerate(deletion.map(nameCertificate), 5)} as in use`,
    giveUp: () => leaveInUse(deletion, progress, context),
  };
  return false;
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
