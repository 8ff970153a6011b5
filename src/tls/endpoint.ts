import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** Where to probe with TLS: a name, a port, and, if only one of its addresses is to be probed, that address. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly address: string | undefined;
}

const FORM = /^(?<host>[^\s@:[\]/]+)(?:@(?<address>\[[0-9a-f:.]+\]|[0-9.]+))?(?::(?<port>\d{1,5}))?$/iu;

/**
 * Reads `host`, `host:port` or `host@address:port`; an IPv6 address stands in brackets (RFC 3986, 3.2.2), a name in Unicode is turned
 * to ASCII (UTS 46). Undefined if it is none of these.
 */
export function parseEndpoint(text: string): Endpoint | undefined {
  const groups = FORM.exec(text)?.groups;
  // A dot at the end is the root of DNS, and no part of a name in SNI (RFC 6066, 3).
  const host = domainToASCII(groups?.['host'] ?? '')
    .toLowerCase()
    .replace(/\.$/u, '');
  const address = groups?.['address']?.replace(/^\[|\]$/gu, '');
  const port = Number(groups?.['port'] ?? 443);
  const isValid = isHostName(host) && (address === undefined || isIP(address) !== 0) && port >= 1 && port <= 65_535;
  return isValid ? { host, port, address } : undefined;
}

/** A name that can be resolved (RFC 1035, 2.3.4); underscores are seen in the field. An address is no name for SNI (RFC 6066, 3). */
function isHostName(host: string): boolean {
  return (
    host.length <= 253 &&
    isIP(host) === 0 &&
    host.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/u.test(label))
  );
}

/** The endpoint as a person writes it. */
export function nameEndpoint({ host, port, address }: Endpoint): string {
  const at = address === undefined ? '' : `@${isIP(address) === 6 ? `[${address}]` : address}`;
  return `${host}${at}:${port}`;
}
