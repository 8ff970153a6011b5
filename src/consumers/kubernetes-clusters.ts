import { isApiError } from '../errors.ts';
import type { ApiError } from '../errors.ts';
import { openCluster } from '../kubernetes/client.ts';
import type { ClusterClient } from '../kubernetes/client.ts';
import { readCredentials } from '../kubernetes/credentials.ts';
import { annotateService, listServices, readService, readWarnings } from '../kubernetes/services.ts';
import { isAnnotatedWith } from '../kubernetes/service.ts';
import type { Service, ServiceName } from '../kubernetes/service.ts';
import type { Annotated, Refusal } from '../kubernetes/services.ts';
import { clauseOf, enumerate } from '../text.ts';
import { clusterIdsOf } from './kubernetes.ts';
import type { ClusterAccess, Clusters, Found } from './clusters.ts';
import type { Consumer, ConsumerName } from './consumer.ts';

/** A load balancer with more tags of clusters is not DigitalOcean's doing. */
const MOST_CLUSTERS = 3;
/** How often the Services of a cluster are listed in one run: one that moved is found again. */
const MOST_LISTINGS = 3;
/** Stands for the cluster of the kubeconfig. */
const KUBECONFIG = '';

interface Source {
  readonly cluster: ClusterClient;
  services: Promise<Service[] | Refusal>;
  listings: number;
}

/** Where a Service is, and how it was when it was read last. */
interface Place {
  readonly source: Source;
  state: Service;
}

/** The clusters of one run; see {@link Clusters}. */
export function makeClusters(access: ClusterAccess): Clusters {
  return new RunClusters(access);
}

class RunClusters implements Clusters {
  private readonly access: ClusterAccess;
  private readonly sources = new Map<string, Promise<Source | Refusal>>();
  private readonly places = new Map<string, Place>();
  private readonly refused = new Map<string, Found>();
  private readonly opened: ClusterClient[] = [];

  constructor(access: ClusterAccess) {
    this.access = access;
  }

  async find(consumer: Consumer): Promise<Found> {
    const id = consumer.id.toLowerCase();
    const known = this.refused.get(id);
    if (known !== undefined) return known;
    const found = (await this.readAgain(id)) ?? (await this.lookFor(consumer, id));
    if (!('refusal' in found)) return { service: nameOf(found), state: found };
    this.refused.set(id, found);
    return found;
  }

  async annotate(...[consumer, certificate, mayReplace]: Parameters<Clusters['annotate']>): Promise<Annotated> {
    const id = consumer.id.toLowerCase();
    const place = this.places.get(id);
    if (place === undefined) return { refusal: 'its Service does not exist any more', isGone: true };
    const result = await annotateService(place.source.cluster, place.state, certificate, async (now) =>
      now.loadBalancerId === id ? mayReplace(now) : 'its Service has another load balancer now',
    );
    if ('service' in result) place.state = result.service;
    return result;
  }

  async watch(...[consumer, certificate]: Parameters<Clusters['watch']>): ReturnType<Clusters['watch']> {
    const found = await this.find(consumer);
    const place = this.places.get(consumer.id.toLowerCase());
    if ('refusal' in found || place === undefined) return { isAnnotated: false, warnings: '' };
    const warnings = await readWarnings(place.source.cluster, place.state);
    return { isAnnotated: isAnnotatedWith(found.state, certificate), warnings };
  }

  giveUp({ id }: ConsumerName, why: string): void {
    const place = this.places.get(id.toLowerCase());
    const service = place === undefined ? {} : { service: nameOf(place.state) };
    this.refused.set(id.toLowerCase(), { refusal: why, ...service });
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((cluster) => cluster.close()));
  }

  private async connect(clusterId: string): Promise<Source | Refusal> {
    const { client, kubeconfig, hide } = this.access;
    const connection =
      clusterId === KUBECONFIG ? kubeconfig : await readCredentials(client, clusterId, hide).catch(refusalOf);
    if (connection === undefined)
      return { refusal: 'the credentials of its cluster have no https server, no CA or no token' };
    if ('refusal' in connection) return connection;
    const cluster = openCluster({ ...this.access, connection, deadline: client.deadline });
    this.opened.push(cluster);
    return { cluster, services: listServices(cluster), listings: 1 };
  }

  private async servicesOf(clusterId: string): Promise<{ source: Source; services: Service[] } | Refusal> {
    const connecting = this.sources.get(clusterId) ?? this.connect(clusterId);
    this.sources.set(clusterId, connecting);
    const source = await connecting;
    if ('refusal' in source) return source;
    const services = await source.services;
    return 'refusal' in services ? services : { source, services };
  }

  /** The Service as it is now, if it is still where it was found, and still that of the load balancer. */
  private async readAgain(id: string): Promise<Service | undefined> {
    const place = this.places.get(id);
    if (place === undefined) return undefined;
    const { source, state } = place;
    const now = await readService(source.cluster, state);
    // What cannot be read now is as it was.
    if ('refusal' in now && now.isGone !== true) return state;
    if (!('refusal' in now) && now.loadBalancerId === id) return (place.state = now);
    this.places.delete(id);
    if (source.listings < MOST_LISTINGS) {
      source.listings += 1;
      source.services = listServices(source.cluster);
    }
    return undefined;
  }

  private async lookFor(consumer: Consumer, id: string): Promise<Service | Refusal> {
    const kubeconfig = this.access.kubeconfig === undefined ? [] : [KUBECONFIG];
    const keys = [...kubeconfig, ...clusterIdsOf(consumer).slice(0, MOST_CLUSTERS)];
    if (keys.length === 0)
      return { refusal: 'its tags do not say which cluster owns it. Set `kubeconfig_path` for that cluster' };
    const refusals: string[] = [];
    for (const key of keys) {
      const found = await this.servicesOf(key);
      if ('refusal' in found) {
        refusals.push(found.refusal);
        continue;
      }
      const own = found.services.filter(({ loadBalancerId }) => loadBalancerId === id);
      const [state] = own;
      if (own.length > 1)
        return { refusal: `more than one Service says that it is its own (${enumerate(own.map(nameOf), 10)})` };
      if (state === undefined) continue;
      this.places.set(id, { source: found.source, state });
      return state;
    }
    return { refusal: refusals.length > 0 ? enumerate(refusals) : 'no Service of its cluster says that it is its own' };
  }
}

function nameOf({ namespace, name }: ServiceName): string {
  return `${namespace}/${name}`;
}

/** Why there are no credentials. What is no answer of the API ends the run. @throws ActionError */
function refusalOf(error: unknown): Refusal {
  if (!isApiError(error)) throw error;
  return { refusal: describe(error) };
}

function describe(error: ApiError): string {
  if (error.kind === 'not_found') return 'DigitalOcean has no such cluster (any more)';
  if (error.kind !== 'missing_scope' && error.kind !== 'forbidden') return clauseOf(error.message);
  const words = error.reason === '' ? '' : ` "${error.reason}"`;
  return `the token may not read the credentials of its cluster (403${words}). Add the scope ${error.scope}`;
}
