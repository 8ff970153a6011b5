import { randomUUID } from 'node:crypto';
import { replaceLoadBalancer } from './load-balancer-update.ts';
import { pageReply } from './paging.ts';
import { errorReply, formatTime } from './world.ts';
import type { ApiRequest, Raw, Reply, World } from './world.ts';

/** `/v2/load_balancers` and what is below it. */
export function answerLoadBalancers(request: ApiRequest, id: string, world: World): Reply {
  if (id === '' && request.method === 'GET') return pageReply(request, world, 'load_balancers', world.loadBalancers);
  const found = world.loadBalancers.find((raw) => String(raw['id']).toLowerCase() === id.toLowerCase());
  if (found === undefined) return errorReply(404, 'The resource you requested could not be found.');
  if (request.method === 'GET') return { status: 200, body: { load_balancer: found } };
  if (request.method === 'PUT') return replaceLoadBalancer(found, request.body, world);
  return errorReply(405, 'Method not allowed');
}

/** Puts a load balancer into the account; what is not given is as DigitalOcean makes it. */
export function seedLoadBalancer(world: World, given: Raw): Raw {
  const isGlobal = given['type'] === 'GLOBAL';
  const raw: Raw = {
    id: randomUUID(),
    name: 'front-door',
    ip: '203.0.113.10',
    ipv6: '',
    size_unit: 1,
    type: 'REGIONAL',
    algorithm: 'round_robin',
    status: 'active',
    created_at: formatTime(world.now()),
    forwarding_rules: [],
    health_check: {
      protocol: 'http',
      port: 80,
      path: '/',
      check_interval_seconds: 10,
      response_timeout_seconds: 5,
      healthy_threshold: 5,
      unhealthy_threshold: 3,
    },
    sticky_sessions: { type: 'none' },
    region: isGlobal ? null : { name: 'Frankfurt 1', slug: 'fra1', features: [], available: true, sizes: [] },
    tag: '',
    droplet_ids: [],
    redirect_http_to_https: false,
    enable_proxy_protocol: false,
    enable_backend_keepalive: false,
    vpc_uuid: randomUUID(),
    disable_lets_encrypt_dns_records: false,
    project_id: randomUUID(),
    http_idle_timeout_seconds: 60,
    firewall: { allow: [], deny: [] },
    ...given,
  };
  world.loadBalancers.push(raw);
  return raw;
}
