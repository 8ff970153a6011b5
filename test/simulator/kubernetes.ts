import { randomBytes, randomUUID } from 'node:crypto';
import { certify, makeEntity, privateKeyOf } from '../authority/forge.ts';
import { errorReply, formatTime, isRaw } from './world.ts';
import type { ApiRequest, Raw, Reply, World } from './world.ts';

export const LOAD_BALANCER_ID = 'kubernetes.digitalocean.com/load-balancer-id';
export const CERTIFICATE_ID = 'service.beta.kubernetes.io/do-loadbalancer-certificate-id';
export const CERTIFICATE_NAME = 'service.beta.kubernetes.io/do-loadbalancer-certificate-name';

const DAY_MS = 86_400_000;

/** What the credentials of a cluster allow. */
export type Right = 'list' | 'get' | 'patch' | 'events';

/** How a cluster behaves. */
export interface ClusterOptions {
  /** Everything when not given. */
  readonly rights?: readonly Right[];
  /** Credentials are a client certificate instead of a token. */
  readonly usesClientCertificate?: boolean;
  /** How long the controller takes to do what a Service says, in milliseconds. */
  readonly controllerMs?: number;
  /** What the controller says instead of doing it. */
  readonly refusal?: string;
  /** A page of a list is never longer. */
  readonly longestPage?: number;
  /** How many continuations are expired (410). */
  readonly expiredContinuations?: number;
  /** How many patches find that the Service was changed meanwhile. */
  readonly conflicts?: number;
  /** DigitalOcean does not manage it, and has no credentials of it. */
  readonly isSelfManaged?: boolean;
  /** The address that DigitalOcean tells, in place of the right one. */
  readonly server?: string;
}

/** One cluster: its Services as raw JSON, and how it behaves. Options may be changed at any time. */
export interface Cluster {
  readonly id: string;
  options: ClusterOptions;
  readonly services: Raw[];
  readonly events: Raw[];
  /** Tokens, and when each ends in milliseconds since the epoch. */
  readonly tokens: Map<string, number>;
  readonly client: { readonly certificate: string; readonly privateKey: string };
  /** Load balancers that the controller is busy with. */
  readonly busy: Set<string>;
  version: number;
  url: string;
}

/** The TLS of all clusters, made once. */
export interface ClusterTls {
  readonly authority: string;
  readonly certificate: string;
  readonly privateKey: string;
  /** A client certificate of the same CA. */
  issueClient(name: string): { readonly certificate: string; readonly privateKey: string };
}

export function makeClusterTls(): ClusterTls {
  const dates = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 365 * DAY_MS) };
  const root = makeEntity('cluster root');
  const server = makeEntity('kube-apiserver');
  return {
    authority: certify(root, root, { ...dates, ca: true }),
    certificate: certify(server, root, {
      ...dates,
      ipAddresses: [Buffer.of(127, 0, 0, 1)],
      dnsNames: ['kubernetes.default'],
    }),
    privateKey: privateKeyOf(server),
    issueClient: (name) => {
      const client = makeEntity(name);
      return { certificate: certify(client, root, dates), privateKey: privateKeyOf(client) };
    },
  };
}

export function makeCluster(tls: ClusterTls, url: string, options: ClusterOptions): Cluster {
  const id = randomUUID();
  const parts = { services: [], events: [], tokens: new Map<string, number>(), busy: new Set<string>() };
  return { id, options, ...parts, client: tls.issueClient(id), version: 1, url };
}

