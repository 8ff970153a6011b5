import { mapConcurrently } from '../concurrency.ts';
import { getConsumer, listConsumers, nameConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { KINDS } from '../consumers/kinds.ts';
import type { Context } from '../outcome.ts';
import { enumerate, formatSeconds, quoteName } from '../text.ts';
import { poll } from '../waiting.ts';
import type { Before, Entry, Progress } from './progress.ts';
import { entriesWith } from './progress.ts';
import { orGone } from './rebind.ts';
import type { Replacement } from './rebind.ts';

const PACE = { firstMs: 1_000, factor: 2, maxMs: 15_000 };
/** Beyond this many, one list costs less than a request each. */
const MOST_SINGLE_READS = 3;

/**
 * Waits until every consumer that was rebound is bound: one that binds later when every place that was rebound shows another certificate
 * than the replaced ones, others when they are active, or as they were before. A new validation error ends the wait for that one.
 */
export async function awaitBound({ replacedIds }: Replacement, progress: Progress, context: Context): Promise<void> {
  const { deadline, log } = context;
  const waiting = (): Entry[] => entriesWith(progress, 'rebound').filter(({ awaited }) => awaited !== undefined);
  let isFirst = true;
  const result = await poll(
    deadline,
    PACE,
    async () => {
      const entries = waiting();
      // The response to the update was the first look.
      if (!isFirst && entries.length > 0) {
        const states = await readConsumers(entries, context);
        for (const entry of entries) look(entry, states.get(entry.consumer.id.toLowerCase()), replacedIds);
      }
      isFirst = false;
      const names = waiting().map(({ consumer, awaited }) => `${nameConsumer(consumer)} (${seenOf(awaited)})`);
      return names.length === 0 ? { value: true } : { reason: enumerate(names, 5) };
    },
    (names, waitedMs) => log.info(`Waiting for ${names} to be bound (${formatSeconds(waitedMs)} so far)`),
  );
  if ('value' in result) return;
  for (const entry of waiting())
    fail(
      entry,
      `It is not bound yet (${seenOf(entry.awaited)}), and \`wait_timeout\` has ended. Run this again to complete it.`,
    );
}

function seenOf(awaited: Before | undefined): string {
  return awaited?.seen ?? 'just updated';
}

async function readConsumers(entries: readonly Entry[], { client }: Context): Promise<Map<string, Consumer>> {
  // All reads have ended before one fails the run: one that is left behind would be repeated after its end.
  const found = await mapConcurrently(KINDS, KINDS.length, async (kind) => {
    const ofKind = entries.filter(({ consumer }) => consumer.kind === kind);
    if (ofKind.length > MOST_SINGLE_READS) return listConsumers(client, kind);
    return mapConcurrently(ofKind, MOST_SINGLE_READS, ({ consumer }) => orGone(getConsumer(client, consumer)));
  });
  return new Map(found.flat().flatMap((each) => (each === undefined ? [] : [[each.id.toLowerCase(), each]])));
}

function look(entry: Entry, now: Consumer | undefined, replacedIds: ReadonlySet<string>): void {
  const { awaited } = entry;
  // One that is gone serves nothing that would have to be bound.
  if (now === undefined || awaited === undefined) {
    entry.awaited = undefined;
    return;
  }
  const isKnown = (reason: string): boolean => awaited.validationReasons.some((before) => before.reason === reason);
  const reasons = now.validationReasons.filter(
    ({ hostName, reason }) => awaited.hostNames.includes(hostName) && !isKnown(reason),
  );
  if (reasons.length > 0) {
    const named = reasons.map(({ hostName, reason }) => `${quoteName(hostName)}: ${reason}`).join('; ');
    fail(entry, `DigitalOcean could not validate it (${named}). Correct what the reason names, and run this again.`);
    return;
  }
  const isRebound = now.uses.every(({ certificateId }) => !replacedIds.has(certificateId));
  const isServing = now.bindsLater || now.status === 'active' || now.status === awaited.status;
  if (isRebound && isServing) entry.awaited = undefined;
  else awaited.seen = isRebound ? `its status is ${quoteName(now.status)}` : 'it still shows a replaced certificate';
}

function fail(entry: Entry, why: string): void {
  entry.status = 'failed';
  entry.error = why;
  entry.awaited = undefined;
}
