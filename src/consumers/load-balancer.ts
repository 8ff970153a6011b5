import { isRecord } from '../digitalocean/responses.ts';
import type { Answer } from '../digitalocean/responses.ts';
import type { Client } from '../digitalocean/client.ts';
import { readList } from '../digitalocean/pages.ts';

/** JSON of the API, kept whole: what is not known here is sent back as it came. */
export type Raw = Readonly<Record<string, unknown>>;

/** A place of a load balancer that refers to a certificate. */
export interface CertificateUse {
  readonly certificateId: string;
  /** The domain of a global load balancer; absent for a forwarding rule. */
  readonly domain?: string;
}

/** A load balancer, as far as certificates are concerned. */
export interface LoadBalancer {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly isGlobal: boolean;
  /** Does a Kubernetes cluster own it? Its controller would put back what was changed. */
  readonly isKubernetes: boolean;
  /** Forwarding rules and domains that name a certificate; domains that DigitalOcean manages are not among them. */
  readonly uses: readonly CertificateUse[];
  /** Everything that it names, managed domains too. */
  readonly certificateIds: ReadonlySet<string>;
  /** Why domains could not be validated, with the domain's name before each. */
  readonly validationReasons: readonly string[];
  readonly raw: Raw;
}

const PATH = '/v2/load_balancers';

/** All load balancers of the account (API reference, "Load Balancers"). @throws ApiError `missing_scope` load_balancer:read */
export async function listLoadBalancers(client: Client): Promise<LoadBalancer[]> {
  return (await readList(client, PATH, 'load_balancers')).map(loadBalancerOf);
}

/** One load balancer as it is now. @throws ApiError `not_found` when it is gone */
export async function getLoadBalancer(client: Client, id: string): Promise<LoadBalancer> {
  const body = await client.read(loadBalancerPath(id));
  const raw = isRecord(body) ? body['load_balancer'] : undefined;
  return loadBalancerOf(isRecord(raw) ? raw : {});
}

/** Replaces the whole load balancer by `body`, once: a PUT is never repeated as it was. */
export async function putLoadBalancer(client: Client, id: string, body: Raw): Promise<Answer> {
  return client.send('PUT', loadBalancerPath(id), body);
}

/** The load balancer in the answer to a PUT; undefined when there is none. */
export function loadBalancerIn(answer: Answer): LoadBalancer | undefined {
  if (answer.kind !== 'answer' || answer.status !== 200 || !isRecord(answer.body)) return undefined;
  const raw = answer.body['load_balancer'];
  return isRecord(raw) && typeof raw['id'] === 'string' ? loadBalancerOf(raw) : undefined;
}

/** The path of one load balancer. An id that would lead elsewhere is escaped. */
export function loadBalancerPath(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`;
}

function loadBalancerOf(raw: Raw): LoadBalancer {
  const rules = recordsIn(raw['forwarding_rules']);
  const domains = recordsIn(raw['domains']);
  const name = textOf(raw['name']);
  const tags = [textOf(raw['tag']), ...(Array.isArray(raw['tags']) ? raw['tags'].map(textOf) : [])];
  const uses = [
    ...rules.map((rule) => ({ certificateId: textOf(rule['certificate_id']) })),
    ...domains
      .filter((domain) => domain['is_managed'] !== true)
      .map((domain) => ({ certificateId: textOf(domain['certificate_id']), domain: textOf(domain['name']) })),
  ];
  return {
    id: textOf(raw['id']),
    name,
    status: textOf(raw['status']),
    isGlobal: raw['type'] === 'GLOBAL',
    // The cluster's tag, or the name that its controller gives: `a` and the UUID of the Service without its dashes, cut.
    isKubernetes: tags.some((tag) => /^k8s:[0-9a-f-]{36}$/u.test(tag)) || /^a[0-9a-f]{31}$/u.test(name),
    uses: uses.filter(({ certificateId }) => certificateId !== ''),
    certificateIds: new Set(
      [...rules, ...domains].map((entry) => textOf(entry['certificate_id'])).filter((id) => id !== ''),
    ),
    validationReasons: domains.flatMap((domain) =>
      ['verification_error_reasons', 'ssl_validation_error_reasons'].flatMap((field) => {
        const reasons = domain[field];
        return Array.isArray(reasons) ? reasons.map((reason) => `${textOf(domain['name'])}: ${String(reason)}`) : [];
      }),
    ),
    raw,
  };
}

/** The records of a list of the wire. */
export function recordsIn(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
