import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { nodeErrorCode } from '../errors.ts';
import { formatSeconds } from '../text.ts';
import type { Endpoint } from './endpoint.ts';

/** Why an endpoint shows no certificate: its name does not exist, could not be looked up, or no handshake succeeded. */
export interface ProbeFault {
  readonly kind: 'unresolved' | 'lookup' | 'handshake';
  /** To stand after the endpoint. */
  readonly what: string;
}

/** The certificate that an address serves for a name. */
export interface Served {
  /** 40 lower-case hex digits. */
  readonly sha1Fingerprint: string;
  readonly notAfter: Date;
  /** What was sent, in the order in which it came: the leaf certificate, and then what may be its chain. */
  readonly sent: readonly [X509Certificate, ...X509Certificate[]];
  /** Why Node's roots do not trust it, by OpenSSL's name (`CERT_HAS_EXPIRED`); empty if they do. Names do not matter for it. */
  readonly distrust: string;
}

/** What one address was found to serve, or why nothing. */
export type Probed = { readonly endpoint: Endpoint } & (
  { readonly served: Served; readonly fault?: undefined } | { readonly served?: undefined; readonly fault: ProbeFault }
);

/** How long a handshake may take, in milliseconds. */
export const HANDSHAKE_MS = 10_000;

/**
 * Which certificate does an address serve for a name? One handshake with SNI and without resumption. It is reported whether it is
 * trusted or not, and whatever names it has. Never throws.
 * @param signal ends the attempt: the server stalls, or the job was cancelled
 * @param limitMs how long the attempt may take, for the message
 */
export async function handshake(
  endpoint: Endpoint,
  signal: AbortSignal,
  limitMs: number = HANDSHAKE_MS,
): Promise<Probed> {
  return new Promise((resolve) => {
    const socket = connect({
      host: endpoint.address ?? endpoint.host,
      port: endpoint.port,
      servername: endpoint.host,
      rejectUnauthorized: false,
      // Names are checked by the caller: here they would hide why a chain is not trusted.
      checkServerIdentity: () => undefined,
    });
    const end = (probed: Probed): void => {
      signal.removeEventListener('abort', late);
      // In order if there is something to end: a server should not log the probe as a failure.
      if (probed.fault === undefined) socket.destroySoon();
      else socket.destroy();
      resolve(probed);
    };
    const fail = (what: string): void => end({ endpoint, fault: { kind: 'handshake', what } });
    const late = (): void => fail(`no TLS handshake within ${formatSeconds(limitMs)}`);
    signal.addEventListener('abort', late, { once: true });
    socket.once('secureConnect', () => end(servedBy(socket, endpoint)));
    socket.once('error', (error) => fail(connectFaultOf(error)));
    socket.once('close', () => fail(CLOSED));
    if (signal.aborted) late();
  });
}

function servedBy(socket: TLSSocket, endpoint: Endpoint): Probed {
  const sent: X509Certificate[] = [];
  for (let each = socket.getPeerX509Certificate(); each !== undefined; each = each.issuerCertificate) sent.push(each);
  const [leaf, ...rest] = sent;
  if (leaf === undefined) return { endpoint, fault: { kind: 'handshake', what: 'the server sends no certificate' } };
  // Typed as an error, and a word in fact.
  const distrust = socket.authorized ? '' : String(socket.authorizationError);
  const sha1Fingerprint = leaf.fingerprint.replaceAll(':', '').toLowerCase();
  return { endpoint, served: { sha1Fingerprint, notAfter: leaf.validToDate, sent: [leaf, ...rest], distrust } };
}

const CLOSED = 'the server closed the connection during the handshake';
const NOT_TLS = 'the server does not speak TLS on that port (is it plain HTTP?)';

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens on that port',
  ECONNRESET: CLOSED,
  EHOSTUNREACH: 'there is no route to that address',
  ENETUNREACH: 'this machine has no route to that address',
  ETIMEDOUT: 'the server does not respond',
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server supports no TLS version that is still in use',
};

/** Why a connection failed, to stand after the endpoint. */
export function connectFaultOf(error: Error): string {
  const code = nodeErrorCode(error);
  const words = WORDS[code];
  if (words !== undefined) return `${words} (${code})`;
  if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO') return code || error.message;
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : code;
  return `the server refused the TLS handshake: ${reason}`;
}
