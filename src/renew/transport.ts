import { openDispatcher } from '../digitalocean/dispatcher.ts';
import type { Proxies } from '../digitalocean/proxies.ts';
import { clauseOf, messageOf } from '../text.ts';
import { VERSION } from '../version.ts';
import { orAborted } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds that it may take; a request's usual limit when not given. */
  readonly limitMs?: number;
}

/** Sends one request to any https address, once, without following redirects. @throws Error if no response came */
export type Send = (url: URL, request: Request) => Promise<Reply>;

const LARGEST_RESPONSE = 128 * 1024 * 1024;

/** Requests through the proxies that the environment names, until the deadline. */
export function openTransport(
  directory: URL,
  proxies: Proxies,
  deadline: Deadline,
): { readonly send: Send; close(): Promise<void> } {
  const dispatcher = openDispatcher(directory, proxies, LARGEST_RESPONSE);
  const send: Send = async (url, { method, headers = {}, body, limitMs }) => {
    const signal = AbortSignal.any([deadline.clock.timeoutSignal(limitMs ?? deadline.requestMs()), deadline.stop]);
    const requesting = dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { 'user-agent': `digitalocean-certificate-action/${VERSION}`, ...headers },
      body: body ?? null,
      signal,
    });
    try {
      const response = await orAborted(requesting, signal);
      return {
        status: response.statusCode,
        headers: response.headers,
        body: Buffer.from(await response.body.arrayBuffer()),
      };
    } catch (error) {
      throw new Error(signal.aborted ? 'no response in time' : clauseOf(messageOf(error)), { cause: error });
    }
  };
  return { send, close: () => dispatcher.destroy() };
}
