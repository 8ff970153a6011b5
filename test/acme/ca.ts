import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { X509Certificate } from 'node:crypto';

/** What a CA tells of one certificate. */
export interface Window {
  readonly start: Date | string;
  readonly end: Date | string;
}

/** A response in place of the usual one; `stall` never ends. */
export type CaFault =
  | 'stall'
  | 'trickle'
  | 'close'
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** As it is if it is text, else as JSON. */
      readonly body?: unknown;
    };

/** The ACME server of a CA, as far as renewal information is concerned. */
export interface Ca {
  readonly directory: string;
  readonly host: string;
  /** What was asked: method and path. */
  readonly requests: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  /** Requests that break RFC 9773 or RFC 8555. */
  readonly violations: string[];
  /** The most requests for renewal information that were under way at a time. */
  readonly mostAtOnce: number;
  /** Sets the window of a certificate, given as PEM. */
  tell(leafCertificate: string, window: Window): void;
  /** Spoils a request; undefined leaves it. */
  fault: (path: string) => CaFault | undefined;
  reset(): void;
  close(): Promise<void>;
}

const RENEWAL_INFO = '/draft-ietf-acme-ari-03/renewalInfo';
const DIRECTORY = '/dir';
/** Six hours, as pebble has it. */
const RETRY_AFTER_S = '21600';

/**
 * A CA on 127.0.0.1 that answers like pebble: its directory, and renewal information by the identifier of RFC 9773, 4.1. It notes each
 * request that a client must not make: with another method or a credential, for an identifier in another form, or twice for one.
 */
export async function startCa(): Promise<Ca> {
  const windows = new Map<string, Window>();
  const state = { requests: [] as Ca['requests'], violations: [] as string[], underWay: 0, mostAtOnce: 0 };
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    open.add(response);
    state.requests.push({ method: request.method ?? '', path, headers: request.headers });
    state.violations.push(...violationsOf(request, state.requests.filter((each) => each.path === path).length));
    const isInfo = path.startsWith(`${RENEWAL_INFO}/`);
    if (isInfo) state.underWay += 1;
    state.mostAtOnce = Math.max(state.mostAtOnce, state.underWay);
    response.once('close', () => {
      open.delete(response);
      if (isInfo) state.underWay -= 1;
    });
    const fault = ca.fault(path);
    if (fault === 'stall') return;
    if (fault === 'close') return void request.socket.destroy();
    if (fault === 'trickle') return trickle(response);
    const usual = answer(path, ca.host, windows);
    // So that requests that are sent at once are seen at once.
    setTimeout(() => reply(response, fault === undefined ? usual : { ...usual, ...fault }), isInfo ? 5 : 0);
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ca: Ca = {
    host,
    directory: `http://${host}${DIRECTORY}`,
    requests: state.requests,
    violations: state.violations,
    get mostAtOnce() {
      return state.mostAtOnce;
    },
    tell: (leafCertificate, window) => void windows.set(idOf(leafCertificate), window),
    fault: () => undefined,
    reset: () => {
      windows.clear();
      state.requests.splice(0);
      state.violations.splice(0);
      state.mostAtOnce = 0;
      ca.fault = () => undefined;
    },
    close: async () => {
      for (const response of open) response.destroy();
      await new Promise((done) => server.close(done));
    },
  };
  return ca;
}

/** The identifier as OpenSSL's text of the certificate gives it, so that it is not the code under test that makes it. */
function idOf(leafCertificate: string): string {
  const certificate = new X509Certificate(leafCertificate);
  const digits = certificate.serialNumber;
  const serial = Buffer.from(Number.parseInt(digits.slice(0, 2), 16) >= 0x80 ? `00${digits}` : digits, 'hex');
  // authorityKeyIdentifier: OID 2.5.29.35, then an octet string with a sequence, and in it the key identifier of twenty bytes.
  const at = certificate.raw.indexOf(Buffer.from('0603551d23041830168014', 'hex'));
  const keyId = certificate.raw.subarray(at + 11, at + 31);
  if (at < 0) throw new Error('the certificate has no key identifier of twenty bytes');
  return `${keyId.toString('base64url')}.${serial.toString('base64url')}`;
}

function violationsOf({ method = '', url = '', headers }: IncomingMessage, count: number): string[] {
  const id = url.startsWith(`${RENEWAL_INFO}/`) ? url.slice(RENEWAL_INFO.length + 1) : undefined;
  return [
    ...(method === 'GET' ? [] : [`${method} ${url}`]),
    ...(headers.authorization === undefined && headers.cookie === undefined ? [] : [`a credential for ${url}`]),
    ...((headers['user-agent'] ?? '') === '' ? ['no user agent (RFC 8555, 6.1)'] : []),
    ...(id === undefined || /^[\w-]+\.[\w-]+$/u.test(id) ? [] : [`${id} is no identifier`]),
    ...(count === 1 ? [] : [`${url} was asked ${count} times`]),
  ];
}

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function answer(path: string, host: string, windows: ReadonlyMap<string, Window>): Reply {
  if (path === DIRECTORY) {
    const paths = {
      newNonce: '/nonce-plz',
      newAccount: '/sign-me-up',
      newOrder: '/order-plz',
      revokeCert: '/revoke-cert',
      keyChange: '/rollover-account-key',
      renewalInfo: RENEWAL_INFO,
    };
    const urls = Object.entries(paths).map(([key, each]) => [key, `http://${host}${each}`]);
    return {
      body: {
        ...Object.fromEntries(urls),
        meta: { externalAccountRequired: false, termsOfService: 'data:text/plain,Do%20what%20thou%20wilt' },
      },
    };
  }
  const window = path.startsWith(`${RENEWAL_INFO}/`) ? windows.get(path.slice(RENEWAL_INFO.length + 1)) : undefined;
  if (window === undefined) return problem(404, 'malformed', 'could not find the certificate');
  const [start, end] = [window.start, window.end].map((time) => (time instanceof Date ? time.toISOString() : time));
  return { headers: { 'retry-after': RETRY_AFTER_S }, body: { suggestedWindow: { start, end } } };
}

function problem(status: number, type: string, detail: string): Reply {
  const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
  return { status, headers, body: { type: `urn:ietf:params:acme:error:${type}`, detail, status } };
}

function reply(response: ServerResponse, { status = 200, headers = {}, body = '' }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body, null, 3));
}

/** A response that begins, and goes on for ever. */
function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 100);
  response.once('close', () => clearInterval(timer));
}
