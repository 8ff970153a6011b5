import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** Where to ask by TLS: a name, a port, and, when only one of its addresses is to be asked, that address. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly address: string | undefined;
}

const FORM = /^(?<host>[^\s@:[\]/]+)(?:@(?<address>\[[0-9a-f:.]+\]|[0-9.]+))?(?::(?<port>\d{1,5}))?$/iu;

/**
 * Reads `host`, `host:port` or `host@address:port`; an IPv6 address stands in brackets (RFC 3986, 3.2.2), a name in Unicode is turned
 * to ASCII (UTS 46). Undefined when it is none of these.
 */
export function parseEndpoint(text: string): Endpoint | undefined {
  const groups = FORM.exec(text)?.groups;
  // A dot at the end is the root of DNS, and no part of a name in SNI (RFC 6066, 3).
  const host = domainToASCII(groups?.['host'] ?? '')
    .toLowerCase()
    .replace(/\.$/u, '');
  const address = groups?.['address']?.replace(/^\[|\]$/gu, '');
  const port = Number(groups?.['port'] ?? 443);
  // An address is no name that a certificate is asked for by (RFC 6066, 3), and a wildcard resolves to nothing.
  const isName = host !== '' && isIP(host) === 0 && !host.includes('*');
  const isValid = isName && (address === undefined || isIP(address) !== 0) && port >= 1 && port <= 65_535;
  return isValid ? { host, port, address } : undefined;
}

/** The endpoint as a person writes it. */
export function nameEndpoint({ host, port, address }: Endpoint): string {
  const at = address === undefined ? '' : `@${isIP(address) === 6 ? `[${address}]` : address}`;
  return `${host}${at}:${port}`;
}
