import { ActionError } from '../errors.ts';
import { poll, within } from '../waiting.ts';
import { formatSeconds, quoteName } from '../text.ts';
import { certificateIn, CERTIFICATES, listCertificates } from './certificates.ts';
import type { Certificate } from './certificates.ts';
import type { Client } from './client.ts';
import { apiErrorOf, asLost, isSuccess, isTransient } from './responses.ts';
import type { ApiRequest, ApiResponse } from './responses.ts';

/** What is uploaded: PEM with LF line ends, the leaf certificate alone, and the chain from its issuer upwards (empty if there is none). */
export interface Upload {
  readonly name: string;
  readonly privateKey: string;
  readonly leafCertificate: string;
  readonly certificateChain: string;
  readonly sha1Fingerprint: string;
}

/** What DigitalOcean is to order from Let's Encrypt. */
export interface Order {
  readonly name: string;
  readonly dnsNames: readonly string[];
}

/** How it ended: created by us, or the name was taken, by what the list then has. */
export type Created<Made> =
  | { readonly kind: 'created'; readonly certificate: Made }
  | { readonly kind: 'taken'; readonly certificates: readonly Certificate[] };
export type UploadResult = Created<Certificate>;
/** An order may be accepted without naming the certificate: it is then found by its name. */
export type OrderResult = Created<Certificate | undefined>;

/** How long a name that is taken is looked for, in milliseconds: lists may lag behind a creation. */
const LAG_MS = 30_000;
const PACE = { firstMs: 2_000, factor: 1, maxMs: 2_000 };

interface Creation<Made> {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What a response says was created; undefined if it does not say so. */
  readonly createdBy: (response: ApiResponse) => { readonly certificate: Made } | undefined;
  /** Is this certificate what the body asked for? */
  readonly isOurs: (certificate: Certificate) => boolean;
}

/** Uploads a certificate, as {@link createCertificate} does. */
export async function uploadCertificate(client: Client, upload: Upload): Promise<UploadResult> {
  const { name, sha1Fingerprint } = upload;
  const isOurs = (certificate: Certificate): boolean => certificate.sha1Fingerprint === sha1Fingerprint;
  const body = {
    name,
    type: 'custom',
    private_key: upload.privateKey,
    leaf_certificate: upload.leafCertificate,
    ...(upload.certificateChain === '' ? {} : { certificate_chain: upload.certificateChain }),
  };
  const createdBy = (response: ApiResponse): { certificate: Certificate } | undefined => {
    const certificate = responseCertificate(response);
    return certificate !== undefined && isOurs(certificate) ? { certificate } : undefined;
  };
  return createCertificate<Certificate>(client, { name, body, createdBy, isOurs });
}

/**
 * Has DigitalOcean order a certificate from Let's Encrypt, as {@link createCertificate} does. The description promises a 201; the live
 * API responds 202, and not always with the certificate.
 */
export async function orderCertificate(client: Client, { name, dnsNames }: Order): Promise<OrderResult> {
  const body = { name, type: 'lets_encrypt', dns_names: dnsNames };
  const createdBy = (response: ApiResponse): { certificate: Certificate | undefined } | undefined => {
    if (response.kind !== 'response' || (response.status !== 201 && response.status !== 202)) return undefined;
    const certificate = responseCertificate(response);
    return { certificate: certificate?.name === name ? certificate : undefined };
  };
  const isOurs = (certificate: Certificate): boolean =>
    certificate.type === 'lets_encrypt' && dnsNames.every((dnsName) => certificate.dnsNames.includes(dnsName));
  return createCertificate<Certificate | undefined>(client, { name, body, createdBy, isOurs });
}

/**
 * Creates a certificate, at most once whatever the network does. A POST is repeated only if its response was lost or a 5xx and the
 * complete list does not have the name; a name that is said to be taken is looked for until the list has caught up.
 * @throws ApiError, and ActionError `name_hidden` if a name that is taken does not show, or `upload_unknown`
 */
async function createCertificate<Made>(
  client: Client,
  creation: Creation<Made | Certificate>,
): Promise<Created<Made | Certificate>> {
  const { name, body, createdBy } = creation;
  const request: ApiRequest = { method: 'POST', resource: CERTIFICATES, body };
  let isUncertain = false;
  try {
    return await client.repeat<Created<Made | Certificate>>(request, async (response) => {
      const created = createdBy(response);
      if (created !== undefined) return { value: { kind: 'created', ...created } };
      const retry = isSuccess(response) ? asLost(response, 'it does not have the certificate') : response;
      const error = apiErrorOf(request, retry);
      if (error.kind === 'name_not_unique')
        return { value: outcomeOf(await findTaken(client, name), creation, isUncertain) };
      if (!isTransient(retry)) throw error;
      if (error.kind === 'rate_limited') return { retry };
      isUncertain = true;
      client.log.info(`${error.request}: no clear response (${error.reason || error.status}); looking for "${name}"`);
      const certificates = await listCertificates(client);
      const isTaken = certificates.some((each) => each.name === name);
      return isTaken ? { value: outcomeOf(certificates, creation, true) } : { retry };
    });
  } catch (error) {
    if (!isUncertain || !(error instanceof ActionError)) throw error;
    const note = `The certificate ${quoteName(name)} was sent, and whether it exists now is not known. Run this again: it looks before it sends.`;
    throw new ActionError('upload_unknown', `${error.message} ${note}`, { cause: error, isUncertain });
  }
}

function responseCertificate(response: ApiResponse): Certificate | undefined {
  return response.kind === 'response' && isSuccess(response) ? certificateIn(response.body) : undefined;
}

async function findTaken(client: Client, name: string): Promise<readonly Certificate[]> {
  const found = await poll(
    within(client.deadline, LAG_MS),
    PACE,
    async () => {
      const value = await listCertificates(client);
      return value.some((certificate) => certificate.name === name) ? { value } : { reason: 'not in the list yet' };
    },
    (reason, waitedMs) =>
      client.log.info(`${quoteName(name)} is taken, but ${reason} (${formatSeconds(waitedMs)} so far)`),
  );
  if ('value' in found) return found.value;
  throw new ActionError(
    'name_hidden',
    `The API says that the name ${quoteName(name)} is taken, and no list shows it. Run this again in a minute. If it stays so, ask DigitalOcean support which certificate has it.`,
  );
}

function outcomeOf(
  certificates: readonly Certificate[],
  { name, isOurs }: Creation<unknown>,
  wasSent: boolean,
): UploadResult {
  const found = certificates.find((certificate) => certificate.name === name && isOurs(certificate));
  return found !== undefined && wasSent ? { kind: 'created', certificate: found } : { kind: 'taken', certificates };
}
