import { randomUUID } from 'node:crypto';
import { pageReply } from './paging.ts';
import { errorReply, formatTime, isRaw } from './world.ts';
import type { ApiRequest, Raw, Reply, World } from './world.ts';

/** `/v2/cdn/endpoints` and what is below it. */
export function answerCdnEndpoints(request: ApiRequest, id: string, world: World): Reply {
  if (id === '' && request.method === 'GET') return pageReply(request, world, 'endpoints', world.cdnEndpoints);
  const found = world.cdnEndpoints.find((raw) => String(raw['id']).toLowerCase() === id.toLowerCase());
  if (found === undefined) return errorReply(404, 'The resource you requested could not be found.');
  if (request.method === 'GET') return { status: 200, body: { endpoint: found } };
  if (request.method === 'PUT') return update(found, request.body, world);
  return errorReply(405, 'Method not allowed');
}

/** A PUT of the three fields; a domain that is left empty is removed. */
function update(found: Raw, body: unknown, world: World): Reply {
  if (!isRaw(body)) return errorReply(400, 'The request body is not an object of JSON.');
  const { ttl, certificate_id: certificateId, custom_domain: customDomain = '', ...strange } = body;
  if (Object.keys(strange).length > 0)
    return errorReply(422, `${Object.keys(strange).join(', ')} is not a field of this request`);
  if (![60, 600, 3_600, 86_400, 604_800].includes(ttl as number)) return errorReply(422, 'ttl is invalid');
  if (typeof certificateId !== 'string' || typeof customDomain !== 'string')
    return errorReply(422, 'certificate_id and custom_domain must be text');
  if (certificateId !== '' && !world.certificates.some((certificate) => certificate.public.id === certificateId))
    return errorReply(404, 'certificate not found');
  Object.assign(found, { ttl, certificate_id: certificateId, custom_domain: customDomain });
  return { status: 200, effect: true, body: { endpoint: found } };
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
