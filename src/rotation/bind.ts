import { mapConcurrently } from '../concurrency.ts';
import { findConsumer, listConsumers, nameConsumer } from '../consumers/consumer.ts';
import type { Consumer, ConsumerKind } from '../consumers/consumer.ts';
import { ActionError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { clauseOf, enumerate, formatSeconds } from '../text.ts';
import { poll } from '../waiting.ts';
import { confirmOnce, MOST_SINGLE_READS } from './await-bound.ts';
import { failEntry, restartEntry } from './progress.ts';
import type { Entry, Progress } from './progress.ts';
import { rebindOnce } from './rebind.ts';
import type { Reading } from './rebind.ts';
import type { Replacement } from './replacement.ts';

/** Entries say themselves when they are due; this only bounds the pauses. */
const PACE = { firstMs: 250, factor: 2, maxMs: 15_000 };
/** These would come back at every consumer, or mean that another update does harm; a missing scope is that of one kind. */
const HALTING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'api_missing_scope',
  'api_unauthorized',
  'changed_otherwise',
]);
const TIMED_OUT = '`wait_timeout` ended.';
const CANCELLED = 'the job was cancelled.';
/** What cuts work off says nothing against the consumer. */
const CUTTING: Readonly<Partial<Record<ErrorCode, string>>> = {
  timeout: TIMED_OUT,
  // A rate limit that ends after the deadline cuts off too.
  api_rate_limited: TIMED_OUT,
  cancelled: CANCELLED,
};

/** What a rotation binds with. */
interface Binding {
  readonly replacement: Replacement;
  readonly progress: Progress;
  readonly context: Context;
}

/**
 * Rebinds consumers and waits until each is bound, the kinds side by side. Of each kind one is rebound alone until the response to one
 * compared well, since what would go wrong with all goes wrong with one. One that is busy or does not respond is tried again later, and
 * keeps no other waiting. What fails, was not tried or is not confirmed yet is in the progress.
 * @param consumers as they were just read
 */
export async function bindAll(
  consumers: readonly Consumer[],
  replacement: Replacement,
  progress: Progress,
  context: Context,
): Promise<void> {
  for (const consumer of consumers) restartEntry(progress.entryOf(consumer));
  const binding = { replacement, progress, context };
  const kinds = [...new Set(consumers.map(({ kind }) => kind))].map((kind) =>
    bindKind(
      kind,
      consumers.filter((consumer) => consumer.kind === kind),
      binding,
    ),
  );
  // When the job is cancelled, the response to an update that is under way still counts.
  await Promise.allSettled(kinds);
  await Promise.all(kinds);
}

async function bindKind(kind: ConsumerKind, consumers: readonly Consumer[], binding: Binding): Promise<void> {
  const { progress, context } = binding;
  const { deadline, log } = context;
  const entries = consumers.map((consumer) => progress.entryOf(consumer));
  const open = (): Entry[] => entries.filter(({ phase }) => phase !== 'done');
  let readings: readonly Consumer[] | undefined = consumers;
  const cutOffOpen = (why: string): void => {
    for (const entry of open()) cutOff(entry, why);
  };
  const result = await poll(
    deadline,
    PACE,
    async () => {
      const nowMs = deadline.clock.monotonicMs();
      const due = open().filter(({ dueAtMs }) => dueAtMs <= nowMs);
      await rebindDue(
        kind,
        due.filter(({ phase }) => phase === 'rebind'),
        readings,
        binding,
      );
      readings = undefined;
      const written = due.filter(({ phase, dueAtMs }) => phase === 'confirm' && dueAtMs <= nowMs);
      // Each by itself, so that one whose reading fails does not fail the others; unless one list reads them all.
      const groups = written.length > MOST_SINGLE_READS ? [written] : written.map((entry) => [entry]);
      await Promise.all(
        groups.map((group) => attemptAll(group, () => confirmOnce(kind, group, binding.replacement, context), binding)),
      );
      const left = open();
      if (left.length === 0) return { value: true };
      const nextMs = Math.min(...left.map(({ dueAtMs }) => dueAtMs));
      return { reason: describeOpen(left), pauseMs: nextMs - deadline.clock.monotonicMs() };
    },
    (reason, waitedMs) => log.info(`Waiting for ${reason} (${formatSeconds(waitedMs)} so far)`),
  ).catch((error: unknown) => {
    if (error instanceof ActionError && error.code === 'cancelled') cutOffOpen(CANCELLED);
    throw error;
  });
  if ('reason' in result) cutOffOpen(TIMED_OUT);
}

