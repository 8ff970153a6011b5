import { answerCdnEndpoints } from './cdn-endpoints.ts';
import { answerCertificates } from './certificates.ts';
import { answerCredentials } from './kubernetes.ts';
import { answerLoadBalancers } from './load-balancers.ts';
import { errorReply, usedCertificateIds } from './world.ts';
import type { ApiRequest, Reply, World } from './world.ts';

const ROUTES = [
  { prefix: '/v2/certificates', resource: 'certificate', answer: answerCertificates },
  { prefix: '/v2/load_balancers', resource: 'load_balancer', answer: answerLoadBalancers },
  { prefix: '/v2/cdn/endpoints', resource: 'cdn', answer: answerCdnEndpoints },
] as const;

const CREDENTIALS = /^\/v2\/kubernetes\/clusters\/(?<id>[^/]+)\/credentials$/u;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const ACTIONS: Readonly<Record<string, string>> = { GET: 'read', POST: 'create', PUT: 'update', DELETE: 'delete' };

/** Answers one request of a client whose token is right. */
export function route(request: ApiRequest, contentType: string, world: World): Reply {
  const clusterId = CREDENTIALS.exec(request.pathname)?.groups?.['id'];
  if (clusterId !== undefined) {
    if (world.options.scopes?.includes('kubernetes:access_cluster') === false)
      return errorReply(403, 'You are missing the required permission for this action.');
    return answerCredentials(request, clusterId, world);
  }
  const found = ROUTES.find(({ prefix }) => request.pathname === prefix || request.pathname.startsWith(`${prefix}/`));
  if (found === undefined) return errorReply(404, 'The resource you requested could not be found.');
  const id = request.pathname.slice(found.prefix.length + 1);
  const scope = `${found.resource}:${ACTIONS[request.method] ?? 'none'}`;
  if (world.options.scopes !== undefined && !world.options.scopes.includes(scope)) {
    return errorReply(403, 'You are missing the required permission for this action.');
  }
  if (id !== '' && !UUID.test(id)) return errorReply(404, 'The resource you requested could not be found.');
  if (request.body !== undefined && !contentType.startsWith('application/json'))
    return errorReply(415, 'The content type must be application/json.');
  noteUses(world);
  const reply = found.answer(request, id, world);
  noteUses(world);
  return reply;
}

/** A certificate counts as in use for a while after its last consumer: so it must be known when that was. */
function noteUses(world: World): void {
  const used = usedCertificateIds(world);
  if (used.size === 0) return;
  for (const certificate of world.certificates)
    if (used.has(certificate.public.id)) certificate.lastUsedAt = world.now();
}
