import { addIssued } from '../faults/rotation-world.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { rule } from '../scenarios/rotation.ts';
import { CERTIFICATE_ID, LOAD_BALANCER_ID, seedService } from '../simulator/kubernetes.ts';
import type { Cluster, ClusterOptions } from '../simulator/kubernetes.ts';
import type { Raw } from '../simulator/world.ts';

/** A cluster, a load balancer of its own on the certificate `web`, and the Service of it. */
export interface ClusterWorld {
  readonly cluster: Cluster;
  readonly old: string;
  readonly loadBalancer: Raw;
  readonly service: Raw;
}

/** What is put besides the usual. */
export interface ClusterShape extends ClusterOptions {
  readonly annotations?: Raw;
  /** Of the Service, such as its labels. */
  readonly metadata?: Raw;
  readonly loadBalancer?: Raw;
}

/** A cluster whose Service `shop/ingress` has a load balancer on `web`. */
export async function makeClusterWorld(
  { simulator, web }: Pick<Scenario, 'simulator' | 'web'>,
  { annotations = {}, metadata = {}, loadBalancer: given = {}, ...options }: ClusterShape = {},
): Promise<ClusterWorld> {
  const old = addIssued(simulator, 'web', web);
  const cluster = await simulator.addCluster(options);
  const loadBalancer = simulator.addLoadBalancer({
    name: `a${'0123456789abcdef'.repeat(2)}`.slice(0, 32),
    forwarding_rules: [rule(old)],
    tag: `k8s:${cluster.id}`,
    ...given,
  });
  const own = { [LOAD_BALANCER_ID]: loadBalancer['id'], [CERTIFICATE_ID]: old, ...annotations };
  const service = seedService(cluster, 'shop/ingress', own, { metadata });
  return { cluster, old, loadBalancer, service };
}

/** The id of a certificate of the account; empty if there is none of this name. */
export function idNamed({ simulator }: Pick<Scenario, 'simulator'>, name: string): string {
  return simulator.certificates.find((each) => each.public.name === name)?.public.id ?? '';
}

/** What was asked of API servers of clusters: `PATCH /api/v1/…`. */
export function clusterRequests({ simulator }: Pick<Scenario, 'simulator'>, method = ''): string[] {
  return simulator.requests
    .filter((request) => request.path.startsWith('/api/v1/') && request.method.startsWith(method))
    .map((request) => `${request.method} ${request.path}`);
}

/** The first row of an output that is a list. */
export function firstRow(output: string | undefined): Raw {
  return (JSON.parse(output ?? '[]') as Raw[])[0] ?? {};
}
