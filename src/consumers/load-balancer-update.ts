import { isRecord } from '../digitalocean/responses.ts';
import { recordsIn } from './load-balancer.ts';
import type { LoadBalancer, Raw } from './load-balancer.ts';

/** What a GET tells and a PUT does not take (API reference, "Update a Load Balancer"). */
const READ_ONLY = ['id', 'ip', 'ipv6', 'status', 'created_at', 'tags', 'validate_only'];
const READ_ONLY_OF_DOMAIN = ['status', 'verification_error_reasons', 'ssl_validation_error_reasons'];

/**
 * The body that changes certificate ids and nothing else. A PUT replaces the whole load balancer, and what is left out goes back to
 * its default: so it is everything that the GET gave, fields that nobody knows here included, less what is read-only.
 * @param newIdOf the id to put in place of one; undefined leaves it
 */
export function buildUpdate(
  { raw, isGlobal }: LoadBalancer,
  newIdOf: (certificateId: string) => string | undefined,
): Raw {
  const body: Record<string, unknown> = without(raw, READ_ONLY);
  const rebind = (entry: Raw): Raw => {
    const id = entry['certificate_id'];
    const newId = typeof id === 'string' && id !== '' ? newIdOf(id) : undefined;
    return newId === undefined ? entry : { ...entry, certificate_id: newId };
  };
  if (Array.isArray(raw['forwarding_rules'])) body['forwarding_rules'] = recordsIn(raw['forwarding_rules']).map(rebind);
  if (Array.isArray(raw['domains'])) {
    body['domains'] = recordsIn(raw['domains'])
      .map((domain) => without(domain, READ_ONLY_OF_DOMAIN))
      .map((domain) => (domain['is_managed'] === true ? domain : rebind(domain)));
  }
  // An object on GET, a slug on PUT; a global one has none.
  delete body['region'];
  if (!isGlobal && isRecord(raw['region'])) body['region'] = raw['region']['slug'];
  // A load balancer by tag tells its droplets too, and may be given only the one or the other.
  if (typeof raw['tag'] === 'string' && raw['tag'] !== '') delete body['droplet_ids'];
  else delete body['tag'];
  if (raw['size_unit'] !== undefined && raw['size_unit'] !== null) delete body['size'];
  return body;
}

/**
 * The fields of the body that the answer to its PUT does not have as they were sent. Only their names: a firewall is nobody's business.
 * A global load balancer binds later, so the certificates of its domains are not compared.
 */
export function differingFields(body: Raw, answer: LoadBalancer): string[] {
  const { raw, isGlobal } = answer;
  return Object.entries(body)
    .filter(([field, sent]) => {
      if (field === 'region') return !(isRecord(raw['region']) && raw['region']['slug'] === sent);
      if (field === 'domains' && isGlobal)
        return !holds(withoutCertificates(raw['domains']), withoutCertificates(sent));
      return !holds(raw[field], sent);
    })
    .map(([field]) => field);
}

/** Does what came back hold all that was sent? More than that is fine, in objects alone. */
function holds(came: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    if (!Array.isArray(came) || came.length !== sent.length) return false;
    // Lists of droplets and addresses are sets: an answer may order them otherwise.
    if (!sent.some(isRecord)) return sent.map(String).toSorted().join('\n') === came.map(String).toSorted().join('\n');
    return sent.every((each, at) => holds(came[at], each));
  }
  if (isRecord(sent))
    return isRecord(came) && Object.entries(sent).every(([field, value]) => holds(came[field], value));
  // What is null or empty may be left out of an answer.
  return came === sent || (isBlank(came) && isBlank(sent));
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function withoutCertificates(domains: unknown): Raw[] {
  return recordsIn(domains).map((domain) => without(domain, ['certificate_id']));
}

function without(raw: Raw, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).filter(([field]) => !fields.includes(field)));
}
