import { isRecord } from '../digitalocean/responses.ts';
import type { Answer } from '../digitalocean/responses.ts';
import type { Client } from '../digitalocean/client.ts';
import type { Raw } from './load-balancer.ts';
import { readList } from '../digitalocean/pages.ts';

/** A CDN endpoint, as far as certificates are concerned. */
export interface CdnEndpoint {
  readonly id: string;
  /** Its own domain, else the one that DigitalOcean gave it. */
  readonly name: string;
  /** Empty when it has none, and `needs-cloudflare-cert` when DigitalOcean keeps one for it. */
  readonly certificateId: string;
  /** Empty when it has none. */
  readonly customDomain: string;
  readonly raw: Raw;
}

const PATH = '/v2/cdn/endpoints';

/** All CDN endpoints of the account (API reference, "CDN Endpoints"). @throws ApiError `missing_scope` cdn:read */
export async function listCdnEndpoints(client: Client): Promise<CdnEndpoint[]> {
  return (await readList(client, PATH, 'endpoints')).map(cdnEndpointOf);
}

/** One CDN endpoint as it is now. @throws ApiError `not_found` when it is gone */
export async function getCdnEndpoint(client: Client, id: string): Promise<CdnEndpoint> {
  const body = await client.read(cdnEndpointPath(id));
  const raw = isRecord(body) ? body['endpoint'] : undefined;
  return cdnEndpointOf(isRecord(raw) ? raw : {});
}

/** Binds a certificate, once. All three fields are sent: an empty `custom_domain` would remove the domain. */
export async function putCdnEndpoint(
  client: Client,
  { id, raw, customDomain }: CdnEndpoint,
  certificateId: string,
): Promise<Answer> {
  // Where there is no domain, an empty one is not a host name by the official description.
  const domain = customDomain === '' ? {} : { custom_domain: customDomain };
  const body = { ttl: raw['ttl'], certificate_id: certificateId, ...domain };
  return client.send('PUT', cdnEndpointPath(id), body);
}

/** The CDN endpoint in the answer to a PUT; undefined when there is none. */
export function cdnEndpointIn(answer: Answer): CdnEndpoint | undefined {
  if (answer.kind !== 'answer' || answer.status !== 200 || !isRecord(answer.body)) return undefined;
  const raw = answer.body['endpoint'];
  return isRecord(raw) && typeof raw['id'] === 'string' ? cdnEndpointOf(raw) : undefined;
}

/** The path of one CDN endpoint. */
export function cdnEndpointPath(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`;
}

function cdnEndpointOf(raw: Raw): CdnEndpoint {
  return {
    id: String(raw['id']),
    name: [raw['custom_domain'], raw['endpoint']].find(isText) ?? String(raw['id']),
    certificateId: isText(raw['certificate_id']) ? raw['certificate_id'] : '',
    customDomain: isText(raw['custom_domain']) ? raw['custom_domain'] : '',
    raw,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
