import { mapConcurrently } from '../concurrency.ts';
import { findConsumer, listConsumers, nameConsumer } from '../consumers/consumer.ts';
import type { Consumer, ConsumerKind } from '../consumers/consumer.ts';
import { ActionError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { clauseOf, enumerate, formatSeconds } from '../text.ts';
import { poll } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import { confirmOnce, MOST_SINGLE_READS } from './await-bound.ts';
import { CANCELLED, CUTTING, cutOff, TIMED_OUT } from './cut-off.ts';
import { failEntry } from './progress.ts';
import type { Entry, Registry } from './progress.ts';
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
/** What rotations bind with. */
export interface Binding {
  readonly replacements: readonly Replacement[];
  readonly registry: Registry;
  readonly context: Context;
  /** The end of this call: what is open then stays so, unless all waiting ends with it. */
  readonly slice: Deadline;
}

/**
 * Rebinds consumers and waits until each is bound, the kinds side by side. Of each kind one is rebound alone until the response to one
 * compared well, since what would go wrong with all goes wrong with one. One that is busy or does not respond is tried again later, and
 * keeps no other waiting. What fails, was not tried or is not confirmed yet is in the entries.
 * @param entries those that are open
 * @param consumers as they were just read
 */
export async function bindAll(
  entries: readonly Entry[],
  consumers: readonly Consumer[],
  binding: Binding,
): Promise<void> {
  const kinds = [...new Set(entries.map(({ consumer }) => consumer.kind))].map((kind) =>
    bindKind(
      kind,
      entries.filter(({ consumer }) => consumer.kind === kind),
      consumers.filter((consumer) => consumer.kind === kind),
      binding,
    ),
  );
  // When the job is cancelled, the response to an update that is under way still counts.
  await Promise.allSettled(kinds);
  await Promise.all(kinds);
}

async function bindKind(
  kind: ConsumerKind,
  entries: readonly Entry[],
  consumers: readonly Consumer[],
  binding: Binding,
): Promise<void> {
  const { context, slice } = binding;
  const { deadline, log } = context;
  const open = (): Entry[] => entries.filter(({ phase }) => phase !== 'done');
  let readings: readonly Consumer[] | undefined = consumers;
  const result = await poll(
    slice,
    PACE,
    async () => {
      await attemptDue(kind, open(), readings, binding);
      readings = undefined;
      const left = open();
      if (left.length === 0) return { value: true };
      const nextMs = Math.min(...left.map(({ dueAtMs }) => dueAtMs));
      return { reason: describeOpen(left), pauseMs: nextMs - deadline.clock.monotonicMs() };
    },
    (reason, waitedMs) => log.info(`Waiting for ${reason} (${formatSeconds(waitedMs)} so far)`),
  ).catch((error: unknown) => {
    if (error instanceof ActionError && error.code === 'cancelled') cutOff(open(), CANCELLED);
    throw error;
  });
  if ('reason' in result && deadline.remainingMs() <= 0) cutOff(open(), TIMED_OUT);
}

/** Tries everything that is due: updates first, then looks at what was written. */
async function attemptDue(
  kind: ConsumerKind,
  open: readonly Entry[],
  readings: readonly Consumer[] | undefined,
  binding: Binding,
): Promise<void> {
  const { replacements, context } = binding;
  const nowMs = context.deadline.clock.monotonicMs();
  const due = open.filter(({ dueAtMs }) => dueAtMs <= nowMs);
  await rebindDue(
    kind,
    due.filter(({ phase }) => phase === 'rebind'),
    readings,
    binding,
  );
  const written = due.filter(({ phase, dueAtMs }) => phase === 'confirm' && dueAtMs <= nowMs);
  // Each by itself, so that one whose reading fails does not fail the others; unless one list reads them all.
  const groups = written.length > MOST_SINGLE_READS ? [written] : written.map((entry) => [entry]);
  await Promise.all(
    groups.map((group) => attemptAll(group, () => confirmOnce(kind, group, replacements, context), binding)),
  );
}

/** What is awaited, for progress: `load balancer "front-door" to be bound (…)`. */
export function describeOpen(entries: readonly Entry[]): string {
  const named = entries.map(({ consumer, phase, before, lastError }) => {
    if (phase === 'confirm') return `${nameConsumer(consumer)} to be bound (${before?.seen ?? 'just updated'})`;
    const why = lastError === undefined ? '' : ` (${clauseOf(lastError.message)})`;
    return `${nameConsumer(consumer)} to be rebound${why}`;
  });
  return enumerate(named, 3);
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
    const isProven = [...binding.registry.entries.values()].some(
      ({ consumer, times }) => consumer.kind === kind && times > 0,
    );
    const batch = rest.slice(0, isProven ? size : 1);
    rest = rest.slice(batch.length);
    const list = kind.updatesPerList === undefined ? undefined : await readList(kind, fresh, batch, binding);
    fresh = isProven ? undefined : list;
    await mapConcurrently(batch, kind.concurrency, (entry) =>
      attemptAll(
        [entry],
        () => rebindOnce(entry, binding.replacements, binding.context, readingOf(entry, list)),
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
  { registry, context }: Binding,
): Promise<void> {
  const kind = entries[0]?.consumer.kind;
  try {
    if (entries.some(({ phase }) => phase === 'done')) return;
    // What was written is looked at all the same.
    if (entries.some(({ phase }) => phase === 'rebind')) registry.throwIfHalted(kind);
    await work();
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    if (HALTING.has(error.code)) registry.halt(error, error.code === 'api_missing_scope' ? kind : undefined);
    for (const entry of entries) {
      const why = CUTTING[error.code] ?? (entry.phase === 'confirm' ? error.message : undefined);
      if (why !== undefined) cutOff([entry], why);
      else failEntry(entry, error.message);
      context.log.info(`Not rebound: ${nameConsumer(entry.consumer)}: ${entry.error}`);
    }
  }
}
