import { textIn } from '../digitalocean/json.ts';
import type { Raw } from '../digitalocean/json.ts';
import type { Consumer, ConsumerKind } from './consumer.ts';

/** What stands for the certificate that DigitalOcean keeps for an endpoint itself: it is no id. */
const MANAGED = 'needs-cloudflare-cert';

/** CDN endpoints (API reference, "CDN Endpoints"). */
export const CDN_ENDPOINTS: ConsumerKind = {
  resource: {
    path: '/v2/cdn/endpoints',
    listKey: 'endpoints',
    itemKey: 'endpoint',
    scope: 'cdn',
    requiredScopes: { update: ['spaces:read', 'regions:read', 'sizes:read', 'actions:read'] },
    label: 'CDN endpoint',
    rateLimit: { calls: 5, windowMs: 10_000 },
  },
  output: 'cdn_endpoints',
  concurrency: 4,
  updatesPerList: 4,
  parse,
  // All three fields are sent: an empty `custom_domain` would remove the domain, and where there is none it is no host name.
  buildUpdate: ({ raw }, newIdOf) => {
    const { certificate_id: id, custom_domain: domain, ttl } = raw;
    const certificateId = textIn(id);
    return {
      ttl,
      certificate_id: newIdOf(certificateId.toLowerCase()) ?? certificateId,
      ...(textIn(domain) === '' ? {} : { custom_domain: domain }),
    };
  },
  differingFields: (body, { raw }) => {
    const sent: Raw = {
      ttl: body['ttl'],
      certificate_id: body['certificate_id'],
      custom_domain: body['custom_domain'],
    };
    return Object.keys(sent).filter((field) => comparable(raw[field]) !== comparable(sent[field]));
  },
  rejects: (issuer) =>
    /cloudflare origin/iu.test(issuer) ? "CDN endpoints reject certificates of Cloudflare's Origin CA" : undefined,
};

function parse(raw: Raw): Consumer {
  const id = textIn(raw['id']);
  const certificateId = textIn(raw['certificate_id']).toLowerCase();
  const hostName = textIn(raw['custom_domain']);
  const isBound = certificateId !== '' && certificateId !== MANAGED;
  return {
    kind: CDN_ENDPOINTS,
    id,
    name: hostName || textIn(raw['endpoint']) || id,
    uses: isBound ? [{ certificateId, isActive: true, ...(hostName === '' ? {} : { hostName }) }] : [],
    certificateIds: new Set(isBound ? [certificateId] : []),
    status: '',
    validationReasons: [],
    bindsLater: false,
    isKubernetes: false,
    raw,
  };
}

/** What is null or empty may be missing in a response, and ids are the same in capital letters. */
function comparable(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : (value ?? '');
}
