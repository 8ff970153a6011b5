import { recordsIn, textIn } from '../digitalocean/json.ts';
import type { Raw } from '../digitalocean/json.ts';
import { clauseOf, truncate } from '../text.ts';
import type { Consumer, ConsumerKind, ValidationReason } from './consumer.ts';
import { isKubernetesLoadBalancer, tagsOf } from './kubernetes.ts';
import { buildUpdate, differingFields } from './load-balancer-update.ts';

const LONGEST_REASON = 300;

/** What a token needs besides, to read or change one (API reference, "Custom scopes"). */
const REQUIRED_SCOPES = ['regions', 'sizes', 'actions', 'droplet', 'image', 'tag', 'vpc'].map(
  (scope) => `${scope}:read`,
);

/** Load balancers (API reference, "Load Balancers"): forwarding rules, and the domains of global ones. */
export const LOAD_BALANCERS: ConsumerKind = {
  resource: {
    path: '/v2/load_balancers',
    listKey: 'load_balancers',
    itemKey: 'load_balancer',
    scope: 'load_balancer',
    requiredScopes: { read: REQUIRED_SCOPES, update: REQUIRED_SCOPES },
    label: 'load balancer',
  },
  output: 'load_balancers',
  concurrency: 4,
  parse,
  buildUpdate,
  differingFields,
};

/** Those that a Kubernetes cluster owns. They are listed with the others, and bound by other means: so each kind proves itself alone. */
const OF_CLUSTERS: ConsumerKind = { ...LOAD_BALANCERS, isAnnotated: true };

function parse(raw: Raw): Consumer {
  const rules = recordsIn(raw['forwarding_rules']);
  const domains = recordsIn(raw['domains']);
  const name = textIn(raw['name']);
  const uses = [
    ...rules.map((rule) => ({ certificateId: idOf(rule), isActive: true })),
    // A managed domain is DigitalOcean's.
    ...domains
      .filter((domain) => domain['is_managed'] !== true)
      .map((domain) => ({
        certificateId: idOf(domain),
        hostName: textIn(domain['name']),
        isActive: ['', 'active'].includes(textIn(domain['status']).toLowerCase()),
      })),
  ];
  const isKubernetes = isKubernetesLoadBalancer(name, tagsOf(raw));
  return {
    kind: isKubernetes ? OF_CLUSTERS : LOAD_BALANCERS,
    id: textIn(raw['id']),
    name,
    status: textIn(raw['status']),
    bindsLater: raw['type'] === 'GLOBAL',
    isKubernetes,
    uses: uses.filter(({ certificateId }) => certificateId !== ''),
    certificateIds: new Set([...rules, ...domains].map(idOf).filter((id) => id !== '')),
    validationReasons: domains.flatMap(validationReasonsOf),
    raw,
  };
}

function validationReasonsOf(domain: Raw): ValidationReason[] {
  const hostName = textIn(domain['name']);
  return ['verification_error_reasons', 'ssl_validation_error_reasons'].flatMap((field) => {
    const reasons: unknown = domain[field];
    return Array.isArray(reasons) ? reasons.map((reason) => ({ hostName, reason: reasonOf(reason) })) : [];
  });
}

/** What the API says, of any length, and with a full stop or without. */
function reasonOf(reason: unknown): string {
  return truncate(clauseOf(typeof reason === 'string' ? reason : JSON.stringify(reason)), LONGEST_REASON);
}

/** Ids are the same in capital letters. */
function idOf(entry: Raw): string {
  return textIn(entry['certificate_id']).toLowerCase();
}