/** A token that works until then. */
export function issueToken(cluster: Cluster, until = Infinity): string {
  const token = `eyJhbGciOiJSUzI1NiJ9.${randomBytes(48).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
  cluster.tokens.set(token, until);
  return token;
}

/** Puts a Service of a load balancer into a cluster. */
export function seedService(cluster: Cluster, name: string, annotations: Raw, more: Raw = {}): Raw {
  const [namespace = 'default', serviceName = name] = name.split('/');
  const metadata = isRaw(more['metadata']) ? more['metadata'] : {};
  const raw: Raw = {
    kind: 'Service',
    apiVersion: 'v1',
    spec: { type: 'LoadBalancer', ports: [{ port: 443, protocol: 'TCP' }] },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
    ...more,
    metadata: {
      name: serviceName,
      namespace,
      uid: randomUUID(),
      resourceVersion: nextVersion(cluster),
      annotations,
      ...metadata,
    },
  };
  cluster.services.push(raw);
  return raw;
}

export function annotationsOf(service: Raw): Raw {
  const metadata = isRaw(service['metadata']) ? service['metadata'] : {};
  return isRaw(metadata['annotations']) ? metadata['annotations'] : {};
}

/** Changes annotations as another hand does. */
export function annotate(cluster: Cluster, service: Raw, annotations: Raw): void {
  const metadata = service['metadata'] as Raw;
  metadata['annotations'] = { ...annotationsOf(service), ...annotations };
  metadata['resourceVersion'] = nextVersion(cluster);
}

function nextVersion(cluster: Cluster): string {
  cluster.version += 1;
  return String(cluster.version);
}

/** `/v2/kubernetes/clusters/ID/credentials` */
export function answerCredentials(request: ApiRequest, id: string, world: World): Reply {
  const cluster = world.clusters.find((each) => each.id === id.toLowerCase());
  if (request.method !== 'GET') return errorReply(405, 'Method not allowed');
  if (cluster === undefined || cluster.options.isSelfManaged === true) return errorReply(404, 'cluster not found');
  const seconds = request.query.get('expiry_seconds') ?? '0';
  if (!/^\d{1,8}$/u.test(seconds)) return errorReply(422, 'expiry_seconds is invalid');
  const until = world.now() + (Number(seconds) || 604_800) * 1_000;
  const credentials =
    cluster.options.usesClientCertificate === true
      ? {
          client_certificate_data: Buffer.from(cluster.client.certificate).toString('base64'),
          client_key_data: Buffer.from(cluster.client.privateKey).toString('base64'),
        }
      : { token: issueToken(cluster, until) };
  const server = cluster.options.server ?? cluster.url;
  const certificate_authority_data = Buffer.from(world.clusterTls?.authority ?? '').toString('base64');
  return { status: 200, body: { server, certificate_authority_data, ...credentials, expires_at: formatTime(until) } };
}

function failure(code: number, reason: string, message: string): Reply {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
  };
}

/** What a client shows of itself. */
export interface Caller {
  readonly token: string;
  /** PEM. */
  readonly certificate: string;
}

/** Answers one request to the API server of the cluster that the credentials are of. */
export function answerCluster(request: ApiRequest, contentType: string, caller: Caller, world: World): Reply {
  const cluster = world.clusters.find(
    ({ tokens, client, options }) =>
      (tokens.get(caller.token) ?? 0) > world.now() ||
      (options.usesClientCertificate === true && client.certificate.trim() === caller.certificate.trim()),
  );
  if (cluster === undefined) return failure(401, 'Unauthorized', 'Unauthorized');
  const path = /^\/api\/v1(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<kind>services|events)(?:\/(?<name>[^/]+))?$/u.exec(
    request.pathname,
  )?.groups;
  if (path === undefined) return failure(404, 'NotFound', 'the server could not find the requested resource');
  const { namespace = '', kind = '', name = '' } = path;
  const verb = kind === 'events' ? 'events' : request.method === 'PATCH' ? 'patch' : name === '' ? 'list' : 'get';
  if (!(cluster.options.rights ?? ['list', 'get', 'patch', 'events']).includes(verb))
    return failure(
      403,
      'Forbidden',
      `${kind} is forbidden: User "ci" cannot ${verb} resource "${kind}" in API group ""`,
    );
  const known = { list: ['limit', 'continue'], get: [], patch: ['fieldManager'], events: ['limit', 'fieldSelector'] }[
    verb
  ];
  const strange = [...request.query.keys()].find((key) => !known.includes(key as never));
  if (strange !== undefined) return failure(400, 'BadRequest', `unknown parameter ${strange}`);
  if (verb === 'events') return eventList(cluster, namespace, request);
  if (verb === 'list') return serviceList(cluster, request);
  const found = cluster.services.find((each) => {
    const metadata = each['metadata'] as Raw;
    return metadata['name'] === name && metadata['namespace'] === namespace;
  });
  if (found === undefined) return failure(404, 'NotFound', `services "${name}" not found`);
  return verb === 'get' ? { status: 200, body: found } : patch(cluster, found, request.body, contentType);
}

function serviceList(cluster: Cluster, { query }: ApiRequest): Reply {
  const limit = Math.min(Number(query.get('limit') ?? '500'), cluster.options.longestPage ?? 500);
  const continuation = query.get('continue') ?? '';
  const from = continuation === '' ? 0 : Number(Buffer.from(continuation, 'base64').toString());
  const { expiredContinuations = 0 } = cluster.options;
  if (continuation !== '' && expiredContinuations > 0) {
    cluster.options = { ...cluster.options, expiredContinuations: expiredContinuations - 1 };
    return failure(410, 'Expired', 'The provided continue parameter is too old');
  }
  const items = cluster.services.slice(from, from + limit);
  const hasMore = from + limit < cluster.services.length;
  const next = hasMore ? { continue: Buffer.from(String(from + limit)).toString('base64') } : {};
  return {
    status: 200,
    body: {
      kind: 'ServiceList',
      apiVersion: 'v1',
      metadata: { resourceVersion: String(cluster.version), ...next },
      items,
    },
  };
}

function eventList(cluster: Cluster, namespace: string, { query }: ApiRequest): Reply {
  const selector = Object.fromEntries(
    (query.get('fieldSelector') ?? '').split(',').map((term) => term.split('=') as [string, string]),
  );
  const items = cluster.events.filter((event) => {
    const involved = event['involvedObject'] as Raw;
    return involved['namespace'] === namespace && involved['name'] === selector['involvedObject.name'];
  });
  return { status: 200, body: { kind: 'EventList', apiVersion: 'v1', metadata: {}, items } };
}

/** A merge patch (RFC 7396), refused if the `resourceVersion` in it is not the current one. */
function patch(cluster: Cluster, found: Raw, body: unknown, contentType: string): Reply {
  if (!contentType.startsWith('application/merge-patch+json'))
    return failure(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format');
  if (!isRaw(body)) return failure(400, 'BadRequest', 'the patch is no object');
  const { conflicts = 0 } = cluster.options;
  if (conflicts > 0) {
    cluster.options = { ...cluster.options, conflicts: conflicts - 1 };
    (found['metadata'] as Raw)['resourceVersion'] = nextVersion(cluster);
  }
  const metadata = isRaw(body['metadata']) ? body['metadata'] : {};
  if ('resourceVersion' in metadata && metadata['resourceVersion'] !== (found['metadata'] as Raw)['resourceVersion'])
    return failure(409, 'Conflict', 'Operation cannot be fulfilled: the object has been modified');
  const before = JSON.stringify(found);
  merge(found, body);
  const isChanged = JSON.stringify(found) !== before;
  if (isChanged) (found['metadata'] as Raw)['resourceVersion'] = nextVersion(cluster);
  return { status: 200, body: found, effect: isChanged };
}

function merge(target: Raw, patchOf: Raw): void {
  for (const [key, value] of Object.entries(patchOf)) {
    if (value === null) delete target[key];
    else if (isRaw(value)) {
      const below = isRaw(target[key]) ? target[key] : {};
      target[key] = below;
      merge(below, value);
    } else target[key] = value;
  }
}
