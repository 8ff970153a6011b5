import { Agent as HttpAgent, request as beginHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as beginHttps } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { Headers, Method } from './responses.ts';

/** One request of HTTP. */
export interface HttpRequest {
  readonly method: Method;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

/** The head of a response. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Reads the body as UTF-8. Rejects if it is cut short, or longer than {@link LARGEST_RESPONSE}. */
  text(): Promise<string>;
}

/** Sends requests to one origin, and follows no redirect. */
export interface Transport {
  /** Resolves with the head of the response. Rejects if none came, or if the signal aborts. */
  send(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

/** The largest response that is read, in bytes: two hundred certificates of a hundred names each are a tenth of it. */
export const LARGEST_RESPONSE = 16 * 1024 * 1024;
/**
 * A host that does not respond to a connection, a name server among them, is given up after this long, which leaves time for another
 * attempt. An unused connection is closed after this long, or earlier if the server says so.
 */
const CONNECTION_MS = 10_000;

/** Opens connections of Node's own. Few runs need a proxy, and a client with proxies is two thirds of all code that would load. */
export function openDirect(apiUrl: URL): Transport {
  const isPlain = apiUrl.protocol === 'http:';
  const agentOptions = { keepAlive: true, timeout: CONNECTION_MS };
  const agent = isPlain ? new HttpAgent(agentOptions) : new HttpsAgent(agentOptions);
  const begin = isPlain ? beginHttp : beginHttps;
  const { protocol, hostname, port } = urlToHttpOptions(apiUrl);
  const send: Transport['send'] = ({ body, signal, ...options }) =>
    new Promise((resolve, reject) => {
      const request = begin({ protocol, hostname, port, agent, ...options }, (response) => {
        // Lists of values: a header that came twice is not joined into one that means something else.
        const { statusCode = 0, headersDistinct } = response;
        resolve({ status: statusCode, headers: headersDistinct, text: () => readText(response) });
      });
      // Node's own handling of a signal watches the streams as well, which a list of many pages feels.
      const abort = (): unknown => request.destroy(new Error('aborted'));
      signal.addEventListener('abort', abort, { once: true });
      request.on('error', reject);
      request.once('close', () => {
        signal.removeEventListener('abort', abort);
        reject(new Error('the connection was closed'));
      });
      const giveUp = (): unknown => request.destroy(new Error('connecting took too long'));
      request.once('socket', (socket) => {
        if (!socket.connecting) return;
        socket.once('timeout', giveUp);
        socket.once(isPlain ? 'connect' : 'secureConnect', () => socket.off('timeout', giveUp));
      });
      if (signal.aborted) abort();
      else request.end(body);
    });
  return {
    send,
    close: async () => agent.destroy(),
  };
}

const DECODER = new TextDecoder();

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    response.on('error', reject);
    response.once('close', () => reject(new Error('the response was cut short')));
    response.once('end', resolve);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > LARGEST_RESPONSE) response.destroy(new Error('the response is too large'));
    });
  });
  return DECODER.decode(Buffer.concat(chunks, length));
}
