import { openDispatcher } from './dispatcher.ts';
import type { Proxies } from './proxies.ts';
import { LARGEST_RESPONSE } from './transport.ts';
import type { Transport } from './transport.ts';

/**
 * Opens connections through the proxy for https, except to hosts that NO_PROXY names.
 * @throws InputError if the proxy's address cannot be used
 */
export function openProxied(apiUrl: URL, proxies: Proxies): Transport {
  const dispatcher = openDispatcher(apiUrl, proxies, LARGEST_RESPONSE);
  return {
    send: async (request) => {
      const { statusCode, headers, body } = await dispatcher.request({ origin: apiUrl.origin, ...request });
      return { status: statusCode, headers, text: () => body.text() };
    },
    close: () => dispatcher.destroy(),
  };
}
