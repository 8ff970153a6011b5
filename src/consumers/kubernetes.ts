import type { Certificate } from '../digitalocean/certificates.ts';

const LONGEST_NAME = 255;
const ANNOTATION = 'service.beta.kubernetes.io/do-loadbalancer-certificate';

/**
 * Does a Kubernetes cluster own the load balancer? It has the cluster's tag, or the name that a controller gives: `a` and the UUID of
 * the Service without its dashes, cut.
 */
export function isKubernetesLoadBalancer(name: string, tags: readonly string[]): boolean {
  return tags.some((tag) => /^k8s:[0-9a-f-]{36}$/u.test(tag)) || /^a[0-9a-f]{31}$/u.test(name);
}

/** The command to copy: the annotations by which the cluster's controller binds a certificate. A name that is cut off would bind none. */
export function annotateCommand({ id, name }: Pick<Certificate, 'id' | 'name'>): string {
  const annotations = [`${ANNOTATION}-id=${id}`, ...(name.length > LONGEST_NAME ? [] : [`${ANNOTATION}-name=${name}`])];
  return `kubectl annotate service SERVICE --overwrite ${annotations.map(quote).join(' ')}`;
}

/** For a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
