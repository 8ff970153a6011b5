import { ActionError } from '../errors.ts';
import { apiErrorOf, isRecord, shorten } from './responses.ts';
import type { Answer } from './responses.ts';
import { isTransient } from './client.ts';
import type { Client } from './client.ts';
import { readList } from './pages.ts';

/** A certificate as the account holds it (API reference, "Certificates"); keys and chains never come back. */
export interface Certificate {
  readonly id: string;
  readonly name: string;
  /** `custom` or `lets_encrypt`. */
  readonly type: string;
  /** `pending`, `verified` or `error`. */
  readonly state: string;
  /** Absent while it is pending. */
  readonly notAfter: Date | undefined;
  /** 40 lower-case hex digits; empty while it is pending. */
  readonly sha1Fingerprint: string;
  /** As the API writes it: a list of ten thousand need not be taken apart and put together again. */
  readonly createdAtText: string;
  readonly notAfterText: string;
  readonly dnsNames: readonly string[];
}

/** The path of the list, and where new ones are sent to. */
export const CERTIFICATES_PATH = '/v2/certificates';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
/** Is it a UUID, the only form of id that may stand in a URL? */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** All certificates of the account, in the API's order. */
export async function listCertificates(client: Client): Promise<Certificate[]> {
  return (await readList(client, CERTIFICATES_PATH, 'certificates')).map((item) => certificateOf(item));
}

/** One certificate by its id. @throws ApiError `not_found` */
export async function getCertificate(client: Client, id: string): Promise<Certificate> {
  const path = certificatePath(id);
  const body = await client.read(path);
  return certificateOf(isRecord(body) ? body['certificate'] : undefined);
}

/**
 * Deletes a certificate by its id; tried again on 429, 5xx and lost answers.
 * @returns false when it was not there at the first try; a 404 after a try whose fate is unknown means done
 * @throws ApiError `in_use` and all others
 */
export async function deleteCertificate(client: Client, id: string): Promise<boolean> {
  const path = certificatePath(id);
  let mayBeDone = false;
  for (let attempt = 1; ; attempt += 1) {
    const answer = onlyNoContent(await client.send('DELETE', path));
    if (answer.kind === 'answer' && answer.status === 204) return true;
    const error = apiErrorOf('DELETE', path, answer);
    if (error.kind === 'not_found') return mayBeDone;
    if (!isTransient(answer)) throw error;
    mayBeDone ||= error.kind !== 'rate_limited';
    await client.pauseAfter(attempt, 'DELETE', path, answer);
  }
}

function certificatePath(id: string): string {
  // An empty id would read the list, and anything else another path.
  if (!isUuid(id)) throw new ActionError('not_an_id', 'The id of a certificate is not a UUID.');
  return `${CERTIFICATES_PATH}/${id}`;
}

/** Did the API say that it is done? */
export function isSuccess(answer: Answer): boolean {
  return answer.kind === 'answer' && answer.status >= 200 && answer.status < 300;
}

/** A deletion is told by 204 alone: another success came from somewhere else, and says nothing. */
function onlyNoContent(answer: Answer): Answer {
  if (answer.kind === 'lost' || !isSuccess(answer) || answer.status === 204) return answer;
  const { status, headers } = answer;
  return { kind: 'lost', status, headers, reason: `${status} where 204 was due` };
}

/** Checks one certificate of the wire. @throws ActionError `unexpected_answer` */
export function certificateOf(value: unknown): Certificate {
  const item = isRecord(value) ? value : {};
  const { id, name } = item;
  if (typeof id !== 'string' || !isUuid(id) || typeof name !== 'string') {
    throw new ActionError(
      'unexpected_answer',
      'The API answered with a certificate that has no id or no name. Is `api_url` the address of the DigitalOcean API?',
    );
  }
  const notAfter = dateOf(item['not_after']);
  const names = Array.isArray(item['dns_names']) ? item['dns_names'] : [];
  return {
    id: id.toLowerCase(),
    name,
    type: textOf(item['type']) || 'custom',
    state: textOf(item['state']),
    notAfter,
    notAfterText: notAfter === undefined ? '' : textOf(item['not_after']),
    sha1Fingerprint: textOf(item['sha1_fingerprint']).replaceAll(':', '').toLowerCase(),
    createdAtText: textOf(item['created_at']),
    // A custom certificate is sometimes listed with one blank name.
    dnsNames: names
      .filter((entry): entry is string => typeof entry === 'string' && entry.trim() !== '')
      .map((entry) => shorten(entry)),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? shorten(value) : '';
}

function dateOf(value: unknown): Date | undefined {
  const date = new Date(typeof value === 'string' ? value : '');
  // A certificate that is pending has none, or the year 1.
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1950 ? undefined : date;
}
