import type { Client } from '../digitalocean/client.ts';
import { isRecord } from '../digitalocean/json.ts';
import type { Raw } from '../digitalocean/json.ts';
import type { ApiRequest, ApiResponse, Resource } from '../digitalocean/responses.ts';
import { readList } from '../digitalocean/pages.ts';
import { nameId, quoteName } from '../text.ts';

/** What refers to a certificate, as messages and outputs name it. */
export interface ConsumerName {
  readonly kind: ConsumerKind;
  readonly id: string;
  readonly name: string;
  /** The Service of a Kubernetes cluster that it belongs to, as `namespace/name`; absent if there is none, or it is not known. */
  readonly service?: string | undefined;
}

/** A place of a consumer that refers to a certificate and may be rebound. */
export interface CertificateUse {
  readonly certificateId: string;
  /** The host name that is served there; absent where the consumer does not say. */
  readonly hostName?: string;
  /** Is it served already? False while DigitalOcean still binds it. */
  readonly isActive: boolean;
}

/** Why a host name could not be bound to its certificate. */
export interface ValidationReason {
  readonly hostName: string;
  readonly reason: string;
}

/** A consumer as it is now. */
export interface Consumer extends ConsumerName {
  /** The places that may be rebound. */
  readonly uses: readonly CertificateUse[];
  /** Every certificate that it refers to, also where DigitalOcean alone may change it. */
  readonly certificateIds: ReadonlySet<string>;
  /** `active` if it serves; empty for kinds that do not say. */
  readonly status: string;
  readonly validationReasons: readonly ValidationReason[];
  /** Is a certificate bound some time after the update? */
  readonly bindsLater: boolean;
  /** Does a Kubernetes cluster own it? Its controller would undo a change. */
  readonly isKubernetes: boolean;
  /** Of a cluster: is it rebound by annotating its Service? `uses` then has what that is annotated with too. */
  readonly isAnnotatable?: boolean;
  /** Of a cluster: why it is not; a clause. */
  readonly refusal?: string;
  readonly raw: Raw;
}

/** A kind of consumer. All that is known about it is in the file that implements this. */
export interface ConsumerKind {
  readonly resource: Resource;
  /** The output that reports consumers of this kind. */
  readonly output: string;
  /** How many may be updated at a time. */
  readonly concurrency: number;
  /**
   * How many may be updated from one reading of the list; absent if each is read by itself. For kinds whose rate limit leaves no room for
   * a request each.
   */
  readonly updatesPerList?: number;
  /** Is it bound by annotating a Service of a Kubernetes cluster, whose controller does it later? */
  readonly isAnnotated?: boolean;
  /** Reads a consumer of the wire. */
  parse(raw: Raw): Consumer;
  /** The body of an update that replaces certificate ids and changes nothing else; undefined leaves an id. */
  buildUpdate(consumer: Consumer, newIdOf: (certificateId: string) => string | undefined): Raw;
  /** The fields of a body that a consumer does not have as they were sent. */
  differingFields(body: Raw, consumer: Consumer): string[];
  /** Does this kind reject certificates of this issuer (what its name says, an attribute a line)? Tells why, to stand after "because". */
  rejects?(issuer: string): string | undefined;
}

/** `load balancer "front-door"`, and its Service if it has one. */
export function nameConsumer({ kind, name, service }: Pick<ConsumerName, 'kind' | 'name' | 'service'>): string {
  return `${kind.resource.label} ${quoteName(name)}${service === undefined ? '' : ` of the Service "${service}"`}`;
}

/** The same with its id. */
export function describeConsumer(consumer: ConsumerName): string {
  const { kind, name, id, service } = consumer;
  const owner = service === undefined ? '' : `, Service "${service}"`;
  return `${kind.resource.label} ${quoteName(name)} (${nameId(id)}${owner})`;
}

/** All consumers of one kind. @throws ApiError `missing_scope` if the token may not read them */
export async function listConsumers(client: Client, kind: ConsumerKind): Promise<Consumer[]> {
  return readList(client, kind.resource, (raw) => kind.parse(raw), { isAgreed: true });
}

/** The request that reads a consumer. */
export function readRequest({ kind, id }: ConsumerName): ApiRequest {
  return { method: 'GET', resource: kind.resource, id };
}

/** The request that updates a consumer. */
export function updateRequest({ kind, id }: ConsumerName, body: Raw): ApiRequest {
  return { method: 'PUT', resource: kind.resource, id, body };
}

/** The consumer in the response to its update; undefined if there is none. */
export function updatedConsumer(consumer: ConsumerName, response: ApiResponse): Consumer | undefined {
  return response.kind === 'response' && response.status === 200 ? consumerIn(consumer, response.body) : undefined;
}

/** This consumer in the body of a response; undefined if there is none, or another. */
export function consumerIn({ kind, id }: ConsumerName, body: unknown): Consumer | undefined {
  const raw = isRecord(body) ? body[kind.resource.itemKey] : undefined;
  if (!isRecord(raw)) return undefined;
  return findConsumer([kind.parse(raw)], id);
}

/** The one with this id, which is the same in capital letters. */
export function findConsumer(consumers: readonly Consumer[], id: string): Consumer | undefined {
  const wanted = id.toLowerCase();
  return consumers.find((consumer) => consumer.id.toLowerCase() === wanted);
}
