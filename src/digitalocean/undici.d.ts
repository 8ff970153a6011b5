// undici by its inner modules: its index loads fetch, WebSocket, caches and mocks as well, which is two thirds of the bundle.
// The package has no "exports", so each file can be imported; the types are those of the index.
declare module 'undici/lib/dispatcher/agent.js' {
  export { Agent as default } from 'undici';
}

declare module 'undici/lib/dispatcher/env-http-proxy-agent.js' {
  export { EnvHttpProxyAgent as default } from 'undici';
}

declare module 'undici/lib/dispatcher/dispatcher.js' {
  export { Dispatcher as default } from 'undici';
}

declare module 'undici/lib/api/index.js' {
  import type { Dispatcher } from 'undici';

  /** The methods that the index puts onto every dispatcher. */
  const api: Pick<Dispatcher, 'request' | 'connect'>;
  export default api;
}
