import { Agent, EnvHttpProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import type { Clock } from '../waiting.ts';
import { errorCodeOf, InputError } from '../errors.ts';
import type { Log } from '../log.ts';
import { VERSION } from '../version.ts';
import { apiErrorOf, requestLine, shorten } from './responses.ts';
import type { Answer, Method } from './responses.ts';
import { makePacer } from './rate-limit.ts';
import {
  askedPauseMs,
  backoffMs,
  MOST_TRIES,
  pause,
  refuseAfterStop,
  remainingMs,
  REQUEST_TIMEOUT_MS,
} from './retry.ts';
import type { Patience } from './retry.ts';

/** The largest answer that is read, in bytes: two hundred certificates of a hundred names each are a tenth of it. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** What a client needs to know; the values of the environment come in as they are. */
export interface ClientOptions {
  readonly apiUrl: URL;
  readonly token: string;
  readonly proxies: { readonly https: string; readonly none: string };
  readonly clock: Clock;
  readonly random: () => number;
  /** When all waiting ends, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly log: Log;
  /** Aborted when the job is cancelled: what is under way may end, nothing more is begun. */
  readonly stop?: AbortSignal;
}

/** The API of one account. */
export interface Client {
  readonly patience: Patience;
  readonly log: Log;
  /**
   * Sends one request, once, and reads the whole answer. Never throws for what the network or the API does.
   * @throws ActionError `cancelled` when the job was cancelled before
   */
  send(method: Method, path: string, body?: unknown): Promise<Answer>;
  /**
   * GET, tried up to six times on 429, 5xx and lost answers.
   * @returns the JSON of a 200
   * @throws ApiError for every other answer, and when tries or time are used up
   */
  read(path: string): Promise<unknown>;
  /**
   * Waits as long as the answer asks, or backs off, before the next try of a request.
   * @throws ApiError when that was the sixth try, or when it would end after the deadline
   */
  pauseAfter(attempt: number, method: Method, path: string, answer: Answer): Promise<void>;
  close(): Promise<void>;
}

/** May the same request do better in a moment? True for a lost answer, a 429 and a 5xx. */
export function isTransient(answer: Answer): boolean {
  return answer.kind === 'lost' || answer.status === 429 || answer.status >= 500;
}

/**
 * Opens the client of one API: bearer token, one limit on each request and one on all waiting, no redirects, and proxies for https
 * as `HTTPS_PROXY` and `NO_PROXY` say.
 * @throws InputError when the proxy's address cannot be used
 */
export function openClient(options: ClientOptions): Client {
  const { apiUrl, token, clock, random, deadline, log } = options;
  const dispatcher = openDispatcher(apiUrl, options.proxies);
  const stop = options.stop ?? new AbortController().signal;
  const patience: Patience = { clock, deadline, random, stop };
  const paceCdn = makePacer(clock);
  const prefix = apiUrl.pathname.replace(/\/+$/u, '');
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'user-agent': `digitalocean-certificate-action/${VERSION}`,
  };

  const send: Client['send'] = async (method, path, body) => {
    // A request that was begun may end a little after the deadline: its answer is worth more than the seconds.
    if (path.startsWith('/v2/cdn/')) await paceCdn();
    refuseAfterStop(stop);
    const limit = Math.min(REQUEST_TIMEOUT_MS, remainingMs(patience) + REQUEST_TIMEOUT_MS);
    const signal = AbortSignal.any([clock.timeoutSignal(limit), afterStop(stop, clock)]);
    let status = 0;
    let received: Answer['headers'] = {};
    try {
      const response = await dispatcher.request({
        origin: apiUrl.origin,
        path: prefix + path,
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal,
      });
      status = response.statusCode;
      received = response.headers;
      return { kind: 'answer', status, headers: received, body: parseBody(await response.body.text(), status) };
    } catch (error) {
      const reason = signal.aborted ? `none within ${Math.round(limit / 1_000)} s` : reasonOf(error);
      return { kind: 'lost', status, headers: received, reason };
    }
  };

  const pauseAfter: Client['pauseAfter'] = async (attempt, method, path, answer) => {
    if (attempt >= MOST_TRIES) throw apiErrorOf(method, path, answer, `Tried ${attempt} times.`);
    const asked = askedPauseMs(answer.kind === 'answer' ? answer.status : 0, answer.headers, clock.now());
    const ms = asked === undefined ? backoffMs(attempt, random) : asked + 250 * random();
    if (ms > remainingMs(patience)) {
      const until = `It asks to stay away until ${new Date(clock.now() + (asked ?? 0)).toISOString()}.`;
      throw apiErrorOf(
        method,
        path,
        answer,
        `${asked === undefined ? '' : until} The next try would be later than \`wait_timeout\` allows.`,
      );
    }
    const seconds = Math.max(1, Math.round(ms / 1_000));
    log.info(`${requestLine(method, path)}: ${wordFor(answer)}; try ${attempt + 1} of ${MOST_TRIES} in ${seconds} s`);
    await pause(patience, ms);
  };

  const read: Client['read'] = async (path) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send('GET', path);
      if (answer.kind === 'answer' && answer.status === 200) return answer.body;
      if (!isTransient(answer)) throw apiErrorOf('GET', path, answer);
      await pauseAfter(attempt, 'GET', path, answer);
    }
  };

  return { patience, log, send, read, pauseAfter, close: () => dispatcher.destroy() };
}

/** A request under way when the job is cancelled has this long to end: GitHub kills the step 10 s after it asked. */
const GRACE_MS = 6_000;

function afterStop(stop: AbortSignal, clock: Clock): AbortSignal {
  const controller = new AbortController();
  const begin = (): void => {
    clock.timeoutSignal(GRACE_MS).addEventListener('abort', () => controller.abort());
  };
  stop.addEventListener('abort', begin, { once: true });
  return controller.signal;
}

function openDispatcher(apiUrl: URL, proxies: ClientOptions['proxies']): Dispatcher {
  // What is plain http is loopback: no proxy would find it.
  if (apiUrl.protocol === 'http:' || proxies.https === '') return new Agent({ maxResponseSize: LARGEST_ANSWER });
  try {
    return new EnvHttpProxyAgent({
      httpProxy: '',
      httpsProxy: proxies.https,
      noProxy: proxies.none,
      maxResponseSize: LARGEST_ANSWER,
    });
  } catch {
    // Not quoted: a proxy's address may hold a password.
    throw new InputError([
      'The environment variable HTTPS_PROXY is not the address of a proxy: give it as http://host:port.',
    ]);
  }
}

/** JSON, or, for what is no success (the edge sends HTML, or nothing), undefined. */
function parseBody(text: string, status: number): unknown {
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && (status === 204 || text.trim() === '')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (isSuccess) throw new Error('the answer is not JSON');
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const words = shorten(error instanceof Error ? error.message : String(error), 120);
  const code = errorCodeOf(error);
  return words.includes(code) ? words : `${code}: ${words}`;
}

function wordFor(answer: Answer): string {
  return answer.kind === 'lost' ? `no readable answer (${answer.reason})` : `the API answered ${answer.status}`;
}
