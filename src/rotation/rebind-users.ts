import { describeConsumer, nameConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { enumerate, quoteName } from '../text.ts';
import type { Deadline } from '../waiting.ts';
import { bindAll, describeOpen } from './bind.ts';
import { cutOff, TIMED_OUT } from './cut-off.ts';
import { failEntry, openEntries, restartEntry } from './progress.ts';
import type { Entry, Progress } from './progress.ts';
import type { Replacement } from './replacement.ts';
import { attempt } from './work.ts';
import type { Obstacle, WorkInRound } from './work.ts';

/** How long a list may show what was before an update, in milliseconds (15 s have been seen). */
const READ_LAG_MS = 30_000;
/** A consumer that comes back to a replaced certificate more often than this is changed by something else. */
const MOST_REBINDS = 3;

/** Until when consumers are rebound, and with what. */
interface Bounds {
  readonly slice: Deadline;
  readonly context: Context;
}

/**
 * Rebinds what uses a replaced certificate, unless the list may only be late: each consumer once, for all rotations that it has to do
 * with. A rotation of which a consumer could not be rebound ends when nothing is left to do for it.
 * @returns whether to look again at once
 */
export async function rebindUsers(works: readonly WorkInRound[], { slice, context }: Bounds): Promise<boolean> {
  const [first] = works;
  if (first === undefined) return false;
  const { registry } = first.progress;
  const before = new Map(works.map((work) => [work, writesOf(work.progress)]));
  const replacements: Replacement[] = [];
  for (const work of works)
    await attempt(work, () => {
      work.isServed = false;
      replacements.push(beginRebinding(work, context));
    });
  const working = works.filter(({ ending }) => ending === undefined);
  const entries = [...new Set(working.flatMap(({ progress }) => openEntries(progress)))];
  if (entries.length > 0) await bindAll(entries, first.round.consumers, { replacements, registry, context, slice });
  let isAgain = false;
  for (const work of working)
    await attempt(work, () => {
      const open = openEntries(work.progress);
      if (open.length === 0) throwIfIncomplete(work.progress);
      const hasWritten = writesOf(work.progress) > (before.get(work) ?? 0);
      // What its cluster refused is left to its user by the next round.
      const isLeft = entries.some((entry) => entry.isLeft && owns(work.progress, entry));
      isAgain ||= hasWritten || isLeft || open.length > 0;
      work.obstacle = open.length > 0 ? awaitOpen(work) : hasWritten || isLeft ? undefined : awaitList(work);
    });
  return isAgain;
}

/** Marks what is to be rebound now. @throws ActionError `came_back` */
function beginRebinding({ task, source, progress, round }: WorkInRound, { deadline }: Context): Replacement {
  const { users, selection } = round;
  const { family } = source;
  const nowMs = deadline.clock.monotonicMs();
  const existing = progress.existing ?? selection.existing;
  if (existing === undefined) throw new ActionError('internal', 'There is no certificate to bind.');
  const due = users.rebindable.filter((consumer) => {
    const { reboundAtMs, error, refusals, phase } = progress.entryOf(consumer);
    const isSettled = error !== '' || refusals.has(family) || phase !== 'done';
    return nowMs - reboundAtMs >= READ_LAG_MS && !isSettled;
  });
  rejectStubborn(due, progress);
  for (const consumer of due) restartEntry(progress.entryOf(consumer));
  const { newCertificate } = source;
  return {
    family,
    newId: existing.id,
    newName: existing.name,
    newCertificate,
    replaced: selection.replaced,
    allowDroppedNames: task.allowDroppedNames,
    owns: (entry) => owns(progress, entry),
  };
}

/** Some consumers are busy, or not bound yet, and others go first. */
function awaitOpen({ progress }: WorkInRound): Obstacle {
  return {
    reason: describeOpen(openEntries(progress)),
    giveUp: () => {
      cutOff(openEntries(progress), TIMED_OUT);
      throwIfIncomplete(progress);
    },
  };
}

function awaitList({ round: { users } }: WorkInRound): Obstacle {
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

function owns({ entries }: Progress, entry: Entry): boolean {
  return [...entries.values()].includes(entry);
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
export function throwIfIncomplete({ family, entries }: Progress): void {
  const all = [...entries.values()].map(({ consumer, status, error, refusals }) => {
    const refusal = refusals.get(family)?.message;
    return { consumer, error: refusal ?? error, status: refusal === undefined ? status : 'failed' };
  });
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
