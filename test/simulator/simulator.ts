import { randomBytes, randomUUID } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { seedCdnEndpoint } from './cdn-endpoints.ts';
import { makeFaults } from './faults.ts';
import type { Fault, FaultMatch } from './faults.ts';
import { answerCluster, makeCluster, makeClusterTls } from './kubernetes.ts';
import type { Caller, Cluster, ClusterOptions, ClusterTls } from './kubernetes.ts';
import { runControllers } from './kubernetes-controller.ts';
import { seedLoadBalancer } from './load-balancers.ts';
import { makeRateLimits } from './rate-limits.ts';
import { route } from './routes.ts';
import { makeTlsListeners } from './tls-listeners.ts';
import type { TlsListeners } from './tls-listeners.ts';
import { errorReply, isRaw, seedCertificate } from './world.ts';
import type {
  ApiRequest,
  Raw,
  RecordedRequest,
  Reply,
  SeedCertificate,
  SimulatorOptions,
  StoredCertificate,
  World,
} from './world.ts';

/** DigitalOcean on loopback, for one account. */
export interface Simulator {
  /** Without `/v2`. */
  readonly url: string;
  readonly token: string;
  readonly world: World;
  readonly requests: readonly RecordedRequest[];
  readonly certificates: readonly StoredCertificate[];
  addCertificate(seed: SeedCertificate): StoredCertificate;
  addLoadBalancer(raw: Raw): Raw;
  addCdnEndpoint(raw: Raw): Raw;
  /** Adds a Kubernetes cluster, whose API server is another address of this machine. */
  addCluster(options?: ClusterOptions): Promise<Cluster>;
  /** Called with every request before it is answered, besides the option of this name; for one test. */
  onRequest: ((request: RecordedRequest) => void | Promise<void>) | undefined;
  /** The TLS listeners; `sync()` after a change that no request made. */
  readonly tls: TlsListeners;
  fault(match: FaultMatch, fault: Fault): void;
  clearFaults(): void;
  /** Forgets certificates, consumers, requests and faults. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}, port = 0): Promise<Simulator> {
  const world: World = {
    options,
    token: options.token ?? `dop_v1_${randomBytes(32).toString('hex')}`,
    now: options.now ?? Date.now,
    url: '',
    certificates: [],
    loadBalancers: [],
    cdnEndpoints: [],
    pending: [],
    taggedDroplets: [],
    validationReason: undefined,
    clusters: [],
    clusterTls: undefined,
  };
  let clusterServer: HttpsServer | undefined;
  const tls = makeTlsListeners(world);
  const requests: RecordedRequest[] = [];
  const faults = makeFaults();
  let limits = makeRateLimits(options.rateLimit);

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse, isCluster: boolean): Promise<void> => {
    const url = new URL(incoming.url ?? '/', 'http://simulator');
    const body = parse(await readBody(incoming));
    const request: ApiRequest = {
      method: incoming.method ?? '',
      pathname: url.pathname,
      query: url.searchParams,
      body,
    };
    const record: RecordedRequest = {
      index: requests.length,
      method: request.method,
      path: incoming.url ?? '',
      headers: incoming.headers,
      body,
      status: 0,
      effect: false,
    };
    requests.push(record);
    const fault = faults.next(request);
    await options.onRequest?.(record);
    await simulator.onRequest?.(record);
    if (options.latencyMs !== undefined) await sleep(options.latencyMs);
    const limit = isCluster ? { headers: {}, refusal: undefined } : limits.take(request.pathname, world.now());
    settle(world);
    const contentType = incoming.headers['content-type'] ?? '';
    const work = (): Reply => {
      const reply = isCluster
        ? answerCluster(request, contentType, callerOf(incoming), world)
        : (limit.refusal ?? refuseToken(incoming, world) ?? route(request, contentType, world));
      runControllers(world);
      return reply;
    };
    const reply = fault === undefined || doesWork(fault) ? work() : { status: 200, body: {} };
    record.effect = reply.effect ?? false;
    if (options.serveTls === true) await tls.sync();
    const answered =
      fault === undefined ? reply : await spoil(reply, fault, { incoming, outgoing, onHold: options.onHold });
    if (answered === undefined) return;
    record.status = answered.status;
    write(outgoing, answered, limit.headers, world.now());
  };

  const listenerOf =
    (isCluster: boolean) =>
    (incoming: IncomingMessage, outgoing: ServerResponse): void => {
      handle(incoming, outgoing, isCluster).catch((error: unknown) => {
        // A fault of the simulator itself must not look like one of the API.
        console.error(error);
        outgoing.destroy();
      });
    };
  const listener = listenerOf(false);
  const listenForClusters = async (): Promise<{ url: string; clusterTls: ClusterTls }> => {
    world.clusterTls ??= makeClusterTls();
    const { certificate, privateKey, authority } = world.clusterTls;
    if (clusterServer === undefined) {
      const tlsOptions = {
        key: privateKey,
        cert: certificate,
        ca: authority,
        requestCert: true,
        rejectUnauthorized: false,
      };
      const listening = createHttpsServer(tlsOptions, listenerOf(true));
      clusterServer = listening;
      await new Promise<void>((resolve) => {
        listening.listen(0, '127.0.0.1', resolve);
      });
    }
    const { port: clusterPort } = clusterServer.address() as AddressInfo;
    return { url: `https://127.0.0.1:${clusterPort}`, clusterTls: world.clusterTls };
  };
  const server = options.tls === undefined ? createHttpServer(listener) : createHttpsServer(options.tls, listener);
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  world.url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${bound}`;

  const simulator: Simulator = {
    onRequest: undefined,
    url: world.url,
    token: world.token,
    world,
    requests,
    get certificates() {
      return world.certificates;
    },
    addCertificate: (seed) => seedCertificate(world, seed),
    addLoadBalancer: (raw) => seedLoadBalancer(world, raw),
    addCdnEndpoint: (raw) => seedCdnEndpoint(world, raw),
    addCluster: async (clusterOptions = {}) => {
      const { url, clusterTls } = await listenForClusters();
      const cluster = makeCluster(clusterTls, url, clusterOptions);
      world.clusters.push(cluster);
      return cluster;
    },
    fault: (match, fault) => faults.add(match, fault),
    clearFaults: () => faults.clear(),
    reset: () => {
      simulator.onRequest = undefined;
      limits = makeRateLimits(options.rateLimit);
      Object.assign(world, {
        certificates: [],
        loadBalancers: [],
        cdnEndpoints: [],
        pending: [],
        taggedDroplets: [],
        validationReason: undefined,
        clusters: [],
      });
      requests.length = 0;
      faults.clear();
    },
    tls,
    close: async () => {
      tls.close();
      clusterServer?.closeAllConnections();
      clusterServer?.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return simulator;
}

/** What was to happen later and is due. */
function settle(world: World): void {
  const due = world.pending.filter(({ at }) => at <= world.now());
  world.pending = world.pending.filter(({ at }) => at > world.now());
  for (const { apply } of due) apply();
  runControllers(world);
}

function doesWork(fault: Fault): boolean {
  return fault.kind !== 'refuse' && (fault.effect ?? false);
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly onHold: (() => void) | undefined;
}

/** What is left of an answer under a fault; undefined when the connection is gone. */
async function spoil(reply: Reply, fault: Fault, { incoming, outgoing, onHold }: Exchange): Promise<Reply | undefined> {
  const status = reply.status >= 200 && reply.status < 300 && reply.status !== 204 ? reply.status : 200;
  switch (fault.kind) {
    case 'status':
      return { status: fault.status, body: fault.body, headers: fault.headers ?? {} };
    case 'alter':
      return isRaw(reply.body) ? { ...reply, body: fault.change(structuredClone(reply.body)) } : reply;
    case 'refuse':
      // TLS cannot be reset.
      if (incoming.socket instanceof TLSSocket) incoming.socket.destroy();
      else incoming.socket.resetAndDestroy();
      return undefined;
    case 'break':
      incoming.socket.destroy();
      return undefined;
    case 'late': {
      const gone = new Promise<void>((resolve) => {
        incoming.socket.once('close', () => resolve());
      });
      onHold?.();
      await (fault.delayMs === undefined ? gone : Promise.race([gone, sleep(fault.delayMs)]));
      return incoming.socket.destroyed ? undefined : reply;
    }
    case 'cut': {
      const text = JSON.stringify(reply.body ?? { certificates: [] });
      outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
      outgoing.write(text.slice(0, text.length / 2), () => incoming.socket.destroy());
      return undefined;
    }
    case 'garbage':
      return { status, body: '<html><body>It works!</body></html>', headers: { 'content-type': 'text/html' } };
    case 'truncate': {
      const text = JSON.stringify(reply.body ?? { certificates: [] });
      return { status, body: text.slice(0, -2) };
    }
  }
}

/** What the client of a cluster shows of itself. */
function callerOf({ headers, socket }: IncomingMessage): Caller {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return { token: headers.authorization?.replace(/^Bearer /u, '') ?? '', certificate: certificate?.toString() ?? '' };
}

function refuseToken(incoming: IncomingMessage, world: World): Reply | undefined {
  return incoming.headers.authorization === `Bearer ${world.token}`
    ? undefined
    : errorReply(401, 'Unable to authenticate you');
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    // A number that a double cannot hold is kept as text with a mark, and written as a number again.
    return JSON.parse(text.replaceAll(/(?<=[:[,])\d{17,}(?=[,}\]])/gu, '"\u00a7$&"')) as unknown;
  } catch {
    return text;
  }
}

function write(outgoing: ServerResponse, reply: Reply, limits: Readonly<Record<string, string>>, now: number): void {
  const requestId = randomUUID();
  const body = reply.status >= 400 && isRaw(reply.body) ? { ...reply.body, request_id: requestId } : reply.body;
  const json = (): string => JSON.stringify(body).replaceAll(/"\u00a7(\d{17,})"/gu, '$1');
  const text = body === undefined ? '' : typeof body === 'string' ? body : json();
  outgoing.writeHead(reply.status, {
    ...limits,
    date: new Date(now).toUTCString(),
    'x-request-id': requestId,
    ...(text === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...reply.headers,
  });
  outgoing.end(text);
}
