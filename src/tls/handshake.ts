import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { nodeErrorCode } from '../errors.ts';
import { flatten, formatSeconds } from '../text.ts';
import { isAddress } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * Why an endpoint shows no certificate: its name does not exist, could not be looked up, this machine has no way to the address, or no
 * handshake succeeded.
 */
export interface ProbeFault {
  readonly kind: 'unresolved' | 'lookup' | 'no_route' | 'handshake';
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
  /**
   * Why Node's roots do not trust it: OpenSSL's name of the reason (`CERT_HAS_EXPIRED`), or its words if it has no name; empty if they
   * do, undefined if that is not known. Names do not matter for it.
   */
  readonly distrust: string | undefined;
  /** How the server ended the handshake after it had sent the certificate, to stand after the endpoint; undefined if it did not. */
  readonly refusal?: string;
}

/** What one address was found to serve, or why nothing. */
export type Probed = { readonly endpoint: Endpoint } & (
  { readonly served: Served; readonly fault?: undefined } | { readonly served?: undefined; readonly fault: ProbeFault }
);

/** How long a handshake may take, in milliseconds. */
export const HANDSHAKE_MS = 10_000;

/**
 * Which certificate does an address serve for a name? One handshake with SNI and without resumption. It is reported whether it is
 * trusted or not, and whatever names it has, also if the server then refuses the handshake for want of a client certificate. Never
 * throws.
 * @param signal ends the attempt: the server stalls, or the job was cancelled
 * @param limitMs how long the attempt may take, for the message
 */
export async function handshake(
  endpoint: Endpoint,
  signal: AbortSignal,
  limitMs: number = HANDSHAKE_MS,
): Promise<Probed> {
  const probed = await attempt(endpoint, signal, limitMs);
  if (probed.served?.distrust !== UNNAMED) return probed;
  return { endpoint, served: { ...probed.served, distrust: await unnamedReason(endpoint, signal) } };
}

/** What Node calls the reasons that it has no name for. */
const UNNAMED = 'UNSPECIFIED';

function connectTo(endpoint: Endpoint, options: ConnectionOptions): TLSSocket {
  return connect({
    host: endpoint.address ?? endpoint.host,
    port: endpoint.port,
    ...(isAddress(endpoint) ? {} : { servername: endpoint.host }),
    // Names are checked by the caller: here they would hide why a chain is not trusted.
    checkServerIdentity: () => undefined,
    ...options,
  });
}

function attempt(endpoint: Endpoint, signal: AbortSignal, limitMs: number): Promise<Probed> {
  return new Promise((resolve) => {
    // Asked for what it may staple, OpenSSL reports when the server has sent its certificate, before it has seen ours.
    const socket = connectTo(endpoint, { rejectUnauthorized: false, requestOCSP: true });
    let sent: readonly X509Certificate[] = [];
    const end = (probed: Probed): void => {
      signal.removeEventListener('abort', late);
      // In order if there is something to end: a server should not log the probe as a failure.
      if (probed.fault === undefined && probed.served.refusal === undefined) socket.destroySoon();
      else socket.destroy();
      resolve(probed);
    };
    const fail = (what: string, kind: ProbeFault['kind'] = 'handshake'): void =>
      end({ endpoint, fault: { kind, what } });
    const refuse = (error: Error): void => {
      const served = servedOf(sent);
      if (served === undefined || !isRefusal(error)) return fail(connectFaultOf(error), connectFaultKindOf(error));
      return end({ endpoint, served: { ...served, distrust: undefined, refusal: refusalOf(connectFaultOf(error)) } });
    };
    const late = (): void => fail(`no TLS handshake within ${formatSeconds(limitMs)}`);
    signal.addEventListener('abort', late, { once: true });
    // Node hands the certificates out once.
    socket.once('OCSPResponse', () => (sent = certificatesOf(socket)));
    socket.once('secureConnect', () => {
      const served = servedOf(sent.length === 0 ? certificatesOf(socket) : sent);
      // Typed as an error, and a word in fact.
      const distrust = socket.authorized ? '' : String(socket.authorizationError);
      if (served === undefined) fail('the server sends no certificate');
      else end({ endpoint, served: { ...served, distrust } });
    });
    socket.once('error', refuse);
    socket.once('close', () => refuse(Object.assign(new Error(CLOSED), { code: 'ECONNRESET' })));
    if (signal.aborted) late();
  });
}

