import { Buffer } from 'node:buffer';
import { remember } from './remember.ts';

/**
 * Bytes as a text, a character a byte: V8 cuts and compares such faster than Buffers, and they are keys of a Map as they are. Most of a
 * folder of certificates is read by code that has just begun to run.
 */
export type Bytes = string;

export function bytesOf(buffer: Buffer): Bytes {
  return buffer.toString('latin1');
}

export function bufferOf(bytes: Bytes): Buffer {
  return Buffer.from(bytes, 'latin1');
}

/** From one byte up to, and without, another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One element of DER (X.690, 8.1). Its bytes are cut out when they are asked for: most never are. */
export class DerElement {
  readonly tag: number;
  readonly #bytes: Bytes;
  readonly #start: number;
  readonly #contentStart: number;
  readonly end: number;

  /** @param limit where the bytes end that it may have */
  constructor(bytes: Bytes, start: number, limit: number) {
    const length = derLength(bytes, start);
    if (length === undefined || start + length > limit) throw new DerError('not an element');
    this.tag = bytes.charCodeAt(start);
    this.#bytes = bytes;
    this.#start = start;
    this.#contentStart = start + headerLength(bytes.charCodeAt(start + 1));
    this.end = start + length;
  }

  get content(): Bytes {
    return this.#bytes.slice(this.#contentStart, this.end);
  }

  /** The element with its tag and length. */
  get whole(): Bytes {
    return this.#bytes.slice(this.#start, this.end);
  }

  /** Where it is in the bytes that were read. */
  span(): Span {
    return { start: this.#start, end: this.end };
  }

  /** Where its content is. @param skip bytes before it */
  contentSpan(skip = 0): Span {
    return { start: this.#contentStart + skip, end: this.end };
  }

  /** The elements that follow each other in it; it has nothing else. */
  get children(): readonly DerElement[] {
    const elements: DerElement[] = [];
    let start = this.#contentStart;
    while (start < this.end) {
      const element = new DerElement(this.#bytes, start, this.end);
      elements.push(element);
      start = element.end;
    }
    return elements;
  }

  /** Its children if it is a sequence. @throws DerError if it is none */
  get sequence(): readonly DerElement[] {
    if (this.tag !== TAG.sequence) throw new DerError('not a sequence');
    return this.children;
  }

  /** The first element in it, such as that of an octet string. What follows does not matter. @param skip bytes before it */
  inner(skip = 0): DerElement {
    return new DerElement(this.#bytes, this.#contentStart + skip, this.end);
  }

  /** The elements of the sequence that fills it. @param skip bytes before it */
  innerSequence(skip = 0): readonly DerElement[] {
    const inner = this.inner(skip);
    if (inner.end !== this.end) throw new DerError('not a sequence');
    return inner.sequence;
  }
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  bmpString: 0x1e,
  latinString: 0x14,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** Bytes that are not DER. Caught where the reading of a certificate began. */
export class DerError extends Error {}

/** What `read` gives, or this in its place if the bytes are not DER. */
export function readOr<Value, Other>(read: () => Value, broken: Other): Value | Other {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) return broken;
    throw error;
  }
}

/**
 * The length of the element that begins there, with its tag and length, in bytes; undefined if there is none. It may exceed the bytes
 * that are there. Longer forms than needed and the indefinite form are not DER.
 */
export function derLength(bytes: Bytes, start = 0): number | undefined {
  if (start + 2 > bytes.length || (bytes.charCodeAt(start) & 0x1f) === 0x1f) return undefined;
  const first = bytes.charCodeAt(start + 1);
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  if (size < 1 || size > 4 || bytes.length < start + 2 + size) return undefined;
  let length = 0;
  for (let at = start + 2; at < start + 2 + size; at += 1) length = length * 256 + bytes.charCodeAt(at);
  const isShortest = length >= 0x80 && bytes.charCodeAt(start + 2) !== 0;
  return isShortest ? 2 + size + length : undefined;
}

/** How many bytes are before the content of an element, by the byte that follows its tag. */
export function headerLength(lengthByte: number): number {
  return lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);
}

/** The first element of these bytes. What follows it does not matter. */
export function readElement(bytes: Bytes): DerElement {
  return new DerElement(bytes, 0, bytes.length);
}

/** The elements of a sequence that is the whole of these bytes. */
export function readSequence(bytes: Bytes): readonly DerElement[] {
  const element = readElement(bytes);
  if (element.end !== bytes.length) throw new DerError('not a sequence');
  return element.sequence;
}

/** An object identifier in its usual form, such as `2.5.29.19` (X.690, 8.19). */
export function readOid(element: DerElement): string {
  if (element.tag !== TAG.oid) throw new DerError('not an object identifier');
  return oidOf(element.content);
}

const oidOf = remember((content: Bytes): string => {
  const parts: number[] = [];
  let value = 0;
  if (content === '' || content.charCodeAt(content.length - 1) >= 0x80) throw new DerError('not an object identifier');
  for (let at = 0; at < content.length; at += 1) {
    const byte = content.charCodeAt(at);
    // A number begins with no zeros.
    if (value === 0 && byte === 0x80) throw new DerError('not an object identifier');
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  const [head = 0, ...tail] = parts;
  const first = Math.min(Math.floor(head / 40), 2);
  return [first, head - first * 40, ...tail].join('.');
});

/** Is it a positive integer in as few bytes as it needs (X.690, 8.3.2)? */
export function isPositiveInteger(element: DerElement | undefined): boolean {
  if (element?.tag !== TAG.integer) return false;
  const bytes = element.content;
  const first = bytes.charCodeAt(0);
  return (first > 0 && first < 0x80) || (first === 0 && bytes.charCodeAt(1) >= 0x80);
}
