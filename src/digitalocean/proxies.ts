/** What the environment says of proxies, as it is. */
export interface Proxies {
  readonly https: string;
  readonly none: string;
}

export const NO_PROXIES: Proxies = { https: '', none: '' };

/** Does the environment name a proxy for https? NO_PROXY may take hosts out. */
export function hasProxy({ https }: Proxies): boolean {
  return https !== '';
}

/** May a request to this address go through a proxy? Plain http is loopback: no proxy would find it. */
export function mayUseProxy({ protocol }: URL, proxies: Proxies): boolean {
  return protocol !== 'http:' && hasProxy(proxies);
}
