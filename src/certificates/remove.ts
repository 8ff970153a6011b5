import { deleteCertificate, getCertificate, listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { findConsumers } from '../consumers/consumer.ts';
import type { Consumers } from '../consumers/consumer.ts';
import { pause } from '../digitalocean/retry.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { ApiError } from '../errors.ts';
import { membersOf } from './family.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { Target } from '../task.ts';
import { enumerate, nameCertificate, nameConsumer } from '../text.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** The certificate with this id, or all members of the family of this name. */
export async function findTargets(target: Target, { client }: Context): Promise<Certificate[]> {
  if ('name' in target) return membersOf(await listCertificates(client), target.name);
  try {
    return [await getCertificate(client, target.id)];
  } catch (error) {
    if (isApiError(error, 'not_found')) return [];
    throw error;
  }
}

/** What a target is called in a message. */
export function nameTarget(target: Target): string {
  return 'name' in target ? `certificate called "${target.name}"` : `certificate with the id ${target.id}`;
}

/** The failure of an operation that reads what is not there. */
export function notFound(target: Target): ActionError {
  const remedy =
    'name' in target
      ? 'Check `name`, and that `token` is of the right account.'
      : 'Check `id`: a renewed certificate has another; `name` lasts.';
  return new ActionError('not_found', `There is no ${nameTarget(target)}. ${remedy}`);
}

/** The failure of an operation that deletes one certificate and found several. */
export function severalFound(members: readonly Certificate[]): Outcome {
  const message = `There are ${members.length} certificates of the family that \`name\` tells: ${enumerate(members.map(nameCertificate), 20)}. Say which one to delete by its \`id\`.`;
  return {
    certificates: members,
    changed: false,
    failure: new ActionError('several', `${message} Nothing was deleted.`),
  };
}

/**
 * Deletes a certificate that nothing uses. One that is in use stays, and its consumers are named; one that is said to be in use while no
 * consumer is found (the API lets go late) is tried again until waiting ends.
 * @returns `changed` false when it was gone already
 */
export async function removeCertificate(certificate: Certificate, context: Context): Promise<Outcome> {
  const { client, log } = context;
  const base = { certificates: [certificate], subject: certificate };
  for (
    let waitMs = FIRST_PAUSE_MS, waitedMs = 0;
    ;
    waitedMs += waitMs, waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)
  ) {
    try {
      const isDone = await deleteCertificate(client, certificate.id);
      if (isDone) log.info(`Deleted certificate ${nameCertificate(certificate)}`);
      return { ...base, changed: isDone, deleted: isDone ? [certificate] : [] };
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      // The certificate is known; whether it is still there is not, when the last answer was lost.
      if (!isApiError(error, 'in_use')) {
        return {
          ...base,
          changed: isApiError(error, 'lost', 'server') ? undefined : false,
          failure: refusal(certificate, error.message),
        };
      }
      const consumers = await consumersOf(certificate, error, context);
      const isHeld = consumers.found.length > 0 || consumers.missingScopes.length > 0;
      if (isHeld || !(await waitFor(waitMs, waitedMs, certificate, context))) {
        return { ...base, changed: false, ...inUse(certificate, consumers, error) };
      }
    }
  }
}

/** Tells what {@link removeCertificate} would do, and writes nothing. */
export async function planRemoval(certificate: Certificate, { client, log }: Context): Promise<Outcome> {
  const consumers = await findConsumers(client, certificate.id);
  const base = { certificates: [certificate], subject: certificate };
  if (consumers.found.length > 0) return { ...base, changed: false, ...inUse(certificate, consumers) };
  if (consumers.missingScopes.length > 0) {
    log.warning(
      `Whether something uses certificate ${nameCertificate(certificate)} is not known: the token lacks ${enumerate(consumers.missingScopes)}, which would tell.`,
    );
  }
  return {
    ...base,
    changed: true,
    planned: [{ action: 'delete', object: `certificate ${nameCertificate(certificate)}`, reason: '' }],
  };
}

async function consumersOf(certificate: Certificate, inUseError: ApiError, { client }: Context): Promise<Consumers> {
  try {
    return await findConsumers(client, certificate.id);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const note = `What uses it could not be read: ${error.message}`;
    throw new ActionError('in_use', `${refusal(certificate, inUseError.message).message} ${note}`, { cause: error });
  }
}

async function waitFor(
  waitMs: number,
  waitedMs: number,
  certificate: Certificate,
  { client, log }: Context,
): Promise<boolean> {
  log.info(
    `Certificate ${nameCertificate(certificate)} is said to be in use, and nothing is found that uses it; trying again in ${waitMs / 1_000} s (${waitedMs / 1_000} s so far)`,
  );
  return pause(client.patience, waitMs);
}

function inUse(
  certificate: Certificate,
  consumers: Consumers,
  error?: ApiError,
): Pick<Outcome, 'consumers' | 'failure'> {
  const trace =
    error === undefined
      ? ''
      : ` The API's words: "${error.reason}" (${error.status}${error.requestId === undefined ? '' : `, request id ${error.requestId}`}).`;
  const users = consumers.found.map((consumer) => `${nameConsumer(consumer)} (${consumer.id})`);
  const isOne = users.length === 1;
  const who =
    users.length === 0
      ? consumers.missingScopes.length > 0
        ? 'something still uses it.'
        : 'it is said to be in use, although no load balancer and no CDN endpoint names it. It may take minutes to be let go: run this again, or raise `wait_timeout`.'
      : `${enumerate(users, 50)} still ${isOne ? 'uses' : 'use'} it. Move ${isOne ? 'it' : 'them'} to another certificate first.`;
  const scopes =
    consumers.missingScopes.length === 0
      ? ''
      : ` The token lacks ${enumerate(consumers.missingScopes)}, which would tell ${users.length === 0 ? 'what' : 'what else'}.`;
  return {
    consumers: consumers.found.map((consumer) => ({ ...consumer, status: 'kept' as const, error: '' })),
    failure: refusal(certificate, `${who}${scopes}${trace}`, 'in_use'),
  };
}

function refusal(certificate: Certificate, why: string, code = 'not_deleted'): ActionError {
  return new ActionError(code, `Cannot delete certificate ${nameCertificate(certificate)}: ${why}`);
}
