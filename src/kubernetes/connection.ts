import { X509Certificate } from 'node:crypto';

/** How the API server of one cluster is reached, and with which credentials: a bearer token, or a client certificate. */
export interface Connection {
  /** https, without credentials, query and fragment. */
  readonly server: URL;
  /** The roots that it is verified with, as PEM; the machine's own if absent. */
  readonly certificateAuthority?: string;
  /** The name that its certificate must have, if it is not the one in the URL. */
  readonly serverName?: string;
  readonly token?: string;
  /** PEM: the client certificate with its chain, and its key. */
  readonly clientCertificate?: { readonly certificate: string; readonly privateKey: string };
}

/**
 * The URL of an API server: https only, also for loopback addresses, since the credentials travel with every request. Undefined if it is
 * something else, which is not to be quoted: it may hold a password.
 */
export function parseServer(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isPlain && url.protocol === 'https:' && url.hostname !== '' ? url : undefined;
}

/** Is it PEM with certificates that can be read, and nothing but them? */
export function isCertificates(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu) ?? [];
  if (blocks.length === 0 || /PRIVATE KEY/u.test(pem)) return false;
  try {
    return blocks.every((block) => new X509Certificate(block).serialNumber !== '');
  } catch {
    return false;
  }
}

/** Base64 as text; undefined if it is no base64. */
export function decodeData(text: string): string | undefined {
  const data = text.replaceAll(/\s+/gu, '');
  if (data === '' || !/^[A-Za-z0-9+/]+={0,2}$/u.test(data)) return undefined;
  return Buffer.from(data, 'base64').toString('utf8');
}

/** May it stand in a header? (RFC 6750, 2.1, and what is seen besides) */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/u.test(text);
}
