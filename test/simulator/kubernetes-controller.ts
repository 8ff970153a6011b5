import { annotate, annotationsOf, CERTIFICATE_ID, CERTIFICATE_NAME, LOAD_BALANCER_ID } from './kubernetes.ts';
import type { Cluster } from './kubernetes.ts';
import { formatTime, isRaw } from './world.ts';
import type { Raw, World } from './world.ts';

/**
 * What DigitalOcean's cloud controller manager does in each cluster: it makes the load balancer of a Service what its annotations say, the
 * id over the name, some time later, and so reverts what was changed in the load balancer itself. When the annotated certificate does not
 * exist it is stuck; only where the load balancer holds one of Let's Encrypt it annotates that.
 */
export function runControllers(world: World): void {
  for (const cluster of world.clusters)
    for (const service of cluster.services) {
      const loadBalancer = loadBalancerOf(service, world);
      if (loadBalancer === undefined || !isDue(service, loadBalancer, world)) continue;
      const id = String(loadBalancer['id']);
      if (cluster.busy.has(id)) continue;
      const { controllerMs = 0 } = cluster.options;
      if (controllerMs === 0) {
        synchronize(cluster, service, world);
        continue;
      }
      cluster.busy.add(id);
      const apply = (): void => {
        cluster.busy.delete(id);
        if (world.clusters.includes(cluster)) synchronize(cluster, service, world);
      };
      world.pending.push({ at: world.now() + controllerMs, apply });
    }
}

function loadBalancerOf(service: Raw, world: World): Raw | undefined {
  return world.loadBalancers.find((raw) => raw['id'] === annotationsOf(service)[LOAD_BALANCER_ID]);
}

function rulesOf(loadBalancer: Raw): Raw[] {
  const rules = Array.isArray(loadBalancer['forwarding_rules']) ? loadBalancer['forwarding_rules'].filter(isRaw) : [];
  return rules.filter((rule) => typeof rule['certificate_id'] === 'string' && rule['certificate_id'] !== '');
}

/** The annotated certificate; empty if there is no annotation. */
function annotatedId(service: Raw, world: World): string {
  const { [CERTIFICATE_ID]: id = '', [CERTIFICATE_NAME]: name = '' } = annotationsOf(service);
  if (id !== '' || name === '') return String(id);
  return (
    world.certificates.find((each) => each.public.name === name)?.public.id ?? `no certificate named ${String(name)}`
  );
}

function isDue(service: Raw, loadBalancer: Raw, world: World): boolean {
  const wanted = annotatedId(service, world);
  return wanted !== '' && rulesOf(loadBalancer).some((rule) => rule['certificate_id'] !== wanted);
}

function synchronize(cluster: Cluster, service: Raw, world: World): void {
  const loadBalancer = loadBalancerOf(service, world);
  if (loadBalancer === undefined || !isDue(service, loadBalancer, world)) return;
  const wanted = annotatedId(service, world);
  const idOf = (id: unknown): boolean => world.certificates.some((each) => each.public.id === id);
  if (cluster.options.refusal !== undefined) return warn(cluster, service, cluster.options.refusal, world);
  if (!idOf(wanted)) {
    const held = rulesOf(loadBalancer)[0]?.['certificate_id'];
    const isRenewed = world.certificates.some((each) => each.public.id === held && each.public.type === 'lets_encrypt');
    if (isRenewed) annotate(cluster, service, { [CERTIFICATE_ID]: held });
    else warn(cluster, service, `certificate ${wanted} not found`, world);
    return;
  }
  for (const rule of rulesOf(loadBalancer)) rule['certificate_id'] = wanted;
}

function warn(cluster: Cluster, service: Raw, message: string, world: World): void {
  const { name, namespace } = service['metadata'] as Raw;
  const words = `Error syncing load balancer: failed to ensure load balancer: ${message}`;
  const known = cluster.events.find((event) => event['message'] === words);
  if (known !== undefined) {
    Object.assign(known, { count: Number(known['count']) + 1, lastTimestamp: formatTime(world.now()) });
    return;
  }
  cluster.events.push({
    type: 'Warning',
    reason: 'SyncLoadBalancerFailed',
    message: words,
    count: 1,
    lastTimestamp: formatTime(world.now()),
    involvedObject: { kind: 'Service', namespace, name },
  });
}
