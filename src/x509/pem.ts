import { Buffer } from 'node:buffer';
import type { Fault } from '../errors.ts';
import { derLength } from './der.ts';
import { faultOfBlock, faultOfDer, formatOf, isDer } from './formats.ts';

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
}

/** The blocks in their order, or what is wrong. */
export type PemReading = { readonly blocks: readonly PemBlock[] } | { readonly fault: Fault };

const LONGEST_TEXT = 1024 * 1024;
const MOST_BLOCKS = 100;
/** Base64 of base64 of PEM: a file is encoded once for a secret, and the secret once more for Kubernetes. */
const DEEPEST = 2;
const BEGIN = /-----BEGIN ([A-Z0-9 #]{1,40})-----/gu;

/** Is the text base64 alone, as `base64 -w0` of a whole PEM file makes it? Then the bytes behind it. */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = unescape(text).replaceAll(/[\s"']+/gu, '');
  return compact.length >= 16 && /^[A-Za-z0-9+/]+={0,2}$/u.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}

/**
 * Escaped line ends (`\n`, also escaped twice) as real ones, JSON's `\/` as a slash, `%0A` and what else is escaped as in a URL, and
 * nothing of characters that are not seen.
 */
export function unescape(text: string): string {
  const plain = /%0[ADad]/.test(text)
    ? text.replaceAll(/%([0-7][0-9A-F])/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
  const escaped = plain.includes('\\') ? plain.replaceAll(/\\+[nrt]/gu, '\n').replaceAll('\\/', '/') : plain;
  return escaped.replaceAll(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]+/g, '');
}

/**
 * The text of a file: UTF-8 or UTF-16, with a byte order mark or without. Bytes that are no text are kept one character each, so that
 * {@link readPem} can tell what they are.
 */
export function textOfFile(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return swapped(buffer).toString('utf16le').slice(1);
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return buffer.toString('utf16le').slice(1);
  if (buffer.length > 8 && buffer[1] === 0 && buffer[3] === 0) return buffer.toString('utf16le');
  if (buffer.length > 8 && buffer[0] === 0 && buffer[2] === 0) return swapped(buffer).toString('utf16le');
  if (isDer(buffer)) return buffer.toString('latin1');
  return buffer.toString('utf8').replace(/^\uFEFF/u, '');
}

/** Certificates by their body: most files of one folder have the same intermediates. */
export type KnownBlocks = Map<string, PemBlock>;

/** Reads PEM in any of the forms in which it travels through files, secrets and shells. */
export function readPem(content: string, known: KnownBlocks = new Map()): PemReading {
  if (content.length > LONGEST_TEXT)
    return { fault: { what: 'is too long for PEM (more than 1 MiB)', remedy: 'Supply the PEM of one certificate.' } };
  // DER begins with a sequence, whose tag is a 0 as a text.
  const bytes = Buffer.from(content.startsWith('0') ? content : '', 'latin1');
  if (isDer(bytes)) return { fault: faultOfDer(bytes) };
  const text = unescape(content);
  if (text.includes('-----BEGIN ')) return readBlocks(text, known);
  if (text.trim() === '') return { fault: { what: 'is empty', remedy: 'Supply PEM.' } };
  // A DER file that came through a text input has lost its high bytes.
  if (text.startsWith('0\uFFFD')) return { fault: faultOfDer(Buffer.from(content, 'latin1')) };
  return readEncoded(text, DEEPEST, known) ?? { fault: text.includes('-----END ') ? TRUNCATED : NOT_PEM };
}

/** Reads base64 of PEM, and base64 of that; undefined if there is neither. */
function readEncoded(text: string, depth: number, known: KnownBlocks): PemReading | undefined {
  const decoded = decodeBase64(text);
  if (decoded === undefined) return undefined;
  if (isDer(decoded)) {
    const { what, remedy } = faultOfDer(decoded);
    return { fault: { what: `is base64 of something that ${what}`, remedy } };
  }
  const inner = unescape(textOfFile(decoded));
  if (inner.includes('-----BEGIN ')) return readBlocks(inner, known);
  if (inner.includes('-----END ')) return { fault: TRUNCATED };
  return depth > 1 ? readEncoded(inner, depth - 1, known) : undefined;
}

const TRUNCATED: Fault = {
  what: 'is cut off: a block does not have both its `-----BEGIN` and its `-----END` line',
  remedy: 'Supply the whole file.',
};
const NOT_PEM: Fault = {
  what: 'is not PEM: it has no line `-----BEGIN …-----`',
  remedy: 'Supply the whole file, with its first and last line.',
};
const TOO_MANY: Fault = {
  what: `has more than ${MOST_BLOCKS} blocks of PEM`,
  remedy: 'Supply what belongs to one certificate.',
};

/** Blocks that were read before, from many files. */
export function limitBlocks(blocks: readonly PemBlock[]): PemReading {
  return blocks.length > MOST_BLOCKS ? { fault: TOO_MANY } : { blocks };
}

function readBlocks(text: string, known: KnownBlocks): PemReading {
  const blocks: PemBlock[] = [];
  let position = 0;
  for (const match of text.matchAll(BEGIN)) {
    const label = match[1] ?? '';
    if (text.slice(position, match.index).includes('-----END ')) return { fault: TRUNCATED };
    const start = match.index + match[0].length;
    const end = text.indexOf(`-----END ${label}-----`, start);
    const next = text.indexOf('-----BEGIN ', start);
    if (end < 0 || (next >= 0 && next < end)) return { fault: TRUNCATED };
    position = end + label.length + '-----END -----'.length;
    const body = text.slice(start, end);
    const isCertificate = label === 'CERTIFICATE';
    const block = (isCertificate ? known.get(body) : undefined) ?? readBlock(label, body);
    if (block !== undefined && 'fault' in block) return block;
    if (block === undefined)
      return {
        fault: {
          what: `is damaged or cut off: the block "${label}" is not complete`,
          remedy: 'Supply the file again, as it was created.',
        },
      };
    blocks.push(block);
    if (isCertificate) known.set(body, block);
    if (blocks.length > MOST_BLOCKS) return { fault: TOO_MANY };
  }
  // The last position also finds an armour that is no label at all, such as one in lower case.
  if (blocks.length === 0 || /-----(?:BEGIN|END) /u.test(text.slice(position))) return { fault: TRUNCATED };
  return { blocks };
}

function readBlock(label: string, body: string): PemBlock | { readonly fault: Fault } | undefined {
  // Headers (RFC 1421, 4.6) are only met in keys that OpenSSL encrypted in its old way.
  if (body.includes('Proc-Type') && /Proc-Type:\s*4,\s*ENCRYPTED/u.test(body))
    return { kind: 'encrypted_private_key', label, der: Buffer.alloc(0), pem: '' };
  const whole = bytesOf(body);
  if (whole === undefined) return undefined;
  const format = formatOf(whole, label);
  const fault = faultOfBlock(format, label);
  if (fault !== undefined) return { fault };
  const labelled = kindOf(label);
  const kind = labelled === 'certificate' && format === 'certificate_request' ? format : labelled;
  if (kind === 'other') return { kind, label, der: whole, pem: '' };
  const length = derLength(whole);
  // Only OpenSSL's TRUSTED CERTIFICATE has something after the certificate.
  if (length === undefined || length > whole.length || (length < whole.length && !label.startsWith('TRUSTED')))
    return undefined;
  const der = whole.subarray(0, length);
  const canonical = kind === 'certificate' ? 'CERTIFICATE' : label;
  return new CanonicalBlock(kind, canonical, der);
}

/** A block whose text is made when it is asked for: of what exists already, nothing is sent. */
class CanonicalBlock implements PemBlock {
  readonly kind: PemKind;
  readonly label: string;
  readonly der: Buffer;
  #pem: string | undefined;

  constructor(kind: PemKind, label: string, der: Buffer) {
    this.kind = kind;
    this.label = label;
    this.der = der;
  }

  get pem(): string {
    this.#pem ??= `-----BEGIN ${this.label}-----\n${linesOf(this.der)}-----END ${this.label}-----\n`;
    return this.#pem;
  }
}

/** The bytes of a body; undefined if it is not base64 (RFC 4648, 4). */
function bytesOf(body: string): Buffer | undefined {
  // As clients write it, it needs no closer look: what is decoded has the same lines.
  const decoded = Buffer.from(body, 'base64');
  if (decoded.length > 0 && body === `\n${linesOf(decoded)}`) return decoded;
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

function kindOf(label: string): PemKind {
  if (/^(?:X509 |TRUSTED )?CERTIFICATE$/u.test(label)) return 'certificate';
  if (label === 'ENCRYPTED PRIVATE KEY') return 'encrypted_private_key';
  if (/^(?:(?:RSA|EC|DSA) )?PRIVATE KEY$/u.test(label)) return 'private_key';
  if (label.endsWith('PUBLIC KEY')) return 'public_key';
  if (label.endsWith('CERTIFICATE REQUEST')) return 'certificate_request';
  return label.endsWith('PARAMETERS') ? 'parameters' : 'other';
}

function swapped(buffer: Buffer): Buffer {
  return Buffer.from(buffer.subarray(0, buffer.length - (buffer.length % 2))).swap16();
}
