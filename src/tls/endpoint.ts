import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** Where to probe with TLS: a name, a port, and, if only one of its addresses is to be probed, that address. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly address: string | undefined;
}

const FORM = /^(?<host>\[[0-9a-f:.]+\]|[^\s@:[\]/]+)(?:@(?<address>\[[0-9a-f:.]+\]|[0-9.]+))?(?::(?<port>\d{1,5}))?$/iu;

/**
 * Reads `host`, `host:port` or `host@address:port`; an IPv6 address stands in brackets (RFC 3986, 3.2.2), a name in Unicode is turned
 * to ASCII (UTS 46). Undefined if it is none of these.
 */
export function parseEndpoint(text: string): Endpoint | undefined {
  const groups = FORM.exec(text)?.groups;
  const host = readHost(groups?.['host'] ?? '');
  const address = groups?.['address']?.replace(/^\[|\]$/gu, '');
  const port = Number(groups?.['port'] ?? 443);
  const isValid = host !== undefined && (address === undefined || isIP(address) !== 0) && port >= 1 && port <= 65_535;
  return isValid ? { host, port, address } : undefined;
}

/** A name in ASCII, or an IP address in its usual form (RFC 5952), so that it compares with what a certificate has. */
function readHost(text: string): string | undefined {
  if (text.startsWith('[')) {
    const address = text.slice(1, -1);
    return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : undefined;
  }
  if (isIP(text) === 4) return text;
  // A dot at the end is the root of DNS, and no part of a name in SNI (RFC 6066, 3).
  const host = domainToASCII(text).toLowerCase().replace(/\.$/u, '');
  return isHostName(host) ? host : undefined;
}

/** A name that can be resolved (RFC 1035, 2.3.4); underscores are seen in the field. `127.1` is an address to some, and a name to none. */
function isHostName(host: string): boolean {
  return (
    host.length <= 253 &&
    isIP(host) === 0 &&
    host.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/u.test(label))
  );
}

/** Is the host itself an address? Then there is no SNI (RFC 6066, 3), and its certificate must have it as an IP address. */
export function isAddress({ host }: Endpoint): boolean {
  return isIP(host) !== 0;
}

/** The endpoint as a person writes it. */
export function nameEndpoint({ host, port, address }: Endpoint): string {
  const at = address === undefined || address === host ? '' : `@${bracket(address)}`;
  return `${bracket(host)}${at}:${port}`;
}

/** An IPv6 address in brackets; anything else as it is. */
function bracket(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
