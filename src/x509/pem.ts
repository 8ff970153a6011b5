import { Buffer } from 'node:buffer';
import type { Fault } from '../errors.ts';
import { faultOfDer, isDer } from './formats.ts';
import { readBlock } from './pem-block.ts';
import type { PemBlock } from './pem-block.ts';

export type { PemBlock, PemKind } from './pem-block.ts';

/** The blocks in their order, or what is wrong. */
export type PemReading =
  /** `isPlain`: is there nothing else in the text, and are all blocks canonical as they stand? */
  { readonly blocks: readonly PemBlock[]; readonly isPlain: boolean } | { readonly fault: Fault };

const LONGEST_TEXT = 1024 * 1024;
const MOST_BLOCKS = 100;
/** Base64 of base64 of PEM: a file is encoded once for a secret, and the secret once more for Kubernetes. */
const DEEPEST = 2;
const BEGINNING = '-----BEGIN ';
const END = '-----END ';
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
  const plain = readPlainBlocks(content.includes('\r') ? content.replaceAll('\r\n', '\n') : content, known);
  if (plain !== undefined) return { blocks: plain, isPlain: true };
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
  return blocks.length > MOST_BLOCKS ? { fault: TOO_MANY } : { blocks, isPlain: false };
}

/** The blocks of a text as clients write it, without anything else; undefined if it must be looked at more closely. */
function readPlainBlocks(text: string, known: KnownBlocks): readonly PemBlock[] | undefined {
  const blocks: PemBlock[] = [];
  let position = 0;
  while (position < text.length) {
    const labelEnd = text.indexOf('-----\n', position);
    const end = labelEnd < 0 ? -1 : text.indexOf(END, labelEnd);
    if (end < 0 || !text.startsWith(BEGINNING, position)) return undefined;
    const label = text.slice(position + BEGINNING.length, labelEnd);
    const body = text.slice(labelEnd + '-----'.length, end);
    const block = (label === 'CERTIFICATE' ? known.get(body) : undefined) ?? readBlock(label, body);
    if (block === undefined || 'fault' in block || !block.isPlain) return undefined;
    const last = `${END}${label}-----\n`;
    if (!text.startsWith(last, end) || blocks.length === MOST_BLOCKS) return undefined;
    blocks.push(block);
    if (block.kind === 'certificate') known.set(body, block);
    position = end + last.length;
  }
  return blocks.length === 0 ? undefined : blocks;
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
  return { blocks, isPlain: false };
}

function swapped(buffer: Buffer): Buffer {
  return Buffer.from(buffer.subarray(0, buffer.length - (buffer.length % 2))).swap16();
}
