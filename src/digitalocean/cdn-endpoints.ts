import type { Client } from './client.ts';
import { readList } from './pages.ts';

/** A CDN endpoint, as far as certificates are concerned. */
export interface CdnEndpoint {
  readonly id: string;
  /** Its own domain, else the one that DigitalOcean gave it. */
  readonly name: string;
  /** Empty when it has none, and `needs-cloudflare-cert` when DigitalOcean keeps one for it. */
  readonly certificateId: string;
}

/** All CDN endpoints of the account (API reference, "CDN Endpoints"). @throws ApiError `missing_scope` cdn:read */
export async function listCdnEndpoints(client: Client): Promise<CdnEndpoint[]> {
  return (await readList(client, '/v2/cdn/endpoints', 'endpoints')).map((raw) => ({
    id: String(raw['id']),
    name: [raw['custom_domain'], raw['endpoint']].find(isText) ?? String(raw['id']),
    certificateId: typeof raw['certificate_id'] === 'string' ? raw['certificate_id'].toLowerCase() : '',
  }));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
