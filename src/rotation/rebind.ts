import {
  consumerIn,
  describeConsumer,
  nameConsumer,
  readRequest,
  updatedConsumer,
  updateRequest,
} from '../consumers/consumer.ts';
import type { CertificateUse, Consumer } from '../consumers/consumer.ts';
import { apiErrorOf, asLost, isSuccess, isTransient } from '../digitalocean/responses.ts';
import type { ApiRequest, ApiResponse } from '../digitalocean/responses.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { enumerate, quoteName } from '../text.ts';
import { annotateOnce } from './annotate.ts';
import { checkCoverage } from './coverage.ts';
import { idsOf } from './selection.ts';
import type { Before, Entry } from './progress.ts';
import type { Replacement } from './replacement.ts';

const BUSY_FIRST_MS = 2_000;
const BUSY_LONGEST_MS = 30_000;
/** A 404 to an update while the consumer exists: the new certificate may not have reached every server yet. */
const MOST_NOT_FOUND = 4;
const NOT_FOUND_PAUSE_MS = 2_000;
/** The first look at what was written, in milliseconds. */
const FIRST_LOOK_MS = 250;

/** What one reading of a consumer found: the consumer, that it is gone, or nothing yet. */
export type Reading = { readonly now: Consumer } | { readonly isGone: true } | { readonly response: ApiResponse };

/** Reads one consumer, once: who reads it decides when to try again. @throws ActionError for a response that refuses */
export async function readOnce({ consumer }: Entry, { client }: Context): Promise<Reading> {
  const request = readRequest(consumer);
  const response = await client.send(request);
  const now = response.kind === 'response' && response.status === 200 ? consumerIn(consumer, response.body) : undefined;
  if (now !== undefined) return { now };
  if (response.kind === 'response' && response.status === 404) return { isGone: true };
  const lost = isSuccess(response) ? asLost(response, 'it does not have the consumer') : response;
  if (!isTransient(lost)) throw apiErrorOf(request, lost);
  return { response: lost };
}

/**
 * One attempt to rebind a consumer, from a reading of its own or one that was just made: one update for all families that it uses.
 * @throws ActionError if it cannot be rebound
 */
export async function rebindOnce(
  entry: Entry,
  replacements: readonly Replacement[],
  context: Context,
  reading?: Reading,
): Promise<void> {
  const { client, deadline, log } = context;
  const { consumer } = entry;
  const found = reading ?? (await readOnce(entry, context));
  if ('response' in found) return defer(entry, readRequest(consumer), found.response, client);
  if ('isGone' in found) {
    log.info(`${nameConsumer(consumer)} does not exist any more. Nothing to rebind.`);
    entry.phase = 'done';
    return;
  }
  const { now } = found;
  const open = replacementsFor(entry, replacements);
  const used = open.filter((each) => isUsed(each, now));
  // One that a cluster took over meanwhile is annotated by the next round.
  const isAnnotated = entry.consumer.kind.isAnnotated === true;
  if (now.isKubernetes !== isAnnotated || (used.length === 0 && !isAnnotated)) return settle(entry, now, context);
  if (isAnnotated) {
    const owned = used.length > 0 ? used : open.filter(({ owns }) => owns(entry));
    return annotateFor(entry, now, owned, context);
  }
  const accepted = acceptedOf(entry, used, now);
  const newIds = new Map(accepted.flatMap(({ replaced, newId }) => replaced.map(({ id }) => [id, newId] as const)));
  const uses = now.uses.filter(({ certificateId }) => newIds.has(certificateId));
  entry.before = beforeOf(entry, now, uses);
  for (const { certificateId } of uses) entry.reboundFrom.add(certificateId);
  entry.sent = consumer.kind.buildUpdate(now, (id) => newIds.get(id));
  entry.sentFor = [...new Set([...entry.sentFor, ...accepted.map(({ family }) => family)])];
  const request = updateRequest(consumer, entry.sent);
  const response = await client.send(request);
  const updated = updatedConsumer(consumer, response);
  if (updated === undefined) return defer(entry, request, response, client);
  confirmUpdate(entry, updated, deadline.clock.monotonicMs(), log);
}

/** The replacements that a consumer takes part in: not those that it was refused for. */
export function replacementsFor({ refusals }: Entry, replacements: readonly Replacement[]): Replacement[] {
  return replacements.filter(({ family }) => !refusals.has(family));
}

/** A Service names one certificate: of several families that use its load balancer, only the first can be annotated. */
async function annotateFor(
  entry: Entry,
  now: Consumer,
  replacements: readonly Replacement[],
  context: Context,
): Promise<void> {
  const [first, ...others] = acceptedOf(entry, replacements, now);
  if (first === undefined) return settle(entry, now, context);
  for (const { family } of others)
    entry.refusals.set(
      family,
      new ActionError(
        'not_rebound',
        `Its Service names one certificate, and this run puts that of ${quoteName(first.family)} there.`,
      ),
    );
  const before = entry.times;
  entry.sentFor = [first.family];
  await annotateOnce(entry, now, first, context);
  if (entry.times > before) entry.reboundFor.add(first.family);
}

