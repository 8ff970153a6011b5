import { isRecord, textIn } from '../digitalocean/json.ts';
import type { Raw } from '../digitalocean/json.ts';

/** Annotations of DigitalOcean's cloud controller manager (its documentation, "Service Annotations"). */
const LOAD_BALANCER_ID = 'kubernetes.digitalocean.com/load-balancer-id';
export const CERTIFICATE_ID = 'service.beta.kubernetes.io/do-loadbalancer-certificate-id';
export const CERTIFICATE_NAME = 'service.beta.kubernetes.io/do-loadbalancer-certificate-name';

/** A name of a namespace or Service (RFC 1123, 2.1, and RFC 1035, 2.3.1): nothing else becomes part of a path. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;

/** Labels and annotations by which a tool marks what it would change back. */
const TOOLS: readonly (readonly [tool: string, member: 'labels' | 'annotations', key: string, value?: string])[] = [
  ['Flux', 'labels', 'kustomize.toolkit.fluxcd.io/name'],
  ['Flux', 'labels', 'helm.toolkit.fluxcd.io/name'],
  ['Argo CD', 'labels', 'argocd.argoproj.io/instance'],
  ['Argo CD', 'annotations', 'argocd.argoproj.io/tracking-id'],
  ['Helm', 'labels', 'app.kubernetes.io/managed-by', 'Helm'],
  ['Helm', 'annotations', 'meta.helm.sh/release-name'],
];

/** What names a Service of a cluster. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** What a Service says of its load balancer. */
export interface Service extends ServiceName {
  readonly resourceVersion: string;
  /** In lower case. */
  readonly loadBalancerId: string;
  /** The annotated certificate; empty if there is none. */
  readonly certificateId: string;
  /** The same by its name; undefined if the Service has no such annotation. */
  readonly certificateName: string | undefined;
  /** The tool that keeps the Service as it is written elsewhere; empty if it has no mark of one. */
  readonly tool: string;
}

/** Does a Service name this certificate? The id takes precedence over the name. */
export function isAnnotatedWith(
  { certificateId, certificateName }: Pick<Service, 'certificateId' | 'certificateName'>,
  { id, name }: { readonly id: string; readonly name: string },
): boolean {
  return certificateId === '' ? certificateName === name : certificateId === id.toLowerCase();
}

/** The merge patch that annotates a Service as it was read. */
export function patchOf(
  { resourceVersion, certificateName }: Pick<Service, 'resourceVersion' | 'certificateName'>,
  { id, name }: { readonly id: string; readonly name: string },
): Raw {
  const annotations = { [CERTIFICATE_ID]: id, ...(certificateName === undefined ? {} : { [CERTIFICATE_NAME]: name }) };
  return { metadata: { resourceVersion, annotations } };
}

/** A Service of the wire; undefined if it has no name that can be one, or is of another type. */
export function serviceOf(raw: Raw): Service | undefined {
  const metadata = isRecord(raw['metadata']) ? raw['metadata'] : {};
  const spec = isRecord(raw['spec']) ? raw['spec'] : {};
  const annotations = isRecord(metadata['annotations']) ? metadata['annotations'] : {};
  const [namespace, name] = [textIn(metadata['namespace']), textIn(metadata['name'])];
  if (!LABEL.test(namespace) || !LABEL.test(name) || spec['type'] !== 'LoadBalancer') return undefined;
  const certificateName = annotations[CERTIFICATE_NAME];
  const marked = TOOLS.find(([, member, key, value]) => {
    const entries = metadata[member];
    const found = textIn(isRecord(entries) ? entries[key] : undefined);
    return found !== '' && (value === undefined || found === value);
  });
  return {
    namespace,
    name,
    resourceVersion: textIn(metadata['resourceVersion']),
    loadBalancerId: textIn(annotations[LOAD_BALANCER_ID]).trim().toLowerCase(),
    certificateId: textIn(annotations[CERTIFICATE_ID]).toLowerCase(),
    certificateName: typeof certificateName === 'string' ? certificateName : undefined,
    tool: marked?.[0] ?? '',
  };
}
