import { isRecord } from './answers.ts';
import type { Client } from './client.ts';
import { readList } from './pages.ts';

/** A load balancer, as far as certificates are concerned. */
export interface LoadBalancer {
  readonly id: string;
  readonly name: string;
  /** The certificates that its forwarding rules and, when it is global, its domains name. */
  readonly certificateIds: ReadonlySet<string>;
}

/** All load balancers of the account (API reference, "Load Balancers"). @throws ApiError `missing_scope` load_balancer:read */
export async function listLoadBalancers(client: Client): Promise<LoadBalancer[]> {
  return (await readList(client, '/v2/load_balancers', 'load_balancers')).map((raw) => ({
    id: String(raw['id']),
    name: String(raw['name']),
    certificateIds: new Set([...idsIn(raw['forwarding_rules']), ...idsIn(raw['domains'])]),
  }));
}

function idsIn(entries: unknown): string[] {
  if (!Array.isArray(entries)) return [];
  return entries
    .map((entry: unknown) => (isRecord(entry) ? entry['certificate_id'] : undefined))
    .filter((id): id is string => typeof id === 'string' && id !== '')
    .map((id) => id.toLowerCase());
}
