import { Buffer } from 'node:buffer';
import type { Fault } from '../errors.ts';
import { derLength } from './der.ts';
import { faultOfBlock, formatOf, isUsualStart, LONGEST_HEADER } from './formats.ts';

/** What a block holds, by its label. */
export type PemKind =
  | 'certificate'
  | 'private_key'
  | 'encrypted_private_key'
  | 'public_key'
  | 'certificate_request'
  | 'parameters'
  | 'other';

/** One block of PEM (RFC 7468), made canonical. */
export interface PemBlock {
  readonly kind: PemKind;
  readonly label: string;
  readonly der: Buffer;
  /** LF line ends, 64 columns, one line end after the last line. */
  readonly pem: string;
  /** Does it stand in its text so, with a label that is usual? */
  readonly isPlain: boolean;
}

/** Reads what stands between the two lines of a label; undefined if that is damaged. */
export function readBlock(label: string, body: string): PemBlock | { readonly fault: Fault } | undefined {
  // Headers (RFC 1421, 4.6) are only met in keys that OpenSSL encrypted in its old way.
  if (body.includes('Proc-Type') && /Proc-Type:\s*4,\s*ENCRYPTED/u.test(body))
    return { kind: 'encrypted_private_key', label, der: Buffer.alloc(0), pem: '', isPlain: false };
  // As clients write it, it needs no closer look: what is decoded has the same lines.
  const decoded = Buffer.from(body, 'base64');
  const isPlain = decoded.length > 0 && body === `\n${linesOf(decoded)}`;
  const whole = isPlain ? decoded : decode(body);
  if (whole === undefined) return undefined;
  const format = KINDS.has(label) && isUsualStart(whole) ? 'unknown' : formatOf(whole, label);
  const fault = faultOfBlock(format, label);
  if (fault !== undefined) return { fault };
  const labelled = kindOf(label);
  const kind = labelled === 'certificate' && format === 'certificate_request' ? format : labelled;
  if (kind === 'other') return { kind, label, der: whole, pem: '', isPlain: false };
  const length = derLength(whole.toString('latin1', 0, LONGEST_HEADER));
  // Only OpenSSL's TRUSTED CERTIFICATE has something after the certificate.
  if (length === undefined || length > whole.length || (length < whole.length && !label.startsWith('TRUSTED')))
    return undefined;
  const der = length === whole.length ? whole : whole.subarray(0, length);
  const canonical = kind === 'certificate' ? 'CERTIFICATE' : label;
  return new CanonicalBlock(
    kind,
    canonical,
    der,
    isPlain && canonical === label && KINDS.has(label) ? body : undefined,
  );
}

/** A block whose text is made when it is asked for: of what exists already, nothing is sent. */
class CanonicalBlock implements PemBlock {
  readonly kind: PemKind;
  readonly label: string;
  readonly der: Buffer;
  readonly isPlain: boolean;
  #body: string | undefined;

  /** @param body as it stands, if that is canonical */
  constructor(kind: PemKind, label: string, der: Buffer, body: string | undefined) {
    this.kind = kind;
    this.label = label;
    this.der = der;
    this.isPlain = body !== undefined;
    this.#body = body;
  }

  get pem(): string {
    this.#body ??= `\n${linesOf(this.der)}`;
    return `-----BEGIN ${this.label}-----${this.#body}-----END ${this.label}-----\n`;
  }
}

/** The bytes of a body; undefined if it is not base64 (RFC 4648, 4). */
function decode(body: string): Buffer | undefined {
  // Some secret stores take no line ends, and people put `_` in their place.
  const base64 = body.replaceAll(/[\s"'_]+/gu, '');
  return base64.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/u.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

const COLUMNS = 64;

function linesOf(bytes: Buffer): string {
  const base64 = bytes.toString('base64');
  let lines = '';
  for (let at = 0; at < base64.length; at += COLUMNS) lines += `${base64.slice(at, at + COLUMNS)}\n`;
  return lines;
}

const KINDS: ReadonlyMap<string, PemKind> = new Map([
  ['CERTIFICATE', 'certificate'],
  ['X509 CERTIFICATE', 'certificate'],
  ['TRUSTED CERTIFICATE', 'certificate'],
  ['ENCRYPTED PRIVATE KEY', 'encrypted_private_key'],
  ['PRIVATE KEY', 'private_key'],
  ['RSA PRIVATE KEY', 'private_key'],
  ['EC PRIVATE KEY', 'private_key'],
  ['DSA PRIVATE KEY', 'private_key'],
  ['EC PARAMETERS', 'parameters'],
]);

function kindOf(label: string): PemKind {
  const kind = KINDS.get(label);
  if (kind !== undefined) return kind;
  if (label.endsWith('PUBLIC KEY')) return 'public_key';
  if (label.endsWith('CERTIFICATE REQUEST')) return 'certificate_request';
  return label.endsWith('PARAMETERS') ? 'parameters' : 'other';
}
