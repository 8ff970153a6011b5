import type { Certificate } from '../digitalocean/certificates.ts';
import { textIn } from '../digitalocean/json.ts';
import type { Raw } from '../digitalocean/json.ts';
import type { Consumer } from './consumer.ts';

const LONGEST_NAME = 255;
const ANNOTATION = 'service.beta.kubernetes.io/do-loadbalancer-certificate';
const CLUSTER_TAG = /^k8s:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/u;

/**
 * Does a Kubernetes cluster own the load balancer? It has the cluster's tag, or the name that a controller gives: `a` and the UUID of
 * the Service without its dashes, cut.
 */
export function isKubernetesLoadBalancer(name: string, tags: readonly string[]): boolean {
  return tags.some((tag) => /^k8s:[0-9a-f-]{36}$/u.test(tag)) || /^a[0-9a-f]{31}$/u.test(name);
}

/** All tags of a load balancer of the wire. */
export function tagsOf(raw: Raw): string[] {
  return [textIn(raw['tag']), ...(Array.isArray(raw['tags']) ? raw['tags'].map(textIn) : [])];
}

/** The ids of the clusters that own it by their tags. */
export function clusterIdsOf({ raw }: Pick<Consumer, 'raw'>): string[] {
  return [...new Set(tagsOf(raw).flatMap((tag) => CLUSTER_TAG.exec(tag)?.[1] ?? []))];
}

/**
 * The command to copy: the annotations by which the cluster's controller binds a certificate. A name that is cut off would bind none.
 * @param service `namespace/name` if it is known
 */
export function annotateCommand({ id, name }: Pick<Certificate, 'id' | 'name'>, service?: string): string {
  const annotations = [`${ANNOTATION}-id=${id}`, ...(name.length > LONGEST_NAME ? [] : [`${ANNOTATION}-name=${name}`])];
  const [namespace = '', serviceName = ''] = (service ?? '').split('/');
  const target = service === undefined ? 'SERVICE --namespace NAMESPACE' : `${serviceName} --namespace ${namespace}`;
  return `kubectl annotate service ${target} --overwrite ${annotations.map(quote).join(' ')}`;
}

/** For a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
