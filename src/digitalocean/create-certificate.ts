import { ActionError } from '../errors.ts';
import { apiErrorOf, isRecord } from './responses.ts';
import type { Answer } from './responses.ts';
import { CERTIFICATES_PATH as PATH, certificateOf, isSuccess, listCertificates } from './certificates.ts';
import type { Certificate } from './certificates.ts';
import { isTransient } from './client.ts';
import type { Client } from './client.ts';
import { pause } from './retry.ts';

/** What is uploaded: PEM with LF line ends, the leaf alone, and the chain from its issuer upwards (empty when there is none). */
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

/** How it ended: done by us, or the name was taken, by what the list then holds. */
export type Created<Made> =
  | { readonly kind: 'created'; readonly certificate: Made }
  | { readonly kind: 'taken'; readonly certificates: readonly Certificate[] };
export type UploadOutcome = Created<Certificate>;
/** An order may be taken in without telling the certificate: it then is to be found by its name. */
export type OrderOutcome = Created<Certificate | undefined>;

/** How long a name that is taken is looked for: lists may lag behind a create, in milliseconds. */
const LAG_MS = 30_000;
const LAG_STEP_MS = 2_000;

interface Creation<Made> {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What an answer says that was made; undefined when it does not say so. */
  readonly madeBy: (answer: Answer) => { readonly certificate: Made } | undefined;
  /** Is this certificate what the body asked for? */
  readonly isOurs: (certificate: Certificate) => boolean;
}

/** Uploads a certificate, as {@link createCertificate} does. */
export async function uploadCertificate(client: Client, upload: Upload): Promise<UploadOutcome> {
  const { name, sha1Fingerprint } = upload;
  const isOurs = (certificate: Certificate): boolean => certificate.sha1Fingerprint === sha1Fingerprint;
  const body = {
    name,
    type: 'custom',
    private_key: upload.privateKey,
    leaf_certificate: upload.leafCertificate,
    ...(upload.certificateChain === '' ? {} : { certificate_chain: upload.certificateChain }),
  };
  const madeBy = (answer: Answer): { certificate: Certificate } | undefined => {
    const certificate = certificateIn(answer);
    return certificate !== undefined && isOurs(certificate) ? { certificate } : undefined;
  };
  return createCertificate<Certificate>(client, { name, body, madeBy, isOurs });
}

/**
 * Has DigitalOcean order a certificate from Let's Encrypt, as {@link createCertificate} does. The description promises a 201; the live
 * API answers 202, and not always with the certificate.
 */
export async function orderCertificate(client: Client, { name, dnsNames }: Order): Promise<OrderOutcome> {
  const body = { name, type: 'lets_encrypt', dns_names: dnsNames };
  const madeBy = (answer: Answer): { certificate: Certificate | undefined } | undefined => {
    if (answer.kind !== 'answer' || (answer.status !== 201 && answer.status !== 202)) return undefined;
    const certificate = certificateIn(answer);
    return { certificate: certificate?.name === name ? certificate : undefined };
  };
  const isOurs = (certificate: Certificate): boolean =>
    certificate.type === 'lets_encrypt' && dnsNames.every((dnsName) => certificate.dnsNames.includes(dnsName));
  return createCertificate<Certificate | undefined>(client, { name, body, madeBy, isOurs });
}

/**
 * Makes a certificate, at most once whatever the network does. A POST is sent again only when its answer was lost or a 5xx and a look
 * at the whole list does not find the name; a name that is said to be taken is looked for until the list has caught up.
 * @throws ApiError, and ActionError `name_hidden` when a name that is taken does not show
 */
async function createCertificate<Made>(
  client: Client,
  creation: Creation<Made | Certificate>,
): Promise<Created<Made | Certificate>> {
  const { name, body, madeBy } = creation;
  let mayBeDone = false;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await client.send('POST', PATH, body);
      const made = madeBy(answer);
      if (made !== undefined) return { kind: 'created', ...made };
      const error = apiErrorOf('POST', PATH, answer);
      if (error.kind === 'name_not_unique') return outcomeOf(await findTaken(client, name), creation, mayBeDone);
      if (!isSuccess(answer) && !isTransient(answer)) throw error;
      if (error.kind !== 'rate_limited') {
        mayBeDone = true;
        client.log.info(`${error.request}: no clear answer (${error.reason || error.status}); looking for "${name}"`);
        const certificates = await listCertificates(client);
        if (certificates.some((each) => each.name === name)) return outcomeOf(certificates, creation, true);
      }
      await client.pauseAfter(attempt, 'POST', PATH, answer);
    }
  } catch (error) {
    if (!mayBeDone || !(error instanceof ActionError)) throw error;
    const told = `The certificate "${name}" was sent, and whether it is there now is not known: run this again, it looks before it sends.`;
    throw new ActionError('upload_unknown', `${error.message} ${told}`, { cause: error });
  }
}

function certificateIn(answer: Answer): Certificate | undefined {
  if (answer.kind !== 'answer' || !isSuccess(answer) || !isRecord(answer.body)) return undefined;
  try {
    return certificateOf(answer.body['certificate']);
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

function outcomeOf(
  certificates: readonly Certificate[],
  { name, isOurs }: Creation<unknown>,
  wasSent: boolean,
): UploadOutcome {
  const found = certificates.find((certificate) => certificate.name === name && isOurs(certificate));
  return found !== undefined && wasSent ? { kind: 'created', certificate: found } : { kind: 'taken', certificates };
}
