import { isRecord, recordsIn } from '../digitalocean/json.ts';
import type { Raw } from '../digitalocean/json.ts';
import type { Consumer } from './consumer.ts';

/** What a GET returns and a PUT does not take (API reference, "Update a Load Balancer"). */
const READ_ONLY = ['id', 'ip', 'ipv6', 'status', 'created_at', 'tags', 'validate_only'];
const READ_ONLY_OF_DOMAIN = ['status', 'verification_error_reasons', 'ssl_validation_error_reasons'];

/**
 * The body that changes certificate ids and nothing else. A PUT replaces the whole load balancer, and what is left out goes back to
 * its default: so it is everything that the GET returned, unknown fields included, without what is read-only.
 * @param newIdOf the id to put in place of one; undefined leaves it
 */
export function buildUpdate(
  { raw, bindsLater: isGlobal }: Pick<Consumer, 'raw' | 'bindsLater'>,
  newIdOf: (certificateId: string) => string | undefined,
): Raw {
  const body: Record<string, unknown> = without(raw, READ_ONLY);
  const rebind = (entry: Raw): Raw => {
    const id = entry['certificate_id'];
    const newId = typeof id === 'string' && id !== '' ? newIdOf(id.toLowerCase()) : undefined;
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
  // A load balancer by tag lists its droplets too, and may be given only the one or the other.
  if (typeof raw['tag'] === 'string' && raw['tag'] !== '') delete body['droplet_ids'];
  else delete body['tag'];
  if (raw['size_unit'] !== undefined && raw['size_unit'] !== null) delete body['size'];
  return body;
}

/**
 * The fields of the body that a load balancer does not have as they were sent. Only their names: a firewall is nobody's business. A
 * global load balancer binds later, so the certificates of its domains are not compared.
 */
export function differingFields(
  body: Raw,
  { raw, bindsLater: isGlobal }: Pick<Consumer, 'raw' | 'bindsLater'>,
): string[] {
  return Object.entries(body)
    .filter(([field, sent]) => {
      if (field === 'region') return !(isRecord(raw['region']) && raw['region']['slug'] === sent);
      if (field === 'domains' && isGlobal)
        return !holds(withoutCertificates(raw['domains']), withoutCertificates(sent));
      return !holds(raw[field], sent);
    })
    .map(([field]) => field);
}

/** Does what came back have all that was sent? Objects may have more. */
function holds(received: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) return Array.isArray(received) && holdsEach(received, sent);
  if (isRecord(sent))
    return (
      isRecord(received) &&
      Object.entries(sent).every(([field, value]) =>
        field === 'certificate_id' ? isSameId(received[field], value) : holds(received[field], value),
      )
    );
  // What is null or empty may be missing in a response.
  return received === sent || (isBlank(received) && isBlank(sent));
}

/** Lists of rules, domains, droplets and addresses are sets: a response may order them otherwise. */
function holdsEach(received: readonly unknown[], sent: readonly unknown[]): boolean {
  const left = [...received];
  // Those with the most fields first: one with few could take the place of one that has more.
  const byFields = sent.toSorted((a, b) => fieldsIn(b) - fieldsIn(a));
  const isComplete = byFields.every((each) => {
    const at = left.findIndex((candidate) => holds(candidate, each));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return isComplete && left.length === 0;
}

function fieldsIn(value: unknown): number {
  return isRecord(value) ? Object.keys(value).length : 0;
}

/** Ids are the same in capital letters. */
function isSameId(received: unknown, sent: unknown): boolean {
  const [a, b] = [received, sent].map((id) => (typeof id === 'string' ? id.toLowerCase() : id));
  return holds(a, b);
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
