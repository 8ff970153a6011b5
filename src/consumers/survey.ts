import { listCdnEndpoints } from './cdn-endpoint.ts';
import type { CdnEndpoint } from './cdn-endpoint.ts';
import { isUuid, listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { listLoadBalancers } from './load-balancer.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { enumerate } from '../text.ts';

/** What the account holds, each list whole. */
export interface Survey {
  readonly certificates: readonly Certificate[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly cdnEndpoints: readonly CdnEndpoint[];
}

/**
 * Reads certificates, load balancers and CDN endpoints side by side. Where a consumer names a certificate that the list does not have
 * (DigitalOcean renews its own meanwhile), the certificates are read once more.
 * @throws ActionError `missing_scopes`, telling every scope that is missing for reading
 */
export async function takeSurvey({ client }: Context): Promise<Survey> {
  const reads = [listCertificates(client), listLoadBalancers(client), listCdnEndpoints(client)] as const;
  const settled = await Promise.allSettled(reads);
  const failures = settled.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
  const missing = failures.filter((reason) => isApiError(reason, 'missing_scope'));
  if (missing.length > 0 && missing.length === failures.length) {
    const scopes = missing.map(({ scope }) => scope);
    const traces = missing.map(
      ({ request, reason, requestId }) =>
        `${request}: 403 "${reason}"${requestId === undefined ? '' : `, request id ${requestId}`}`,
    );
    throw new ActionError(
      'missing_scopes',
      `The token lacks ${enumerate(scopes)}: give it ${scopes.length === 1 ? 'that scope' : 'these scopes'}, or take a token that has them. Nothing was written. (${traces.join('; ')})`,
    );
  }
  const [certificates, loadBalancers, cdnEndpoints] = await Promise.all(reads);
  const known = new Set(certificates.map(({ id }) => id));
  const named = [
    ...loadBalancers.flatMap(({ certificateIds }) => [...certificateIds]),
    ...cdnEndpoints.map(({ certificateId }) => certificateId),
  ];
  const isComplete = named.every((id) => known.has(id) || !isUuid(id));
  return { certificates: isComplete ? certificates : await listCertificates(client), loadBalancers, cdnEndpoints };
}