function describeOpen(entries: readonly Entry[]): string {
  const named = entries.map(({ consumer, phase, before, lastError }) => {
    if (phase === 'confirm') return `${nameConsumer(consumer)} to be bound (${before?.seen ?? 'just updated'})`;
    const why = lastError === undefined ? '' : ` (${clauseOf(lastError.message)})`;
    return `${nameConsumer(consumer)} to be rebound${why}`;
  });
  return enumerate(named, 3);
}

/** Work that was cut off has not failed; only what was refused until then has, for a reason of its own. */
function cutOff(entry: Entry, why: string): void {
  const { lastError } = entry;
  const { seen = 'just updated', warnings = '' } = entry.before ?? {};
  if (entry.phase === 'confirm' && warnings !== '')
    failEntry(entry, `Its Service was annotated, and its cluster did not bind the certificate. It says ${warnings}.`);
  else if (entry.phase === 'confirm') entry.error = `Rebound, not confirmed yet (${seen}): ${why}`;
  else if (lastError === undefined) entry.error = `Not tried: ${why}`;
  else if (lastError.code === 'api_rate_limited')
    entry.error = `Not tried: the token's rate limit is used up, and ${why}`;
  else failEntry(entry, lastError.message);
  entry.phase = 'done';
}

/** Tries everything that is due. Until one of this kind was rebound in this run, one at a time. */
async function rebindDue(
  kind: ConsumerKind,
  due: readonly Entry[],
  readings: readonly Consumer[] | undefined,
  binding: Binding,
): Promise<void> {
  const size = kind.updatesPerList ?? due.length;
  let fresh = kind.updatesPerList === undefined ? undefined : readings;
  let rest = [...due];
  while (rest.length > 0) {
    const isProven = [...binding.progress.entries.values()].some(
      ({ consumer, times }) => consumer.kind === kind && times > 0,
    );
    const batch = rest.slice(0, isProven ? size : 1);
    rest = rest.slice(batch.length);
    const list = kind.updatesPerList === undefined ? undefined : await readList(kind, fresh, batch, binding);
    fresh = isProven ? undefined : list;
    await mapConcurrently(batch, kind.concurrency, (entry) =>
      attemptAll(
        [entry],
        () => rebindOnce(entry, binding.replacement, binding.context, readingOf(entry, list)),
        binding,
      ),
    );
  }
}

/** The list that a batch is updated from, so that no request is needed for each. */
async function readList(
  kind: ConsumerKind,
  fresh: readonly Consumer[] | undefined,
  batch: readonly Entry[],
  binding: Binding,
): Promise<readonly Consumer[] | undefined> {
  if (fresh !== undefined) return fresh;
  let list: readonly Consumer[] | undefined;
  await attemptAll(
    batch,
    async () => {
      list = await listConsumers(binding.context.client, kind);
    },
    binding,
  );
  return list;
}

function readingOf({ consumer }: Entry, list: readonly Consumer[] | undefined): Reading | undefined {
  if (list === undefined) return undefined;
  const now = findConsumer(list, consumer.id);
  return now === undefined ? { isGone: true } : { now };
}

/** Does some work for entries; a failure is theirs, and may stop everything. */
async function attemptAll(
  entries: readonly Entry[],
  work: () => Promise<void>,
  { progress, context }: Binding,
): Promise<void> {
  const kind = entries[0]?.consumer.kind;
  try {
    if (entries.some(({ phase }) => phase === 'done')) return;
    // What was written is looked at all the same.
    if (entries.some(({ phase }) => phase === 'rebind')) progress.throwIfHalted(kind);
    await work();
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    if (HALTING.has(error.code)) progress.halt(error, error.code === 'api_missing_scope' ? kind : undefined);
    for (const entry of entries) {
      const why = CUTTING[error.code] ?? (entry.phase === 'confirm' ? error.message : undefined);
      if (why !== undefined) cutOff(entry, why);
      else failEntry(entry, error.message);
      context.log.info(`Not rebound: ${nameConsumer(entry.consumer)}: ${entry.error}`);
    }
  }
}
