import type { Client } from '../digitalocean/client.ts';
import { isRecord, textIn } from '../digitalocean/json.ts';
import type { Resource } from '../digitalocean/responses.ts';
import { decodeData, isCertificates, isToken, parseServer } from './connection.ts';
import type { Connection } from './connection.ts';

/** As short as the run, and never shorter than this: the clocks of two machines may differ. */
const SHORTEST_S = 300;
/** The last request may end some time after `wait_timeout`. */
const SPARE_S = 120;

const CREDENTIALS: Resource = {
  path: '/v2/kubernetes/clusters',
  itemSuffix: '/credentials',
  listKey: 'kubernetes_clusters',
  itemKey: 'kubernetes_cluster',
  scope: 'kubernetes',
  actions: { GET: 'access_cluster' },
  label: 'Kubernetes cluster',
};

/**
 * Reads credentials of a cluster that end with the run (API reference, "Retrieve Credentials for a Kubernetes Cluster").
 * @param hide masks what it is given; nothing of the response is used before
 * @returns undefined if the response cannot be used: without https, without a CA, or without credentials
 * @throws ApiError
 */
export async function readCredentials(
  client: Client,
  clusterId: string,
  hide: (secrets: readonly string[]) => void,
): Promise<Connection | undefined> {
  const seconds = Math.max(SHORTEST_S, Math.ceil(client.deadline.remainingMs() / 1_000) + SPARE_S);
  const request = { method: 'GET', resource: CREDENTIALS, id: clusterId, query: `expiry_seconds=${seconds}` } as const;
  const body = await client.read(request, 'it has no credentials', (found) => (isRecord(found) ? found : undefined));
  const token = textIn(body['token']).trim();
  const keyData = textIn(body['client_key_data']);
  const privateKey = decodeData(keyData) ?? '';
  hide([token, keyData, privateKey]);
  const server = parseServer(textIn(body['server']));
  const certificateAuthority = decodeData(textIn(body['certificate_authority_data'])) ?? '';
  const certificate = decodeData(textIn(body['client_certificate_data'])) ?? '';
  const isPair = certificate !== '' && privateKey !== '';
  if (server === undefined || !isCertificates(certificateAuthority)) return undefined;
  if (token === '' ? !isPair : !isToken(token)) return undefined;
  return {
    server,
    certificateAuthority,
    ...(token === '' ? { clientCertificate: { certificate, privateKey } } : { token }),
  };
}
