import { isRecord } from '../digitalocean/json.ts';
import { bufferOf } from '../x509/der.ts';
import type { CertificateFields } from '../x509/fields.ts';

/** When a CA asks to renew a certificate (RFC 9773, 4.2). */
export interface RenewalWindow {
  readonly start: Date;
  readonly end: Date;
}

/** What was read, or why nothing was, to stand in brackets. */
export type Answer<Value> = { readonly value: Value } | { readonly fault: string };

/** An RFC 3339 timestamp, as RFC 9773 asks for: `Date.parse` accepts much that is none. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/iu;

/**
 * The identifier by which a CA knows a certificate (RFC 9773, 4.1): the key identifier of its issuer and its serial number, each as
 * base64url without padding. Undefined if it does not name its issuer's key.
 */
export function renewalIdOf({
  authorityKeyId,
  serialNumber,
}: Pick<CertificateFields, 'authorityKeyId' | 'serialNumber'>): string | undefined {
  if (authorityKeyId === undefined || authorityKeyId.length === 0 || serialNumber.length === 0) return undefined;
  return [authorityKeyId, serialNumber].map((bytes) => bufferOf(bytes).toString('base64url')).join('.');
}

/**
 * Where a CA's directory says that renewal information is found (RFC 9773, 3). It must be as safe as the directory itself: https, or, if
 * that is http on a loopback address, there too.
 */
export function renewalInfoIn(body: unknown, directory: URL): Answer<URL> {
  const text = isRecord(body) ? body['renewalInfo'] : undefined;
  if (text === undefined) return { fault: 'its directory has no renewalInfo' };
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  const isSafe =
    url !== undefined &&
    url.username === '' &&
    url.password === '' &&
    (url.protocol === 'https:' || (directory.protocol === 'http:' && url.host === directory.host));
  return isSafe ? { value: url } : { fault: 'its directory has no renewalInfo that may be used' };
}

/** The address of the renewal information of one certificate. */
export function renewalUrlOf(renewalInfo: URL, id: string): URL {
  const url = new URL(renewalInfo);
  url.pathname = `${url.pathname.replace(/\/+$/u, '')}/${id}`;
  url.hash = '';
  return url;
}

/**
 * The window in a response. One that ends before it begins counts as none (RFC 9773, 4.2), and so does one that begins when the
 * certificate has expired: whoever waited for it would be too late.
 */
export function windowIn(body: unknown, notAfter: Date): Answer<RenewalWindow> {
  const window = isRecord(body) && isRecord(body['suggestedWindow']) ? body['suggestedWindow'] : {};
  const [start, end] = [dateIn(window['start']), dateIn(window['end'])];
  if (start === undefined || end === undefined) return { fault: 'the response has no window that can be read' };
  if (end.getTime() <= start.getTime()) return { fault: 'the window in the response ends before it begins' };
  if (start.getTime() >= notAfter.getTime()) return { fault: 'the window in the response begins after the expiry' };
  return { value: { start, end } };
}

function dateIn(value: unknown): Date | undefined {
  const ms = typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
