import { randomUUID } from 'node:crypto';
import { pageReply } from './paging.ts';
import { errorReply, formatTime } from './world.ts';
import type { ApiRequest, Raw, Reply, World } from './world.ts';

/** `/v2/cdn/endpoints` and what is below it. */
export function answerCdnEndpoints(request: ApiRequest, id: string, world: World): Reply {
  if (id === '' && request.method === 'GET') return pageReply(request, world, 'endpoints', world.cdnEndpoints);
  const found = world.cdnEndpoints.find((raw) => raw['id'] === id);
  if (found === undefined) return errorReply(404, 'The resource you requested could not be found.');
  if (request.method === 'GET') return { status: 200, body: { endpoint: found } };
  return errorReply(405, 'Method not allowed');
}

/** Puts a CDN endpoint into the account; what is not given is as DigitalOcean makes it. */
export function seedCdnEndpoint(world: World, given: Raw): Raw {
  const raw: Raw = {
    id: randomUUID(),
    origin: 'static.fra1.digitaloceanspaces.com',
    endpoint: 'static.fra1.cdn.digitaloceanspaces.com',
    ttl: 3600,
    created_at: formatTime(world.now()),
    certificate_id: '',
    custom_domain: '',
    ...given,
  };
  world.cdnEndpoints.push(raw);
  return raw;
}
