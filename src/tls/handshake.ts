import type { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { nameEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { errorCodeOf } from '../errors.ts';

/** What one address served for a name. */
export interface Served {
  readonly endpoint: Endpoint;
  /** 40 lower-case hex digits; empty when nothing was served. */
  readonly sha1Fingerprint: string;
  readonly notAfter: Date | undefined;
  /** What was sent, in the order in which it came: the leaf, and then what may be its chain. */
  readonly sent: readonly X509Certificate[];
  /** Why Node's roots do not trust it, as OpenSSL calls that (`CERT_HAS_EXPIRED`); empty when they do. Names do not matter for it. */
  readonly distrust: string;
  /** Why nothing was served; empty when something was. */
  readonly fault: string;
}

/** How long a handshake may take, in milliseconds. */
export const HANDSHAKE_MS = 10_000;

/** Nothing was served there, and why. */
export function unserved(endpoint: Endpoint, fault: string): Served {
  return {
    endpoint,
    sha1Fingerprint: '',
    notAfter: undefined,
    sent: [],
    distrust: '',
    fault: `${nameEndpoint(endpoint)}: ${fault}`,
  };
}

/** The addresses of an endpoint that are to be asked, and those that this machine has no way to ask. */
export interface Addresses {
  readonly asked: readonly Endpoint[];
  readonly leftOut: readonly Endpoint[];
}

/**
 * The address given, else every one that the name resolves to. On a machine without IPv6 (GitHub's hosted runners have none) the IPv6
 * ones are left out, as long as another is there.
 * @throws Error of `dns.lookup` when the name does not resolve
 */
export async function resolveEndpoint(endpoint: Endpoint): Promise<Addresses> {
  if (endpoint.address !== undefined) return { asked: [endpoint], leftOut: [] };
  const found = await lookup(endpoint.host, { all: true });
  const addresses = [...new Set(found.map(({ address }) => address))];
  const { asked, leftOut } = chooseAddresses(addresses, hasIpv6());
  const at = (address: string): Endpoint => ({ ...endpoint, address });
  return { asked: asked.map(at), leftOut: leftOut.map(at) };
}

/** Which of these addresses can be asked, where IPv6 leads nowhere but to this machine itself. */
export function chooseAddresses(
  addresses: readonly string[],
  withIpv6: boolean,
): { readonly asked: readonly string[]; readonly leftOut: readonly string[] } {
  const isAskable = (address: string): boolean => withIpv6 || isIP(address) === 4 || address === '::1';
  const asked = addresses.filter(isAskable);
  return asked.length === 0
    ? { asked: addresses, leftOut: [] }
    : { asked, leftOut: addresses.filter((each) => !isAskable(each)) };
}

function hasIpv6(): boolean {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return all.some(({ family, internal, address }) => family === 'IPv6' && !internal && !address.startsWith('fe80:'));
}

/**
 * Which certificate does an address serve for a name? One handshake with SNI and without resumption. What it serves is told whether
 * it is trusted or not, and whatever names it has. Never throws.
 * @param signal ends the asking: a server that stalls, or a job that was cancelled
 */
export async function askCertificate(endpoint: Endpoint, signal: AbortSignal): Promise<Served> {
  return new Promise((resolve) => {
    const socket = connect({
      host: endpoint.address ?? endpoint.host,
      port: endpoint.port,
      servername: endpoint.host,
      rejectUnauthorized: false,
      // Names are looked at by who asks: here they would hide why a chain is not trusted.
      checkServerIdentity: () => undefined,
      timeout: HANDSHAKE_MS,
    });
    const end = (served: Served): void => {
      signal.removeEventListener('abort', late);
      // In order where there is something to end: a server should not log what was asked of it as a failure.
      if (served.fault === '') socket.destroySoon();
      else socket.destroy();
      resolve(served);
    };
    const late = (): void => end(unserved(endpoint, `no TLS handshake within ${HANDSHAKE_MS / 1_000} s`));
    signal.addEventListener('abort', late, { once: true });
    socket.once('secureConnect', () => end(servedBy(socket, endpoint)));
    socket.once('timeout', late);
    socket.once('error', (error) => end(unserved(endpoint, connectFaultOf(error))));
    socket.once('close', () => end(unserved(endpoint, 'the connection was closed in the middle of the handshake')));
    if (signal.aborted) late();
  });
}

function servedBy(socket: TLSSocket, endpoint: Endpoint): Served {
  const sent: X509Certificate[] = [];
  for (let each = socket.getPeerX509Certificate(); each !== undefined; each = each.issuerCertificate) sent.push(each);
  const [leaf] = sent;
  if (leaf === undefined) return unserved(endpoint, 'it sends no certificate');
  // Typed as an error, and a word in fact.
  const distrust = socket.authorized ? '' : String(socket.authorizationError);
  const sha1Fingerprint = leaf.fingerprint.replaceAll(':', '').toLowerCase();
  return { endpoint, sha1Fingerprint, notAfter: leaf.validToDate, sent, distrust, fault: '' };
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (connection refused)',
  ECONNRESET: 'the connection was closed in the middle of the handshake',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that address from this machine',
  ETIMEDOUT: 'nobody answers there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS (is plain HTTP on that port?)',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS (is plain HTTP on that port?)',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it speaks no version of TLS that is still in use',
};

/** Why a connection came to nothing, to stand after the endpoint. */
export function connectFaultOf(error: Error): string {
  const code = errorCodeOf(error);
  const words = WORDS[code];
  if (words !== undefined) return `${words}, ${code}`;
  if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO') return code || error.message;
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : code;
  return `the TLS handshake was refused: ${reason}`;
}

/** Why a name has no address, to stand after the endpoint. */
export function resolveFaultOf(error: unknown): string {
  const code = errorCodeOf(error);
  if (code === 'ENOTFOUND')
    return 'the name does not resolve: is it spelt right, and is there a DNS record for it? (ENOTFOUND)';
  return `the name could not be resolved: no name server answered (${code || 'unknown error'})`;
}