function isUsed({ replaced }: Replacement, { uses }: Consumer): boolean {
  const ids = idsOf(replaced);
  return uses.some(({ certificateId }) => ids.has(certificateId));
}

/** Those of which the rules hold for the consumer as it is now. The others are noted, unless all are refused. @throws ActionError */
function acceptedOf(entry: Entry, replacements: readonly Replacement[], now: Consumer): Replacement[] {
  const refusals = replacements.flatMap((replacement) => {
    try {
      checkCoverage(replacement, [now]);
      return [];
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      return [{ replacement, error }];
    }
  });
  const [first] = refusals;
  if (first !== undefined && refusals.length === replacements.length) throw first.error;
  for (const { replacement, error } of refusals) entry.refusals.set(replacement.family, error);
  return replacements.filter((each) => refusals.every(({ replacement }) => replacement !== each));
}

/** What it looked like before the first update of this run; host names that came into use since are added. */
function beforeOf({ before }: Entry, now: Consumer, uses: readonly CertificateUse[]): Before {
  const { status, validationReasons, hostNames, inactive } = before ?? { ...now, hostNames: [], inactive: [] };
  const added = uses.filter(({ hostName }) => hostName !== undefined && !hostNames.includes(hostName));
  return {
    ...before,
    status,
    validationReasons,
    hostNames: [...hostNames, ...added.flatMap(({ hostName }) => hostName ?? [])],
    inactive: [...inactive, ...added.flatMap(({ isActive, hostName }) => (isActive ? [] : (hostName ?? [])))],
  };
}

/** Nothing is left to be rebound: it was done by an update whose response was lost, by someone else, or belongs to a cluster. */
function settle(entry: Entry, now: Consumer, { deadline, log }: Context): void {
  if (entry.sent !== undefined) return confirmUpdate(entry, now, deadline.clock.monotonicMs(), log);
  // One that a cluster took over meanwhile is found, and warned of, by the next reading.
  entry.phase = 'done';
}

/** What a response without the consumer means: another attempt later, or a failure. @throws ActionError */
function defer(entry: Entry, request: ApiRequest, received: ApiResponse, client: Context['client']): void {
  const response = isSuccess(received) ? asLost(received, 'it does not have what was sent') : received;
  const error = apiErrorOf(request, response);
  entry.lastError = error;
  if (request.method === 'PUT' && (response.kind === 'lost' || error.kind === 'server')) entry.isUncertain = true;
  const nowMs = client.deadline.clock.monotonicMs();
  if (error.kind === 'busy') {
    entry.pauseMs = Math.min(Math.max(entry.pauseMs * 2, BUSY_FIRST_MS), BUSY_LONGEST_MS);
    entry.dueAtMs = nowMs + entry.pauseMs;
    return;
  }
  const isUnknownCertificate = error.kind === 'not_found' && entry.notFound < MOST_NOT_FOUND;
  // A droplet of the load balancer may have gone away between the reading and the update: one more reading shows.
  const isOutdated = error.kind === 'rejected' && error.status === 422 && entry.rejections === 0;
  if (isUnknownCertificate || isOutdated) {
    if (isOutdated) entry.rejections += 1;
    else entry.notFound += 1;
    entry.dueAtMs = nowMs + (isOutdated ? 0 : NOT_FOUND_PAUSE_MS);
    return;
  }
  if (!isTransient(response)) throw error;
  entry.attempts += 1;
  entry.dueAtMs = nowMs + client.pauseMs(entry.attempts, request, response);
}

function confirmUpdate(entry: Entry, now: Consumer, nowMs: number, log: Context['log']): void {
  const { consumer, sent = {}, before } = entry;
  const fields = consumer.kind.differingFields(sent, now);
  entry.times += 1;
  entry.reboundAtMs = nowMs;
  entry.isUncertain = false;
  for (const family of entry.sentFor) if (!entry.refusals.has(family)) entry.reboundFor.add(family);
  if (fields.length > 0) {
    const named = enumerate(fields.map((field) => `\`${field}\``));
    throw new ActionError(
      'changed_otherwise',
      `After the update ${describeConsumer(consumer)} differs from what was sent in ${named}. Nothing more was written. Check these fields in the control panel before you run this again.`,
    );
  }
  const isServing = !now.bindsLater && (now.status === 'active' || now.status === before?.status);
  Object.assign(entry, {
    status: 'rebound',
    error: '',
    phase: isServing ? 'done' : 'confirm',
    pauseMs: FIRST_LOOK_MS,
    dueAtMs: nowMs + FIRST_LOOK_MS,
  });
  log.info(`Rebound ${describeConsumer(consumer)}`);
}
