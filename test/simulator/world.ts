import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Cluster, ClusterTls } from './kubernetes.ts';

/** How the stand-in behaves where the live API has been seen to behave in more than one way. */
export interface SimulatorOptions {
  readonly token?: string;
  /** What the token may do; everything when not given. */
  readonly scopes?: readonly string[];
  /** Serve the API over TLS with this key and certificate (PEM). */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Does `?name=` filter? The live API does; a client must not rely on it. */
  readonly nameFilter?: boolean;
  readonly links?: 'absolute' | 'empty' | 'absent';
  readonly inUseWording?: keyof typeof IN_USE_WORDINGS;
  /** How long a certificate counts as in use after the last consumer let go, in milliseconds. */
  readonly inUseForMs?: number;
  /** A new certificate is in no list before this many lists have been read. */
  readonly listLagRequests?: number;
  readonly rateLimit?: { readonly perMinute?: number; readonly perHour?: number; readonly cdnPer10s?: number };
  /** Old accounts hold several certificates of one name. */
  readonly allowDuplicateNames?: boolean;
  /** Custom certificates are listed with one blank DNS name. */
  readonly blankDnsNames?: boolean;
  /** Let's Encrypt: how long an order takes in milliseconds, how it ends, how its POST is answered, and which zones are on DigitalOcean DNS. */
  readonly letsEncrypt?: {
    readonly issueMs?: number;
    readonly ends?: 'verified' | 'error';
    /** The live API answers 202, with the certificate or without; the description says 201. */
    readonly answer?: '201' | '202' | '202-empty';
    /** All zones are when not given. */
    readonly zones?: readonly string[];
  };
  /** A load balancer is `new` for this long after an update. */
  readonly settlingMs?: number;
  /** A global load balancer binds a certificate this long after the update, in milliseconds. */
  readonly asyncBindMs?: number;
  /** How long after that such a domain is not `active` yet. */
  readonly activeAfterMs?: number;
  /** Serve real TLS for every consumer. */
  readonly serveTls?: boolean;
  readonly latencyMs?: number;
  /** Called with every request before it is answered. */
  readonly onRequest?: (request: RecordedRequest) => void | Promise<void>;
  /** Called when an answer begins to be held back by a fault. */
  readonly onHold?: () => void;
}

/** The three wordings in which a deletion is refused while a certificate is in use. */
export const IN_USE_WORDINGS = {
  'make-sure': { status: 403, message: 'Make sure the certificate is not in use before deleting it' },
  'being-used': { status: 403, message: 'The certificate is being used by one or more load balancers' },
  active: {
    status: 422,
    message:
      'This certificate is being used by an active Load Balancer. You must make sure no Load Balancer is using it before deleting.',
  },
} as const;

/** A request as it came in, and what became of it. */
export interface RecordedRequest {
  readonly index: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  /** 0 while nothing was answered. */
  status: number;
  /** Did it change something? */
  effect: boolean;
}

/** A certificate as a client sees it. */
export interface PublicCertificate {
  id: string;
  name: string;
  not_after: string;
  sha1_fingerprint: string;
  created_at: string;
  dns_names: readonly string[];
  state: string;
  type: string;
}

export interface StoredCertificate {
  readonly public: PublicCertificate;
  readonly privateKey: string;
  readonly leaf: string;
  readonly chain: string;
  /** Lists still to be read before it shows. */
  hiddenForLists: number;
  lastUsedAt: number;
}

/** Raw JSON of the API: what a client does not know is kept. */
export type Raw = Record<string, unknown>;

/** One account. */
export interface World {
  readonly options: SimulatorOptions;
  readonly token: string;
  readonly now: () => number;
  url: string;
  certificates: StoredCertificate[];
  loadBalancers: Raw[];
  cdnEndpoints: Raw[];
  /** What happens later, and when. */
  pending: { readonly at: number; readonly apply: () => void }[];
  /** The droplets that a load balancer by tag has now: they come and go. */
  taggedDroplets: number[];
  /** Why a domain cannot be bound, for what is bound from now on. */
  validationReason: string | undefined;
  /** Kubernetes clusters, and their TLS once there is one. */
  clusters: Cluster[];
  clusterTls: ClusterTls | undefined;
}

export interface ApiRequest {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** An answer; without a body it has none. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Did the request change something? */
  readonly effect?: boolean;
}

const ERROR_IDS: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  415: 'unsupported_media_type',
  422: 'unprocessable_entity',
  429: 'too_many_requests',
  500: 'server_error',
  503: 'service_unavailable',
};

/** An error in the API's envelope. */
export function errorReply(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: { id: ERROR_IDS[status] ?? 'error', message } };
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A time as the API writes it. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/u, 'Z');
}

/** Ids of the certificates that something refers to. */
export function usedCertificateIds(world: World): Set<string> {
  const entries = world.loadBalancers
    .flatMap((raw) => [raw['forwarding_rules'], raw['domains']])
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return new Set(
    [...entries, ...world.cdnEndpoints]
      .map((entry) => (isRaw(entry) ? entry['certificate_id'] : ''))
      .filter((id) => typeof id === 'string'),
  );
}

const DAY_MS = 86_400_000;

export interface SeedCertificate extends Partial<PublicCertificate> {
  readonly name: string;
  readonly privateKey?: string;
  readonly leaf?: string;
  readonly chain?: string;
}

/** Puts a certificate into the account that no client uploaded; what is not given is made up. */
export function seedCertificate(world: World, seed: SeedCertificate): StoredCertificate {
  const { privateKey = '', leaf = '', chain = '', ...given } = seed;
  const stored: StoredCertificate = {
    public: {
      id: randomUUID(),
      not_after: formatTime(world.now() + 60 * DAY_MS),
      sha1_fingerprint: createHash('sha1').update(randomBytes(16)).digest('hex'),
      created_at: formatTime(world.now() - 30 * DAY_MS),
      dns_names: [`${seed.name}.example.com`],
      state: 'verified',
      type: 'custom',
      ...given,
    },
    privateKey,
    leaf,
    chain,
    hiddenForLists: 0,
    lastUsedAt: -Infinity,
  };
  world.certificates.push(stored);
  return stored;
}