/** What was sent, in the order in which it came. */
function certificatesOf(socket: TLSSocket): readonly X509Certificate[] {
  const sent: X509Certificate[] = [];
  for (let each = socket.getPeerX509Certificate(); each !== undefined; each = each.issuerCertificate) sent.push(each);
  return sent;
}

function servedOf([leaf, ...rest]: readonly X509Certificate[]): Omit<Served, 'distrust'> | undefined {
  if (leaf === undefined) return undefined;
  const sha1Fingerprint = leaf.fingerprint.replaceAll(':', '').toLowerCase();
  return { sha1Fingerprint, notAfter: leaf.validToDate, sent: [leaf, ...rest] };
}

/** OpenSSL's words for a reason without a name, as in `permitted subtree violation`: Node tells them only to who insists on trust. */
async function unnamedReason(endpoint: Endpoint, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTo(endpoint, {});
    const end = (reason: string): void => {
      signal.removeEventListener('abort', give);
      socket.destroy();
      resolve(reason);
    };
    const give = (): void => end(UNNAMED);
    signal.addEventListener('abort', give, { once: true });
    socket.once('secureConnect', give);
    socket.once('error', (error) => end(nodeErrorCode(error) === UNNAMED ? flatten(error.message) : UNNAMED));
    socket.once('close', give);
    if (signal.aborted) give();
  });
}

const CLOSED = 'the server closed the connection during the handshake';
const NOT_TLS = 'the server does not speak TLS on that port (is it plain HTTP?)';

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens on that port',
  ECONNRESET: CLOSED,
  EHOSTUNREACH: 'there is no route to that address',
  ENETUNREACH: 'this machine has no route to that address',
  ENETDOWN: 'this machine has no network',
  EADDRNOTAVAIL: 'this machine has no address of that kind',
  EAFNOSUPPORT: 'this machine has no addresses of that kind',
  EACCES: 'this machine or its network forbids connections to that address',
  ETIMEDOUT: 'the server does not respond',
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server supports no TLS version that is still in use',
};

/** Connections that nothing was sent for: there is no way from this machine to that address (connect(2), and ICMPv6 as Linux reports it). */
const NO_ROUTE = new Set([
  'EACCES',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EINVAL',
  'ENETDOWN',
  'ENETUNREACH',
  'EPFNOSUPPORT',
]);

function connectFaultKindOf(error: Error): ProbeFault['kind'] {
  return NO_ROUTE.has(nodeErrorCode(error)) ? 'no_route' : 'handshake';
}

/** The alerts of servers that miss a client certificate, or do not like it (RFC 5246, 7.2.2). Some just close the connection. */
const REFUSALS =
  /^(?:ECONNRESET|EPIPE|ERR_SSL_.*ALERT_(?:HANDSHAKE_FAILURE|NO_CERTIFICATE|BAD_CERTIFICATE|CERTIFICATE_REQUIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED))$/u;

function isRefusal(error: Error): boolean {
  return REFUSALS.test(nodeErrorCode(error));
}

const refusalOf = (reason: string): string =>
  `the server ended the handshake after it had sent its certificate, as servers do that require a client certificate (${reason})`;

/** Why a connection failed, to stand after the endpoint. */
export function connectFaultOf(error: Error): string {
  const code = nodeErrorCode(error);
  const words = WORDS[code];
  if (words !== undefined) return `${words} (${code})`;
  if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO') return code || error.message;
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : code;
  return `the server refused the TLS handshake: ${reason}`;
}
