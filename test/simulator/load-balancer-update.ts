import { errorReply, isRaw } from './world.ts';
import type { Raw, Reply, World } from './world.ts';

/** What the description says of a PUT, where it is stricter than the live API has been seen to be: this side is taken. */
const READ_ONLY = ['id', 'ip', 'ipv6', 'status', 'created_at', 'tags', 'validate_only'];
const READ_ONLY_OF_DOMAIN = ['status', 'verification_error_reasons', 'ssl_validation_error_reasons'];

/** What a field goes back to when a PUT leaves it out: the trap in which sites went down. */
const DEFAULTS: Raw = {
  algorithm: 'round_robin',
  redirect_http_to_https: false,
  enable_proxy_protocol: false,
  enable_backend_keepalive: false,
  disable_lets_encrypt_dns_records: false,
  http_idle_timeout_seconds: 60,
  firewall: { allow: [], deny: [] },
  sticky_sessions: { type: 'none' },
  health_check: {
    protocol: 'http',
    port: 80,
    path: '/',
    check_interval_seconds: 10,
    response_timeout_seconds: 5,
    healthy_threshold: 5,
    unhealthy_threshold: 3,
    proxy_protocol: false,
  },
  forwarding_rules: [],
  domains: [],
  tag: '',
  droplet_ids: [],
  target_load_balancer_ids: [],
};

/** Replaces the whole load balancer; a global one changes the certificates of its domains later. */
export function replaceLoadBalancer(found: Raw, body: unknown, world: World): Reply {
  if (!isRaw(body)) return errorReply(400, 'The request body is not an object of JSON.');
  const fault = faultOf(found, body);
  if (fault !== undefined) return errorReply(422, fault);
  const entries = [body['forwarding_rules'], body['domains']].flatMap((list) =>
    Array.isArray(list) ? list.filter(isRaw) : [],
  );
  const unknown = entries
    .map((entry) => entry['certificate_id'])
    .find(
      (id) =>
        typeof id === 'string' && id !== '' && !world.certificates.some((certificate) => certificate.public.id === id),
    );
  if (unknown !== undefined) return errorReply(404, 'The certificate could not be found.');
  const before = new Map(domainsOf(found).map((domain) => [domain['name'], domain]));
  const kept = Object.fromEntries(
    [...READ_ONLY, 'region', 'type', 'vpc_uuid', 'project_id']
      .filter((field) => field in found)
      .map((field) => [field, found[field]]),
  );
  const domains = domainsOf(body).map((domain) => bindLater(found, domain, before.get(domain['name']), world));
  for (const field of Object.keys(found)) delete found[field];
  Object.assign(found, DEFAULTS, body, kept, Array.isArray(body['domains']) ? { domains } : {});
  if (typeof found['tag'] === 'string' && found['tag'] !== '') found['droplet_ids'] = world.taggedDroplets;
  if (found['size_unit'] === undefined) delete found['size_unit'];
  const { settlingMs = 0 } = world.options;
  if (settlingMs > 0) {
    found['status'] = 'new';
    world.pending.push({ at: world.now() + settlingMs, apply: () => (found['status'] = 'active') });
  }
  return { status: 200, effect: true, body: { load_balancer: found } };
}

function faultOf(found: Raw, body: Raw): string | undefined {
  const readOnly = READ_ONLY.find((field) => field in body);
  if (readOnly !== undefined) return `${readOnly} is read-only`;
  if (domainsOf(body).some((domain) => READ_ONLY_OF_DOMAIN.some((field) => field in domain)))
    return 'a domain has a field that is read-only';
  if (typeof body['name'] !== 'string' || !Array.isArray(body['forwarding_rules']))
    return 'name and forwarding_rules are required';
  if ('tag' in body && 'droplet_ids' in body) return 'tag and droplet_ids cannot both be given';
  if (body['tag'] === '') return 'tag is empty';
  if ('size' in body && 'size_unit' in body) return 'size and size_unit cannot both be given';
  if (found['type'] === 'GLOBAL' ? 'region' in body : typeof body['region'] !== 'string')
    return 'region must be a slug, and a global load balancer has none';
  const strange = Object.keys(body).find((field) => !(field in found) && !(field in DEFAULTS));
  return strange === undefined ? undefined : `${strange} is not a field of this request`;
}

function bindLater(found: Raw, domain: Raw, before: Raw | undefined, world: World): Raw {
  const { asyncBindMs = 0, activeAfterMs = 0 } = world.options;
  const readOnly = Object.fromEntries(
    READ_ONLY_OF_DOMAIN.filter((field) => before !== undefined && field in before).map((field) => [
      field,
      before?.[field],
    ]),
  );
  const wanted = domain['certificate_id'];
  const bound: Raw = { ...domain, ...readOnly };
  if (asyncBindMs === 0 || before === undefined || before['certificate_id'] === wanted) return bound;
  bound['certificate_id'] = before['certificate_id'];
  if (activeAfterMs > 0) {
    bound['status'] = 'pending';
    world.pending.push({ at: world.now() + asyncBindMs + activeAfterMs, apply: () => (bound['status'] = 'active') });
  }
  world.pending.push({
    at: world.now() + asyncBindMs,
    apply: () => {
      if (!world.loadBalancers.includes(found)) return;
      if (world.validationReason === undefined) bound['certificate_id'] = wanted;
      else bound['ssl_validation_error_reasons'] = [world.validationReason];
    },
  });
  return bound;
}

function domainsOf(raw: Raw): Raw[] {
  return Array.isArray(raw['domains']) ? raw['domains'].filter(isRaw) : [];
}
