import api from 'undici/lib/api/index.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import { InputError } from '../errors.ts';
import { mayUseProxy } from './proxies.ts';
import type { Proxies } from './proxies.ts';

// As undici's index does, which is not loaded: see undici.d.ts.
Object.assign(Dispatcher.prototype, api);

/** How a server is verified that has a CA of its own, and who asks; PEM (Node.js, `tls.connect`). TLS is always verified. */
export interface OwnTls {
  readonly ca?: string;
  readonly servername?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * What sends requests to a host: without redirects, and for https through a proxy as `HTTPS_PROXY` and `NO_PROXY` say.
 * @param largestResponse the most bytes of a response that are read
 * @param tls for a server that is not a public one
 * @throws InputError if the proxy's address cannot be used
 */
export function openDispatcher(server: URL, proxies: Proxies, largestResponse: number, tls?: OwnTls): Dispatcher {
  const own = tls === undefined ? {} : { allowH2: false, connect: { ...tls, rejectUnauthorized: true } };
  if (!mayUseProxy(server, proxies)) return new Agent({ ...own, maxResponseSize: largestResponse });
  try {
    return new EnvHttpProxyAgent({
      ...own,
      // Behind a proxy the connection to the server is made within another one.
      ...(own.connect === undefined ? {} : { requestTls: own.connect }),
      httpProxy: '',
      httpsProxy: proxies.https,
      noProxy: proxies.none,
      maxResponseSize: largestResponse,
    });
  } catch {
    // Not quoted: a proxy's address may hold a password.
    throw new InputError([
      'The environment variable HTTPS_PROXY is not the address of a proxy. Set it to http://host:port.',
    ]);
  }
}
