import { describeConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { consumersOf, missingScopes, readConsumers } from '../consumers/survey.ts';
import { sendDelete } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { ApiError, ErrorCode } from '../errors.ts';
import { OperationError } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import { enumerate, formatSeconds, messageOf } from '../text.ts';
import { poll } from '../waiting.ts';
import { nameCertificate } from './describe.ts';

const PACE = { firstMs: 2_000, factor: 2, maxMs: 30_000 };

/** The consumers of a certificate, and the errors of the kinds that the token may not read. */
interface Usage {
  readonly consumers: readonly Consumer[];
  readonly unreadable: readonly ApiError[];
}

/** The failure of an operation that deletes one certificate and found several. */
export function severalError(members: readonly Certificate[]): OperationError {
  return new OperationError(
    'several',
    `\`name\` stands for ${members.length} certificates: ${enumerate(members.map(nameCertificate), 20)}. Nothing was deleted. Choose one by its \`id\`.`,
    { certificates: members, changed: false },
  );
}

/**
 * Deletes a certificate that nothing uses. All consumers that the token may read are read before it is sent. One in use stays, and its
 * consumers are named; one that is said to be in use while no consumer is found (the API releases certificates late) is tried again
 * until the deadline.
 * @returns `changed` false if it was gone already
 * @throws OperationError
 */
export async function deleteCertificate(certificate: Certificate, context: Context): Promise<Outcome> {
  const { deadline, log } = context;
  const name = nameCertificate(certificate);
  let last: OperationError | undefined;
  const result = await poll(
    deadline,
    PACE,
    async () => {
      const usage = await usageOf(certificate, context);
      if (usage.consumers.length > 0) throw inUseError(certificate, usage);
      const attempt = await tryDelete(certificate, context);
      if ('changed' in attempt) return { value: attempt };
      last = inUseError(certificate, usage, attempt);
      if (usage.unreadable.length > 0) throw last;
      return { reason: 'the API says that it is in use, although no consumer refers to it' };
    },
    (reason, waitedMs) =>
      log.info(`Waiting to delete certificate ${name}: ${reason} (${formatSeconds(waitedMs)} so far)`),
  );
  if ('value' in result) return result.value;
  throw last ?? refusal(certificate, result.reason, 'in_use');
}

/** One attempt: the outcome, or the error that says that it is in use. */
async function tryDelete(certificate: Certificate, { client, log }: Context): Promise<Outcome | ApiError> {
  const base = { certificates: [certificate], subject: certificate };
  try {
    const isDeleted = await sendDelete(client, certificate.id);
    log.info(
      isDeleted
        ? `Deleted certificate ${nameCertificate(certificate)}`
        : `Certificate ${nameCertificate(certificate)} does not exist any more. Nothing was deleted.`,
    );
    return { ...base, changed: isDeleted, deleted: isDeleted ? [certificate] : [] };
  } catch (error) {
    if (isApiError(error, 'in_use')) return error;
    if (!(error instanceof ActionError)) throw error;
    const known = { ...base, changed: error.isUncertain ? undefined : false };
    throw refusal(certificate, error.message, error.code === 'cancelled' ? 'cancelled' : 'not_deleted', known);
  }
}

/** Plans what {@link deleteCertificate} would do, and writes nothing. @throws OperationError if it would fail */
export async function planDeletion(certificate: Certificate, { client, log }: Context): Promise<Outcome> {
  const { consumers, unreadable } = await readConsumers(client);
  const usage = { consumers: consumersOf(consumers, certificate.id), unreadable };
  if (usage.consumers.length > 0) throw inUseError(certificate, usage);
  if (unreadable.length > 0)
    log.warning(
      `The token lacks ${missingScopes(unreadable)}, so whether something uses certificate ${nameCertificate(certificate)} is not known. Add what is missing to be sure.`,
    );
  return {
    certificates: [certificate],
    subject: certificate,
    changed: true,
    planned: [{ action: 'delete', object: `certificate ${nameCertificate(certificate)}`, reason: '' }],
  };
}

/** What uses the certificate, as far as the token may read it. */
async function usageOf(certificate: Certificate, { client }: Context): Promise<Usage> {
  try {
    const { consumers, unreadable } = await readConsumers(client);
    return { consumers: consumersOf(consumers, certificate.id), unreadable };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const code = error.code === 'cancelled' ? 'cancelled' : 'not_deleted';
    throw refusal(certificate, `what uses it could not be read. ${messageOf(error)}`, code);
  }
}

function inUseError(certificate: Certificate, usage: Usage, error?: ApiError): OperationError {
  const { consumers, unreadable } = usage;
  const id = error?.requestId === undefined ? '' : `, request id ${error.requestId}`;
  const trace = error === undefined ? '' : ` The API's message: "${error.reason}" (${error.status}${id}).`;
  const states = consumers.map((consumer) => ({ ...consumer, status: 'kept' as const, error: '' }));
  const known = { certificates: [certificate], subject: certificate, changed: false, consumers: states };
  return refusal(certificate, `${usageSentences(consumers, unreadable)}${trace}`, 'in_use', known);
}

function usageSentences(consumers: readonly Consumer[], unreadable: readonly ApiError[]): string {
  const isOne = consumers.length === 1;
  const scopes =
    unreadable.length === 0
      ? ''
      : ` The token lacks ${missingScopes(unreadable)}, which would show ${consumers.length === 0 ? 'what' : 'what else'}.`;
  if (consumers.length > 0) {
    const who = `${enumerate(consumers.map(describeConsumer), 50)} still ${isOne ? 'uses' : 'use'} it.`;
    return `${who} Bind ${isOne ? 'it' : 'them'} to another certificate first.${scopes}`;
  }
  if (unreadable.length > 0) return `something still uses it.${scopes}`;
  return 'the API says that it is in use, although no consumer refers to it. It can take minutes until it is released. Run this again, or raise `wait_timeout`.';
}

function refusal(certificate: Certificate, why: string, code: ErrorCode, known?: Outcome): OperationError {
  const fallback = { certificates: [certificate], subject: certificate, changed: false };
  return new OperationError(
    code,
    `Certificate ${nameCertificate(certificate)} was not deleted: ${why}`,
    known ?? fallback,
  );
}
