import { mapConcurrently } from '../concurrency.ts';
import { describeConsumer, getConsumer, nameConsumer, updatedConsumer, updateRequest } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { KINDS } from '../consumers/kinds.ts';
import { apiErrorOf, asLost, isSuccess, isTransient } from '../digitalocean/responses.ts';
import type { ApiRequest, ApiResponse, Raw } from '../digitalocean/responses.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { clauseOf, enumerate, formatSeconds } from '../text.ts';
import { poll } from '../waiting.ts';
import type { Look } from '../waiting.ts';
import type { Entry, Progress } from './progress.ts';

/** What is put in place of what. */
export interface Replacement {
  readonly newId: string;
  readonly replacedIds: ReadonlySet<string>;
}

const BUSY_PACE = { firstMs: 2_000, factor: 2, maxMs: 30_000 };
/** A 404 to an update while the consumer exists: the new certificate may not have reached every server yet. */
const MOST_NOT_FOUND = 4;
const NOT_FOUND_PAUSE_MS = 2_000;
/** These would come back at every consumer, or mean that another update does harm. */
const HALTING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'api_missing_scope',
  'api_unauthorized',
  'cancelled',
  'changed_otherwise',
]);

/**
 * Rebinds every consumer from the replaced certificates: the kinds side by side, and of each kind one alone until the response to one
 * compared well, since what would go wrong with all goes wrong with one. What fails is in the progress; what must stop everything
 * halts it.
 */
export async function rebindAll(
  consumers: readonly Consumer[],
  replacement: Replacement,
  progress: Progress,
  context: Context,
): Promise<void> {
  await Promise.all(
    KINDS.map(async (kind) => {
      const rest = consumers.filter((consumer) => consumer.kind === kind);
      for (let first = rest.shift(); first !== undefined; first = rest.shift()) {
        const entry = progress.entryOf(first);
        await attempt(entry, replacement, progress, context);
        if (entry.status === 'rebound') break;
      }
      await mapConcurrently(rest, kind.concurrency, (consumer) =>
        attempt(progress.entryOf(consumer), replacement, progress, context),
      );
    }),
  );
}

async function attempt(entry: Entry, replacement: Replacement, progress: Progress, context: Context): Promise<void> {
  try {
    await rebind(entry, replacement, progress, context);
    entry.error = '';
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    entry.status = 'failed';
    entry.error = error.message;
    if (HALTING.has(error.code)) progress.halt(error);
    context.log.info(`Not rebound: ${nameConsumer(entry.consumer)}: ${error.message}`);
  }
}

/** What the attempts on one consumer have seen so far. */
interface Attempts {
  sent: Raw | undefined;
  count: number;
  notFound: number;
  last: ActionError | undefined;
}

/** The one retry loop for every kind: each attempt begins with a reading of its own. @throws ActionError */
async function rebind(entry: Entry, replacement: Replacement, progress: Progress, context: Context): Promise<void> {
  const attempts: Attempts = { sent: undefined, count: 0, notFound: 0, last: undefined };
  const { deadline, log } = context;
  const result = await poll(
    deadline,
    BUSY_PACE,
    async () => {
      progress.throwIfHalted();
      return rebindOnce(entry, replacement, attempts, context);
    },
    (reason, waitedMs) =>
      log.info(`Rebinding ${nameConsumer(entry.consumer)}: ${reason} (${formatSeconds(waitedMs)} so far)`),
  );
  if ('reason' in result)
    throw attempts.last ?? new ActionError('timeout', `\`wait_timeout\` ended: ${clauseOf(result.reason)}.`);
}

async function rebindOnce(
  entry: Entry,
  { newId, replacedIds }: Replacement,
  attempts: Attempts,
  { client, log, deadline }: Context,
): Promise<Look<true>> {
  const { consumer } = entry;
  const now = await orGone(getConsumer(client, consumer));
  if (now === undefined) {
    log.info(`${nameConsumer(consumer)} does not exist any more. Nothing to rebind.`);
    return { value: true };
  }
  const uses = now.uses.filter(({ certificateId }) => replacedIds.has(certificateId));
  if (uses.length === 0 || now.isKubernetes) {
    if (attempts.sent !== undefined) confirm(entry, attempts.sent, now, deadline.clock.monotonicMs(), log);
    else if (now.isKubernetes) entry.status = 'kubernetes';
    return { value: true };
  }
  entry.awaited ??= {
    status: now.status,
    validationReasons: now.validationReasons,
    hostNames: uses.flatMap(({ hostName }) => hostName ?? []),
  };
  for (const { certificateId } of uses) entry.reboundFrom.add(certificateId);
  attempts.sent = consumer.kind.buildUpdate(now, (id) => (replacedIds.has(id) ? newId : undefined));
  const request = updateRequest(consumer, attempts.sent);
  const response = await client.send(request);
  const updated = updatedConsumer(consumer, response);
  if (updated !== undefined) {
    confirm(entry, attempts.sent, updated, deadline.clock.monotonicMs(), log);
    return { value: true };
  }
  return lookAfter(entry, request, response, attempts, client);
}

/** What a response without the consumer means: wait, and read again, or fail. @throws ActionError */
function lookAfter(
  entry: Entry,
  request: ApiRequest,
  response: ApiResponse,
  attempts: Attempts,
  client: Context['client'],
): Look<true> {
  const lost = isSuccess(response) ? asLost(response, 'it does not have what was sent') : response;
  const error = apiErrorOf(request, lost);
  attempts.last = error;
  if (lost.kind === 'lost' || error.kind === 'server') entry.isUncertain = true;
  if (error.kind === 'busy') return { reason: 'it is busy with earlier changes' };
  if (error.kind === 'not_found' && attempts.notFound < MOST_NOT_FOUND) {
    attempts.notFound += 1;
    return { reason: 'the new certificate is not known there yet', pauseMs: NOT_FOUND_PAUSE_MS };
  }
  if (!isTransient(lost)) throw error;
  attempts.count += 1;
  return { reason: error.reason || String(error.status), pauseMs: client.pauseMs(attempts.count, request, lost) };
}

function confirm(entry: Entry, sent: Raw, now: Consumer, nowMs: number, log: Context['log']): void {
  const { consumer } = entry;
  const fields = consumer.kind.differingFields(sent, now);
  entry.times += 1;
  entry.reboundAtMs = nowMs;
  entry.isUncertain = false;
  if (fields.length > 0) {
    const named = enumerate(fields.map((field) => `\`${field}\``));
    throw new ActionError(
      'changed_otherwise',
      `After the update ${describeConsumer(consumer)} differs from what was sent in ${named}. Nothing more was written. Check these fields in the control panel before you run this again.`,
    );
  }
  entry.status = 'rebound';
  const isServing = now.status === 'active' || now.status === entry.awaited?.status;
  if (!now.bindsLater && isServing) entry.awaited = undefined;
  log.info(`Rebound ${describeConsumer(consumer)}`);
}

/** What was read, or undefined if it is gone. */
export async function orGone<Found>(reading: Promise<Found>): Promise<Found | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isApiError(error, 'not_found')) return undefined;
    throw error;
  }
}
