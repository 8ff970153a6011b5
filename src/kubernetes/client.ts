import { openDispatcher } from '../digitalocean/dispatcher.ts';
import type { OwnTls } from '../digitalocean/dispatcher.ts';
import type { Proxies } from '../digitalocean/proxies.ts';
import { isRecord, parseJson } from '../digitalocean/json.ts';
import { backoffMs, requestedPauseMs } from '../digitalocean/retry.ts';
import type { Headers } from '../digitalocean/responses.ts';
import { describeNodeError } from '../errors.ts';
import { formatSeconds } from '../text.ts';
import type { Show } from '../text.ts';
import { VERSION } from '../version.ts';
import { makeGrace, orAborted, pause, throwIfCancelled, throwIfOver } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import type { Connection } from './connection.ts';

/** A page of 250 Services has about a megabyte; what is larger is no answer to us. */
const LARGEST_RESPONSE = 8 * 1024 * 1024;
const MESSAGE_LENGTH = 300;
/** Attempts of one request, the first included. An API server that is private is not found by asking again. */
const MOST_ATTEMPTS = 3;

export interface ClusterRequest {
  readonly method: 'GET' | 'PATCH';
  /** With the query. */
  readonly path: string;
  /** A merge patch (RFC 7396). */
  readonly patch?: unknown;
}

/** What came back, or why nothing did: then it is not known whether the request took effect. */
export type ClusterResponse =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly body: unknown;
      readonly message: string;
      readonly headers: Headers;
    }
  | { readonly kind: 'lost'; readonly status: number; readonly reason: string; readonly headers: Headers };

export interface ClusterOptions {
  readonly connection: Connection;
  readonly proxies: Proxies;
  readonly random: () => number;
  readonly deadline: Deadline;
  readonly show: Show;
}

/** The API of one cluster (kubernetes.io, "Kubernetes API Concepts"). */
export interface ClusterClient {
  readonly deadline: Deadline;
  /** The host of the API server, to be shown. */
  readonly host: string;
  /** Sends one request, once. @throws ActionError `cancelled` or `timeout`; nothing has been sent then */
  send(request: ClusterRequest): Promise<ClusterResponse>;
  /** Sends a GET up to three times, until the response is none that may do better in a moment. */
  read(path: string): Promise<ClusterResponse>;
  /** How long to wait after an attempt, in milliseconds. */
  pauseMs(attempt: number, response: ClusterResponse): number;
  close(): Promise<void>;
}

/**
 * Opens the API of a cluster. The credentials go to its server alone: TLS is always verified, redirects are not followed, and proxies are
 * those of the DigitalOcean API.
 */
export function openCluster({ connection, proxies, random, deadline, show }: ClusterOptions): ClusterClient {
  const dispatcher = openDispatcher(connection.server, proxies, LARGEST_RESPONSE, tlsOf(connection));
  const wire = { connection, dispatcher, deadline, show, afterStop: makeGrace(deadline) };
  const send: ClusterClient['send'] = (request) => exchange(request, wire);
  const pauseMs: ClusterClient['pauseMs'] = (attempt, { status, headers }) =>
    requestedPauseMs(status, headers, deadline.clock.now()) ?? backoffMs(attempt, random);
  const read: ClusterClient['read'] = async (path) => {
    let response = await send({ method: 'GET', path });
    for (let attempt = 1; attempt < MOST_ATTEMPTS && isTransient(response); attempt += 1) {
      throwIfCancelled(deadline);
      if (!(await pause(deadline, pauseMs(attempt, response)))) break;
      response = await send({ method: 'GET', path });
    }
    return response;
  };
  return { deadline, host: show(connection.server.host), send, read, pauseMs, close: () => dispatcher.destroy() };
}

interface Wire {
  readonly connection: Connection;
  readonly dispatcher: ReturnType<typeof openDispatcher>;
  readonly deadline: Deadline;
  readonly show: Show;
  /** Aborts a while after the job was cancelled. */
  readonly afterStop: AbortSignal;
}

async function exchange({ method, path, patch }: ClusterRequest, wire: Wire): Promise<ClusterResponse> {
  const { connection, dispatcher, deadline, show, afterStop } = wire;
  const { server, token } = connection;
  throwIfOver(deadline, `${method} of a Kubernetes cluster`);
  const limitMs = deadline.requestMs();
  const signal = AbortSignal.any([deadline.clock.timeoutSignal(limitMs), afterStop]);
  let status = 0;
  let headers: Headers = {};
  try {
    // While it connects, undici does not heed the signal.
    const requesting = dispatcher.request({
      origin: server.origin,
      path: server.pathname.replace(/\/+$/u, '') + path,
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        accept: 'application/json',
        'user-agent': `digitalocean-certificate-action/${VERSION}`,
        ...(patch === undefined ? {} : { 'content-type': 'application/merge-patch+json' }),
      },
      body: patch === undefined ? null : JSON.stringify(patch),
      signal,
    });
    const response = await orAborted(requesting, signal);
    status = response.statusCode;
    headers = response.headers;
    const body = parseBody(await response.body.text(), status);
    // It stands in quotes later, and Kubernetes writes much in quotes of its own.
    const message = isRecord(body) && typeof body['message'] === 'string' ? body['message'] : '';
    return {
      kind: 'response',
      status,
      body,
      message: show(message, MESSAGE_LENGTH).replaceAll(/\s*""/gu, '').replaceAll('"', "'"),
      headers,
    };
  } catch (error) {
    const ended = afterStop.aborted ? 'the job was cancelled' : `none within ${formatSeconds(limitMs)}`;
    const reason = show(signal.aborted ? ended : describeNodeError(error), MESSAGE_LENGTH);
    return { kind: 'lost', status, reason, headers };
  }
}

/** May the same request do better in a moment? */
export function isTransient(response: ClusterResponse): boolean {
  return response.kind === 'lost' || response.status === 429 || response.status >= 500;
}

function tlsOf({ certificateAuthority, serverName, clientCertificate }: Connection): OwnTls {
  return {
    ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(clientCertificate === undefined
      ? {}
      : { cert: clientCertificate.certificate, key: clientCertificate.privateKey }),
  };
}

/** JSON; undefined for an error without. */
function parseBody(text: string, status: number): unknown {
  try {
    return parseJson(text);
  } catch {
    if (status >= 200 && status < 300) throw new Error('the response is not JSON');
    return undefined;
  }
}
