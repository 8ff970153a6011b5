import { ActionError } from '../errors.ts';
import { apiErrorOf, isRecord, shorten } from './answers.ts';
import type { Answer } from './answers.ts';
import { isTransient } from './client.ts';
import type { Client } from './client.ts';
import { readList } from './pages.ts';
import { pause } from './retry.ts';

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

/** What is uploaded: PEM with LF line ends, the leaf alone, and the chain from its issuer upwards (empty when there is none). */
export interface Upload {
  readonly name: string;
  readonly privateKey: string;
  readonly leafCertificate: string;
  readonly certificateChain: string;
  readonly sha1Fingerprint: string;
}

/** How an upload ended: done by us, or the name was taken, by what the list then holds. */
export type UploadOutcome =
  | { readonly kind: 'created'; readonly certificate: Certificate }
  | { readonly kind: 'taken'; readonly certificates: readonly Certificate[] };

const PATH = '/v2/certificates';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
/** How long a name that is taken is looked for: lists may lag behind a create, in milliseconds. */
const LAG_MS = 30_000;
const LAG_STEP_MS = 2_000;

/** Is it a UUID, the only form of id that may stand in a URL? */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** All certificates of the account, in the API's order. */
export async function listCertificates(client: Client): Promise<Certificate[]> {
  return (await readList(client, PATH, 'certificates')).map((item) => certificateOf(item));
}

/** One certificate by its id. @throws ApiError `not_found` */
export async function getCertificate(client: Client, id: string): Promise<Certificate> {
  const path = certificatePath(id);
  const body = await client.read(path);
  return certificateOf(isRecord(body) ? body['certificate'] : undefined);
}

/**
 * Uploads a certificate, at most once whatever the network does. A POST is sent again only when its answer was lost or a 5xx and a look
 * at the whole list does not find the name; a name that is said to be taken is looked for until the list has caught up.
 * @throws ApiError, and ActionError `name_hidden` when a name that is taken does not show
 */
export async function uploadCertificate(client: Client, upload: Upload): Promise<UploadOutcome> {
  const body = {
    name: upload.name,
    type: 'custom',
    private_key: upload.privateKey,
    leaf_certificate: upload.leafCertificate,
    ...(upload.certificateChain === '' ? {} : { certificate_chain: upload.certificateChain }),
  };
  let mayBeDone = false;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await client.send('POST', PATH, body);
      const created = createdIn(answer, upload);
      if (created !== undefined) return { kind: 'created', certificate: created };
      const error = apiErrorOf('POST', PATH, answer);
      if (error.kind === 'name_not_unique') return outcomeOf(await findTaken(client, upload.name), upload, mayBeDone);
      if (!isSuccess(answer) && !isTransient(answer)) throw error;
      if (error.kind !== 'rate_limited') {
        mayBeDone = true;
        client.log.info(
          `${error.request}: no clear answer (${error.reason || error.status}); looking for "${upload.name}"`,
        );
        const certificates = await listCertificates(client);
        if (certificates.some(({ name }) => name === upload.name)) return outcomeOf(certificates, upload, true);
      }
      await client.pauseAfter(attempt, 'POST', PATH, answer);
    }
  } catch (error) {
    if (!mayBeDone || !(error instanceof ActionError)) throw error;
    const told = `The certificate "${upload.name}" was sent, and whether it is there now is not known: run this again, it looks before it sends.`;
    throw new ActionError('upload_unknown', `${error.message} ${told}`, { cause: error });
  }
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
  return `${PATH}/${id}`;
}

function isSuccess(answer: Answer): boolean {
  return answer.kind === 'answer' && answer.status >= 200 && answer.status < 300;
}

/** A deletion is told by 204 alone: another success came from somewhere else, and says nothing. */
function onlyNoContent(answer: Answer): Answer {
  if (answer.kind === 'lost' || !isSuccess(answer) || answer.status === 204) return answer;
  const { status, headers } = answer;
  return { kind: 'lost', status, headers, reason: `${status} where 204 was due` };
}

function createdIn(answer: Answer, upload: Upload): Certificate | undefined {
  if (answer.kind !== 'answer' || !isSuccess(answer) || !isRecord(answer.body)) return undefined;
  try {
    const certificate = certificateOf(answer.body['certificate']);
    return certificate.sha1Fingerprint === upload.sha1Fingerprint ? certificate : undefined;
  } catch {
    return undefined;
  }
}

async function findTaken(client: Client, name: string): Promise<readonly Certificate[]> {
  for (let waitedMs = 0; ; waitedMs += LAG_STEP_MS) {
    const certificates = await listCertificates(client);
    if (certificates.some((certificate) => certificate.name === name)) return certificates;
    if (waitedMs >= LAG_MS || !(await pause(client.patience, LAG_STEP_MS))) break;
    client.log.info(`"${name}" is taken but not in the list yet: ${Math.round(waitedMs / 1_000) + 2} s so far`);
  }
  throw new ActionError(
    'name_hidden',
    `The API says that the name "${name}" is taken, and no list shows it. Run this again in a minute; if it stays so, choose another \`name\`.`,
  );
}

function outcomeOf(certificates: readonly Certificate[], upload: Upload, isOurs: boolean): UploadOutcome {
  const found = certificates.find(
    ({ name, sha1Fingerprint }) => name === upload.name && sha1Fingerprint === upload.sha1Fingerprint,
  );
  return found !== undefined && isOurs ? { kind: 'created', certificate: found } : { kind: 'taken', certificates };
}

/** Checks one certificate of the wire. @throws ActionError `unexpected_answer` */
function certificateOf(value: unknown): Certificate {
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
