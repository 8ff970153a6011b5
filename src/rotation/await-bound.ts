import { findConsumer, listConsumers } from '../consumers/consumer.ts';
import type { Consumer, ConsumerKind } from '../consumers/consumer.ts';
import type { Context } from '../outcome.ts';
import { quoteName } from '../text.ts';
import { watchAnnotation } from './annotate.ts';
import { failEntry } from './progress.ts';
import type { Entry } from './progress.ts';
import { readOnce, replacementsFor } from './rebind.ts';
import type { Replacement } from './replacement.ts';
import { idsOf } from './selection.ts';

const LONGEST_PAUSE_MS = 15_000;
/** Beyond this many, one list costs less than a request each. */
export const MOST_SINGLE_READS = 3;

/**
 * Looks once at consumers that were rebound: one that binds later is bound when every place that was rebound shows another certificate
 * than the replaced ones and is active; others when they are active. What was not active before need not become so.
 */
export async function confirmOnce(
  kind: ConsumerKind,
  entries: readonly Entry[],
  replacements: readonly Replacement[],
  context: Context,
): Promise<void> {
  const replacedOf = (entry: Entry): ReadonlySet<string> =>
    idsOf(replacementsFor(entry, replacements).flatMap(({ replaced }) => replaced));
  const nowMs = (): number => context.deadline.clock.monotonicMs();
  const postpone = (entry: Entry): void => {
    entry.pauseMs = Math.min(entry.pauseMs * 2, LONGEST_PAUSE_MS);
    entry.dueAtMs = nowMs() + entry.pauseMs;
  };
  const look = async (entry: Entry, now: Consumer | undefined): Promise<void> => {
    judge(entry, now, replacedOf(entry));
    const isWaiting = entry.phase === 'confirm' && entry.consumer.kind.isAnnotated === true;
    const replacement = replacements.find(({ family }) => entry.sentFor.includes(family));
    if (isWaiting && now !== undefined && replacement !== undefined)
      await watchAnnotation(entry, now, replacement, context);
  };
  if (entries.length > MOST_SINGLE_READS) {
    const all = await listConsumers(context.client, kind);
    for (const entry of entries) {
      await look(entry, findConsumer(all, entry.consumer.id));
      postpone(entry);
    }
    return;
  }
  await Promise.all(
    entries.map(async (entry) => {
      const reading = await readOnce(entry, context);
      if (!('response' in reading)) await look(entry, 'now' in reading ? reading.now : undefined);
      postpone(entry);
    }),
  );
}

function judge(entry: Entry, now: Consumer | undefined, replacedIds: ReadonlySet<string>): void {
  const { before } = entry;
  // One that is gone serves nothing that would have to be bound.
  if (now === undefined || before === undefined) {
    entry.phase = 'done';
    return;
  }
  const isKnown = (reason: string): boolean => before.validationReasons.some((known) => known.reason === reason);
  const reasons = now.validationReasons.filter(
    ({ hostName, reason }) => before.hostNames.includes(hostName) && !isKnown(reason),
  );
  if (reasons.length > 0) {
    const named = reasons.map(({ hostName, reason }) => `${quoteName(hostName)}: ${reason}`).join('; ');
    failEntry(
      entry,
      `DigitalOcean could not validate it (${named}). Correct what the reason names, and run this again.`,
    );
    return;
  }
  const isRebound = now.uses.every(({ certificateId }) => !replacedIds.has(certificateId));
  const places = now.uses.filter(({ hostName }) => hostName !== undefined && before.hostNames.includes(hostName));
  const isServing = now.bindsLater
    ? places.every(({ isActive, hostName = '' }) => isActive || before.inactive.includes(hostName))
    : now.status === 'active' || now.status === before.status;
  const isLate = now.bindsLater || entry.consumer.kind.isAnnotated === true;
  // Where a binding is not late, something else has changed it since: the next round reads everything, and rebinds it.
  if ((isRebound && isServing) || (!isRebound && !isLate)) entry.phase = 'done';
  else if (!isRebound) before.seen = 'it still shows a replaced certificate';
  else before.seen = now.bindsLater ? 'a domain is not active yet' : `its status is ${quoteName(now.status)}`;
}
