import { isApiError } from '../errors.ts';
import { listCdnEndpoints } from './cdn-endpoint.ts';
import type { Client } from '../digitalocean/client.ts';
import { listLoadBalancers } from './load-balancer.ts';

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

/** The load balancers (rules and global domains) and CDN endpoints that use a certificate, as {@link readConsumers} does. */
export async function findConsumers(client: Client, certificateId: string): Promise<Consumers> {
  const { usersOf, missingScopes } = await readConsumers(client);
  return { found: usersOf(certificateId), missingScopes };
}

/**
 * Everything that may use certificates, to be asked for each. A list that the token may not read is told by its scope; every other
 * failure is thrown.
 */
export async function readConsumers(
  client: Client,
): Promise<{ readonly usersOf: (certificateId: string) => Consumer[]; readonly missingScopes: readonly string[] }> {
  const reads = [orMissingScope(listLoadBalancers(client)), orMissingScope(listCdnEndpoints(client))] as const;
  // Both have an end before one fails the run: what is under way when the client closes would be tried again, to no end.
  await Promise.allSettled(reads);
  const [loadBalancers, cdnEndpoints] = await Promise.all(reads);
  const usersOf = (certificateId: string): Consumer[] => [
    ...(loadBalancers.items ?? [])
      .filter(({ certificateIds }) => certificateIds.has(certificateId))
      .map(({ id, name }) => ({ kind: 'load_balancer' as const, id, name })),
    ...(cdnEndpoints.items ?? [])
      .filter((endpoint) => endpoint.certificateId === certificateId)
      .map(({ id, name }) => ({ kind: 'cdn_endpoint' as const, id, name })),
  ];
  const missingScopes = [loadBalancers.missing, cdnEndpoints.missing].filter((scope) => scope !== undefined);
  return { usersOf, missingScopes };
}

async function orMissingScope<Item>(list: Promise<Item[]>): Promise<{ items?: Item[]; missing?: string }> {
  try {
    return { items: await list };
  } catch (error) {
    if (isApiError(error, 'missing_scope')) return { missing: error.scope };
    throw error;
  }
}
