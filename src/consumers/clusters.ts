import { mapConcurrently } from '../concurrency.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { Client } from '../digitalocean/client.ts';
import type { Proxies } from '../digitalocean/proxies.ts';
import type { Connection } from '../kubernetes/connection.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Annotated } from '../kubernetes/services.ts';
import type { Show } from '../text.ts';
import type { Consumer, ConsumerName } from './consumer.ts';

const CONCURRENCY = 4;

/** The Service of a cluster's load balancer; or why it cannot be annotated: a clause, to stand after a colon. */
export type Found =
  { readonly service: string; readonly state: Service } | { readonly refusal: string; readonly service?: string };

/** The clusters whose load balancers a run meets: each is reached once, and each Service looked for once. */
export interface Clusters {
  /** The Service as it is now. @throws ActionError `cancelled` or `timeout` */
  find(consumer: Consumer): Promise<Found>;
  /** Annotates the Service that was found. @param mayReplace decides on it as it is now; tells why not */
  annotate(
    consumer: ConsumerName,
    certificate: Pick<Certificate, 'id' | 'name'>,
    mayReplace: (service: Service) => Promise<string | undefined>,
  ): Promise<Annotated>;
  /** Is its Service still annotated with the certificate, and what does the cluster's controller say against it? Empty if nothing. */
  watch(
    consumer: Consumer,
    certificate: Pick<Certificate, 'id' | 'name'>,
  ): Promise<{ readonly isAnnotated: boolean; readonly warnings: string }>;
  /** From now on it is found to be refused, for this reason. */
  giveUp(consumer: ConsumerName, why: string): void;
  close(): Promise<void>;
}

/** What the clusters of a run are reached with. */
export interface ClusterAccess {
  readonly client: Client;
  /** Of a cluster that DigitalOcean does not manage. */
  readonly kubeconfig: Connection | undefined;
  readonly proxies: Proxies;
  readonly random: () => number;
  readonly show: Show;
  /** Masks secrets, from now on. */
  readonly hide: (secrets: readonly string[]) => void;
}

/** The clusters of a run, whose code loads when the first load balancer of one is met. */
export interface LazyClusters {
  open(): Promise<Clusters>;
  close(): Promise<void>;
}

/** The same consumers with the Services of those that clusters own, as far as the clusters may be read. */
export async function nameServices(
  consumers: readonly Consumer[],
  clusters: LazyClusters | undefined,
): Promise<Consumer[]> {
  if (clusters === undefined || !consumers.some(({ isKubernetes }) => isKubernetes)) return [...consumers];
  const opened = await clusters.open();
  return mapConcurrently(consumers, CONCURRENCY, async (consumer) =>
    consumer.isKubernetes ? { ...consumer, service: (await opened.find(consumer)).service } : consumer,
  );
}
