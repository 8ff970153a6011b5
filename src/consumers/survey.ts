import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { Client } from '../digitalocean/client.ts';
import { isUuid } from '../digitalocean/responses.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { ApiError } from '../errors.ts';
import { enumerate } from '../text.ts';
import { listConsumers } from './consumer.ts';
import type { Consumer } from './consumer.ts';
import { KINDS } from './kinds.ts';

/** Every consumer that the token may read, and what it may not read. */
export interface ConsumerReading {
  readonly consumers: readonly Consumer[];
  /** One error for each kind that the token may not read. */
  readonly unreadable: readonly ApiError[];
}

/** What the account has, each list complete. */
export interface Survey {
  readonly certificates: readonly Certificate[];
  readonly consumers: readonly Consumer[];
}

/** Reads all consumers. A kind that the token may not read is reported; every other failure is thrown. */
export async function readConsumers(client: Client): Promise<ConsumerReading> {
  const reads = KINDS.map((kind) => listConsumers(client, kind));
  // All have ended before one fails the run: what is under way when the client closes would be repeated, to no end.
  const results = await Promise.allSettled(reads);
  const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
  const unreadable = failures.filter((reason) => isApiError(reason, 'missing_scope'));
  const [failure] = failures.filter((reason) => !isApiError(reason, 'missing_scope'));
  if (failure !== undefined) throw failure;
  return {
    consumers: results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])),
    unreadable,
  };
}

/** The scopes that a token lacks, for a message. */
export function missingScopes(unreadable: readonly ApiError[]): string {
  return enumerate(unreadable.map(({ scope }) => scope));
}

/** The consumers that refer to a certificate. */
export function consumersOf(consumers: readonly Consumer[], certificateId: string): Consumer[] {
  return consumers.filter(({ certificateIds }) => certificateIds.has(certificateId));
}

/**
 * Reads certificates and consumers side by side. If a consumer refers to a certificate that the list does not have (DigitalOcean renews
 * its own meanwhile), the certificates are read once more.
 * @throws ActionError `missing_scopes` with every scope that is missing for reading
 */
export async function takeSurvey(client: Client): Promise<Survey> {
  const reads = [listCertificates(client).then(orScope, toScope), readConsumers(client)] as const;
  await Promise.allSettled(reads);
  const [certificates, { consumers, unreadable }] = await Promise.all(reads);
  const missing = [...('missing' in certificates ? [certificates.missing] : []), ...unreadable];
  if (missing.length > 0 || 'missing' in certificates) throw scopesError(missing);
  const known = new Set(certificates.found.map(({ id }) => id));
  const named = consumers.flatMap(({ certificateIds }) => [...certificateIds]);
  const isComplete = named.every((id) => known.has(id) || !isUuid(id));
  return { certificates: isComplete ? certificates.found : await listCertificates(client), consumers };
}

function orScope(found: Certificate[]): { found: Certificate[] } | { missing: ApiError } {
  return { found };
}

function toScope(error: unknown): { missing: ApiError } {
  if (isApiError(error, 'missing_scope')) return { missing: error };
  throw error;
}

function scopesError(missing: readonly ApiError[]): ActionError {
  const traces = missing.map(({ request, reason, requestId }) => {
    const trace = requestId === undefined ? '' : `, request id ${requestId}`;
    return `${request}: 403 "${reason}"${trace}`;
  });
  const them = missing.length === 1 ? 'it' : 'them';
  return new ActionError(
    'missing_scopes',
    `Nothing was written, because the token lacks ${missingScopes(missing)} (${traces.join('; ')}). Add ${them}, or use a token that has ${them}.`,
  );
}
