import { isRecord, recordsIn, textIn } from '../digitalocean/json.ts';
import type { Raw } from '../digitalocean/json.ts';
import { clauseOf, enumerate } from '../text.ts';
import { pause } from '../waiting.ts';
import { isTransient } from './client.ts';
import type { ClusterClient, ClusterResponse } from './client.ts';
import { isAnnotatedWith, patchOf, serviceOf } from './service.ts';
import type { Service, ServiceName } from './service.ts';

const PER_PAGE = 250;
/** More pages than any cluster has. */
const MOST_PAGES = 200;
/** How often a list is begun anew because its continuation expired. */
const MOST_RESTARTS = 3;
/** Attempts to write an annotation: conflicts and lost responses. */
const MOST_ATTEMPTS = 6;
const MOST_EVENTS = 3;

/** Why the cluster did not do what it was asked: a clause, to stand after "because". */
export interface Refusal {
  readonly refusal: string;
  /** The Service does not exist any more. */
  readonly isGone?: boolean;
  /** It is not known whether something was written. */
  readonly isUncertain?: boolean;
}

/** What became of an annotation. */
export type Annotated = { readonly isWritten: boolean; readonly service: Service } | Refusal;

/** All Services with a load balancer, of all namespaces. A list whose continuation expired (410) is read again from the start. */
export async function listServices(cluster: ClusterClient): Promise<Service[] | Refusal> {
  let found: Service[] = [];
  let next = '';
  let restarts = 0;
  const seen = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const response = await cluster.read(`/api/v1/services?limit=${PER_PAGE}${query}`);
    if (next !== '' && response.status === 410 && restarts < MOST_RESTARTS) {
      restarts += 1;
      found = [];
      next = '';
      seen.clear();
      continue;
    }
    const body = successOf(response);
    if (body === undefined || !Array.isArray(body['items'])) return refusalOf(cluster, response, 'list Services');
    found.push(...recordsIn(body['items']).flatMap((raw) => serviceOf(raw) ?? []));
    const metadata = body['metadata'];
    next = textIn(isRecord(metadata) ? metadata['continue'] : undefined);
    if (next === '') return found.filter(({ loadBalancerId }) => loadBalancerId !== '');
    // A server that gives the same page for ever must not be asked for ever.
    if (seen.has(next)) break;
    seen.add(next);
  }
  return { refusal: `the list of Services from ${cluster.host} has no end` };
}

/** One Service as it is now. */
export async function readService(cluster: ClusterClient, name: ServiceName): Promise<Service | Refusal> {
  const response = await cluster.read(pathOf(name));
  return serviceIn(response) ?? refusalOf(cluster, response, 'read the Service');
}

/**
 * Annotates a Service with a certificate, and changes nothing else: a merge patch (RFC 7396) with the `resourceVersion` that was read, so
 * that a change which came between is noticed; the Service is read again then. The annotation with the certificate's name is changed
 * only if it exists. What is right already is not written.
 * @param mayReplace decides on the Service as it was read; tells why not
 */
export async function annotateService(
  cluster: ClusterClient,
  name: ServiceName,
  certificate: { readonly id: string; readonly name: string },
  mayReplace: (service: Service) => Promise<string | undefined>,
): Promise<Annotated> {
  let isUncertain = false;
  let last: ClusterResponse | undefined;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    if (last !== undefined && !(await pause(cluster.deadline, cluster.pauseMs(attempt - 1, last)))) break;
    const service = await readService(cluster, name);
    if ('refusal' in service) return { ...service, isUncertain };
    // By a patch whose response was lost, or by someone else.
    if (isAnnotatedWith(service, certificate)) return { isWritten: isUncertain, service };
    const objection = await mayReplace(service);
    if (objection !== undefined) return { refusal: objection, isUncertain };
    last = await cluster.send({
      method: 'PATCH',
      path: `${pathOf(name)}?fieldManager=digitalocean-certificate-action`,
      patch: patchOf(service, certificate),
    });
    const patched = serviceIn(last);
    if (patched !== undefined && isAnnotatedWith(patched, certificate)) return { isWritten: true, service: patched };
    if (last.kind === 'lost' || last.status >= 500 || patched !== undefined) isUncertain = true;
    const mayTryAgain = isTransient(last) || last.status === 409 || last.status < 300;
    if (!mayTryAgain) return { ...refusalOf(cluster, last, 'patch the Service'), isUncertain };
  }
  if (last === undefined) return { refusal: '`wait_timeout` ended', isUncertain };
  return { ...refusalOf(cluster, last, 'patch the Service'), isUncertain };
}

/** The warnings of a Service, the last first: what its controller says of the load balancer. Empty if they cannot be read. */
export async function readWarnings(cluster: ClusterClient, { namespace, name }: ServiceName): Promise<string> {
  const selector = `involvedObject.kind=Service,involvedObject.name=${name},type=Warning`;
  const path = `/api/v1/namespaces/${namespace}/events?limit=${PER_PAGE}&fieldSelector=${encodeURIComponent(selector)}`;
  const body = successOf(await cluster.read(path));
  const events = recordsIn(body?.['items'])
    .filter((event) => textIn(event['type']) === 'Warning' && isAbout(event['involvedObject'], name))
    .toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  const words = events.map((event) => `${textIn(event['reason'])}: "${clauseOf(textIn(event['message']))}"`);
  return words.length === 0 ? '' : enumerate([...new Set(words)].slice(0, MOST_EVENTS));
}

function timeOf(event: Raw): string {
  return textIn(event['lastTimestamp']) || textIn(event['eventTime']);
}

function isAbout(involved: unknown, name: string): boolean {
  return isRecord(involved) && involved['kind'] === 'Service' && involved['name'] === name;
}

function pathOf({ namespace, name }: ServiceName): string {
  return `/api/v1/namespaces/${namespace}/services/${name}`;
}

function serviceIn(response: ClusterResponse): Service | undefined {
  const body = successOf(response);
  return body === undefined ? undefined : serviceOf(body);
}

function successOf(response: ClusterResponse): Raw | undefined {
  return response.kind === 'response' && response.status === 200 && isRecord(response.body) ? response.body : undefined;
}

function refusalOf({ host }: ClusterClient, response: ClusterResponse, what: string): Refusal {
  if (response.kind === 'lost')
    return {
      refusal: `the API server of the cluster (${host}) gave no readable response (${clauseOf(response.reason)}). If it is private, run this where it can be reached`,
    };
  const { status, message } = response;
  const words = message === '' ? '' : ` "${message}"`;
  if (status === 401) return { refusal: `the cluster did not accept the credentials (401${words})` };
  if (status === 403) return { refusal: `the credentials have no right to ${what} in the cluster (403${words})` };
  if (status === 404 && what !== 'list Services')
    return { refusal: 'its Service does not exist any more', isGone: true };
  if (status >= 300 && status < 400)
    return { refusal: `the API server of the cluster (${host}) redirected a request, and redirects are not followed` };
  return { refusal: `the cluster did not ${what} (${status}${words})` };
}
