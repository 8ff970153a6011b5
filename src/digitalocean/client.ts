import { describeNodeError } from '../errors.ts';
import type { Log } from '../log.ts';
import { formatSeconds, formatTime } from '../text.ts';
import type { Show } from '../text.ts';
import { VERSION } from '../version.ts';
import { makeGrace, orAborted, pause, throwIfCancelled, throwIfOver } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import { parseJson } from './json.ts';
import { mayUseProxy } from './proxies.ts';
import type { Proxies } from './proxies.ts';
import { makePacer } from './rate-limit.ts';
import {
  apiErrorOf,
  asLost,
  isSuccess,
  isTransient,
  makeLost,
  makeResponse,
  pathOf,
  requestLine,
} from './responses.ts';
import type { ApiRequest, ApiResponse, Headers } from './responses.ts';
import { backoffMs, MOST_ATTEMPTS, requestedPauseMs } from './retry.ts';
import { openDirect } from './transport.ts';
import type { Transport } from './transport.ts';

/** What a client needs to know; the values of the environment come in as they are. */
export interface ClientOptions {
  readonly apiUrl: URL;
  readonly token: string;
  readonly proxies: Proxies;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly show: Show;
}

/** What to make of a response: this value, or another attempt, since this one settled nothing. */
export type Verdict<Value> = { readonly value: Value } | { readonly retry: ApiResponse };

/** The API of one account. */
export interface Client {
  readonly deadline: Deadline;
  readonly log: Log;
  /**
   * Sends one request, once, and reads the whole response. Does not throw for what the network or the API does.
   * @throws ActionError `cancelled`, `timeout` if no request may begin any more, or `unusual_id`; nothing has been sent then
   */
  send(request: ApiRequest): Promise<ApiResponse>;
  /**
   * Sends a request up to six times, until the verdict on a response is a value.
   * @throws what `judge` throws, and ApiError if attempts or time are used up
   */
  repeat<Value>(
    request: ApiRequest,
    judge: (response: ApiResponse) => Verdict<Value> | Promise<Verdict<Value>>,
  ): Promise<Value>;
  /**
   * GET, repeated on 429, 5xx and lost responses. A success of which `parse` makes nothing counts as lost.
   * @param missing what such a response lacks, in words
   * @throws ApiError
   */
  read<Value>(request: ApiRequest, missing: string, parse: (body: unknown) => Value | undefined): Promise<Value>;
  /**
   * How long to wait after the attempt with this number, in milliseconds: as long as the response asks, or by the backoff.
   * @throws ApiError if it was the sixth attempt, or if the next one would be after the deadline
   */
  pauseMs(attempt: number, request: ApiRequest, response: ApiResponse): number;
  close(): Promise<void>;
}

/**
 * Opens the client of one API: bearer token, a limit on each request and on all waiting, no redirects, and proxies for https as
 * `HTTPS_PROXY` and `NO_PROXY` say.
 * @throws InputError if the proxy's address cannot be used
 */
export async function openClient(options: ClientOptions): Promise<Client> {
  const { apiUrl, token, random, deadline, log, show } = options;
  const { clock } = deadline;
  const transport = await openTransport(options);
  const afterStop = makeGrace(deadline);
  const pacer = makePacer(deadline);
  const prefix = apiUrl.pathname.replace(/\/+$/u, '');
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'user-agent': `digitalocean-certificate-action/${VERSION}`,
  };

  const send: Client['send'] = async (request) => {
    const { method, resource, query, body } = request;
    const path = prefix + pathOf(request) + (query === undefined ? '' : `?${query}`);
    const end = await pacer.take(resource);
    throwIfOver(deadline, requestLine(request));
    const limitMs = deadline.requestMs();
    const signal = AbortSignal.any([clock.timeoutSignal(limitMs), afterStop]);
    let status = 0;
    let received: Headers = {};
    try {
      const sending = transport.send({
        path,
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal,
      });
      // While it connects through a proxy, undici does not heed the signal.
      const response = await orAborted(sending, signal);
      status = response.status;
      received = response.headers;
      const text = await orAborted(response.text(), signal);
      return makeResponse(status, received, parseBody(text, status), show);
    } catch (error) {
      const ended = afterStop.aborted ? 'the job was cancelled' : `none within ${formatSeconds(limitMs)}`;
      const reason = signal.aborted ? ended : describeNodeError(error);
      return makeLost(status, received, reason, show);
    } finally {
      end();
    }
  };

  const pauseMs: Client['pauseMs'] = (attempt, request, response) => {
    if (attempt >= MOST_ATTEMPTS) throw apiErrorOf(request, response, `Tried ${attempt} times.`);
    const requestedMs = requestedPauseMs(response.status, response.headers, clock.now());
    const ms = requestedMs === undefined ? backoffMs(attempt, random) : requestedMs + 250 * random();
    // The limit is the token's: whatever else is sent would be refused too.
    if (response.status === 429) pacer.holdBack(ms);
    if (ms > deadline.remainingMs()) {
      const until = requestedMs === undefined ? '' : `It asks to wait until ${formatTime(clock.now() + requestedMs)}. `;
      throw apiErrorOf(request, response, `${until}The next attempt would be after \`wait_timeout\`.`);
    }
    return ms;
  };

  const repeat: Client['repeat'] = async (request, judge) => {
    for (let attempt = 1; ; attempt += 1) {
      const verdict = await judge(await send(request));
      if ('value' in verdict) return verdict.value;
      throwIfCancelled(deadline);
      const ms = pauseMs(attempt, request, verdict.retry);
      const next = `attempt ${attempt + 1} of ${MOST_ATTEMPTS} in ${formatSeconds(Math.max(ms, 1_000))}`;
      log.info(`${requestLine(request)}: ${describeResponse(verdict.retry)}; ${next}`);
      await pause(deadline, ms);
    }
  };

  const read: Client['read'] = (request, missing, parse) =>
    repeat(request, (response) => {
      const value = response.kind === 'response' && response.status === 200 ? parse(response.body) : undefined;
      if (value !== undefined) return { value };
      const retry = isSuccess(response) ? asLost(response, missing) : response;
      if (!isTransient(retry)) throw apiErrorOf(request, retry);
      return { retry };
    });

  return { deadline, log, send, repeat, read, pauseMs, close: () => transport.close() };
}

async function openTransport({ apiUrl, proxies }: ClientOptions): Promise<Transport> {
  if (!mayUseProxy(apiUrl, proxies)) return openDirect(apiUrl);
  const { openProxied } = await import('./proxied-transport.ts');
  return openProxied(apiUrl, proxies);
}

/** JSON; undefined for an error without (the edge sends HTML, or nothing), and for a 204. */
function parseBody(text: string, status: number): unknown {
  const isOk = status >= 200 && status < 300;
  if (status === 204) return undefined;
  if (isOk && text.trim() === '') throw new Error('the response is empty');
  try {
    return parseJson(text);
  } catch {
    if (isOk) throw new Error('the response is not JSON');
    return undefined;
  }
}

function describeResponse(response: ApiResponse): string {
  return response.kind === 'lost'
    ? `no readable response (${response.reason})`
    : `the API responded ${response.status}`;
}
