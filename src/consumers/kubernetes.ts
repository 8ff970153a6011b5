import type { Certificate } from '../digitalocean/certificates.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { daysRemaining, formatTime } from '../text.ts';

const ANNOTATION = 'service.beta.kubernetes.io/do-loadbalancer-certificate';

/** The line to copy: the annotations by which the cluster's controller binds the new certificate. */
export function annotateCommand(target: Certificate): string {
  return `kubectl annotate service SERVICE --overwrite ${quote(`${ANNOTATION}-id=${target.id}`)} ${quote(`${ANNOTATION}-name=${target.name}`)}`;
}

/** What to tell of a load balancer that a cluster owns and that still uses a replaced certificate. */
export function kubernetesWarning({ name, id }: LoadBalancer, target: Certificate): string {
  return `Load balancer "${name}" (${id}) belongs to a Kubernetes cluster, whose controller would undo a change: it was left alone, and its certificate stays. Run, with the name of its Service, ${annotateCommand(target)} and then this workflow again.`;
}

/** Why it cannot be left so, when what it still uses is short of days; undefined when it can. */
export function kubernetesFault(
  { name, uses }: LoadBalancer,
  certificates: readonly Certificate[],
  minDays: number,
  now: number,
): string | undefined {
  const ids = new Set(uses.map(({ certificateId }) => certificateId));
  const short = certificates.find(
    ({ id, notAfter }) => ids.has(id) && notAfter !== undefined && daysRemaining(notAfter, now) < minDays,
  );
  if (short?.notAfter === undefined) return undefined;
  return `load balancer "${name}" of a Kubernetes cluster still uses "${short.name}", which ends ${formatTime(short.notAfter)}, in fewer than ${minDays} days: annotate its Service now`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
