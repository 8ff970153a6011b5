import { isApiError } from '../errors.ts';
import { listCdnEndpoints } from './cdn-endpoints.ts';
import type { Client } from './client.ts';
import { listLoadBalancers } from './load-balancers.ts';

/** What refers to a certificate, and how it stands with it. */
export interface Consumer {
  readonly kind: 'load_balancer' | 'cdn_endpoint';
  readonly id: string;
  readonly name: string;
}

/** Who uses a certificate, and which scopes would be needed to know the rest. */
export interface Consumers {
  readonly found: readonly Consumer[];
  readonly missingScopes: readonly string[];
}

/**
 * The load balancers (rules and global domains) and CDN endpoints that use a certificate. A list that the token may not read is
 * told by its scope; every other failure is thrown.
 */
export async function findConsumers(client: Client, certificateId: string): Promise<Consumers> {
  const [loadBalancers, cdnEndpoints] = await Promise.all([
    orMissingScope(listLoadBalancers(client)),
    orMissingScope(listCdnEndpoints(client)),
  ]);
  return {
    found: [
      ...(loadBalancers.items ?? [])
        .filter(({ certificateIds }) => certificateIds.has(certificateId))
        .map(({ id, name }) => ({ kind: 'load_balancer' as const, id, name })),
      ...(cdnEndpoints.items ?? [])
        .filter((endpoint) => endpoint.certificateId === certificateId)
        .map(({ id, name }) => ({ kind: 'cdn_endpoint' as const, id, name })),
    ],
    missingScopes: [loadBalancers.missing, cdnEndpoints.missing].filter((scope) => scope !== undefined),
  };
}

async function orMissingScope<Item>(list: Promise<Item[]>): Promise<{ items?: Item[]; missing?: string }> {
  try {
    return { items: await list };
  } catch (error) {
    if (isApiError(error, 'missing_scope')) return { missing: error.scope };
    throw error;
  }
}
