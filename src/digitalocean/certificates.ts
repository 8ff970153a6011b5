import { ActionError } from '../errors.ts';
import { truncate } from '../text.ts';
import type { Client } from './client.ts';
import { readList } from './pages.ts';
import { isRecord } from './json.ts';
import { apiErrorOf, asLost, isSuccess, isTransient } from './responses.ts';
import type { Raw } from './json.ts';
import type { ApiRequest, ApiResponse, Resource } from './responses.ts';

/** A certificate as the account has it (API reference, "Certificates"); keys and chains never come back. */
export interface Certificate {
  /** In lower case; a UUID, unless the API lists something else. */
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

const LONGEST_WORD = 100;

/** The certificates of the account. */
export const CERTIFICATES: Resource = {
  path: '/v2/certificates',
  listKey: 'certificates',
  itemKey: 'certificate',
  scope: 'certificate',
  label: 'certificate',
};

const FIRST_YEAR_MS = Date.UTC(1950, 0);

/** All certificates of the account, in the API's order. */
export async function listCertificates(client: Client): Promise<Certificate[]> {
  return readList(client, CERTIFICATES, toCertificate);
}

/** One certificate by its id. @throws ApiError `not_found` */
export async function getCertificate(client: Client, id: string): Promise<Certificate> {
  const request = { method: 'GET', resource: CERTIFICATES, id } as const;
  return client.read(request, 'it has no certificate with this id', (body) => {
    const certificate = certificateIn(body);
    return certificate?.id === id.toLowerCase() ? certificate : undefined;
  });
}

/**
 * Sends DELETE for a certificate; repeated on 429, 5xx and lost responses.
 * @returns false if it did not exist at the first attempt; a 404 after an attempt whose effect is unknown means that it was deleted
 * @throws ApiError `in_use` and all others; `isUncertain` if an attempt may have deleted it
 */
export async function sendDelete(client: Client, id: string): Promise<boolean> {
  const request: ApiRequest = { method: 'DELETE', resource: CERTIFICATES, id };
  let isUncertain = false;
  try {
    return await client.repeat<boolean>(request, (received) => {
      const response = onlyNoContent(received);
      if (response.kind === 'response' && response.status === 204) return { value: true };
      if (response.kind === 'response' && response.status === 404) return { value: isUncertain };
      if (!isTransient(response)) {
        const error = apiErrorOf(request, response);
        // Whatever was lost before: what is in use still exists. Any other refusal, such as of the token, says nothing of that.
        if (error.kind === 'in_use') isUncertain = false;
        throw error;
      }
      isUncertain ||= response.kind === 'lost' || response.status !== 429;
      return { retry: response };
    });
  } catch (error) {
    if (!isUncertain || !(error instanceof ActionError)) throw error;
    throw new ActionError(error.code, error.message, { cause: error, isUncertain });
  }
}

/** Only 204 means deleted: another success came from somewhere else, and says nothing. */
function onlyNoContent(response: ApiResponse): ApiResponse {
  return isSuccess(response) && response.status !== 204
    ? asLost(response, `${response.status} instead of 204`)
    : response;
}

/** The certificate in the body of a response; undefined if there is none. */
export function certificateIn(body: unknown): Certificate | undefined {
  const item = isRecord(body) ? body[CERTIFICATES.itemKey] : undefined;
  return isRecord(item) && textOf(item['id']) !== '' && textOf(item['name']) !== '' ? toCertificate(item) : undefined;
}

/** Reads a certificate of the wire; what is not there, or not text, is empty. */
function toCertificate(item: Raw): Certificate {
  const notAfter = dateOf(item['not_after']);
  const names = Array.isArray(item['dns_names']) ? item['dns_names'] : [];
  return {
    id: textOf(item['id']).toLowerCase(),
    name: textOf(item['name']),
    type: wordOf(item['type']) || 'custom',
    state: wordOf(item['state']),
    notAfter,
    notAfterText: notAfter === undefined ? '' : textOf(item['not_after']),
    sha1Fingerprint: fingerprintOf(item['sha1_fingerprint']),
    createdAtText: wordOf(item['created_at']),
    // A custom certificate is sometimes listed with one blank name.
    dnsNames: names.filter((entry): entry is string => typeof entry === 'string' && entry.trim() !== ''),
  };
}

function fingerprintOf(value: unknown): string {
  const text = wordOf(value).toLowerCase();
  return text.includes(':') ? text.replaceAll(':', '') : text;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** What is shown as it is; each of these is a short word. */
function wordOf(value: unknown): string {
  return truncate(textOf(value), LONGEST_WORD);
}

function dateOf(value: unknown): Date | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  // A pending certificate has none, or the year 1.
  return ms >= FIRST_YEAR_MS ? new Date(ms) : undefined;
}
