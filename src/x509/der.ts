/** One element of DER (X.690, 8.1). Its bytes are cut out when they are asked for: most never are. */
export class DerElement {
  readonly tag: number;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #contentStart: number;
  readonly end: number;

  /** @param limit where the bytes end that it may have */
  constructor(bytes: Buffer, start: number, limit: number) {
    const length = derLength(bytes, start);
    if (length === undefined || start + length > limit) throw new DerError('not an element');
    const first = bytes[start + 1] ?? 0;
    this.tag = bytes[start] ?? 0;
    this.#bytes = bytes;
    this.#start = start;
    this.#contentStart = start + (first < 0x80 ? 2 : 2 + (first & 0x7f));
    this.end = start + length;
  }

  get content(): Buffer {
    return this.#bytes.subarray(this.#contentStart, this.end);
  }

  /** The content, a character a byte. */
  get text(): string {
    return this.#bytes.toString('latin1', this.#contentStart, this.end);
  }

  /** The element with its tag and length. */
  get whole(): Buffer {
    return this.#bytes.subarray(this.#start, this.end);
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

/** Bytes as a key of a Map. */
export function mapKeyOf(bytes: Buffer): string {
  return bytes.toString('latin1');
}

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
export function derLength(bytes: Buffer, start = 0): number | undefined {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  if (size < 1 || size > 4 || bytes.length < start + 2 + size) return undefined;
  let length = 0;
  for (let at = start + 2; at < start + 2 + size; at += 1) length = length * 256 + (bytes[at] ?? 0);
  const isShortest = length >= 0x80 && bytes[start + 2] !== 0;
  return isShortest ? 2 + size + length : undefined;
}

/** The first element of these bytes. What follows it does not matter. */
export function readElement(bytes: Buffer): DerElement {
  return new DerElement(bytes, 0, bytes.length);
}

/** The elements of a sequence that is the whole of these bytes. */
export function readSequence(bytes: Buffer): readonly DerElement[] {
  const element = readElement(bytes);
  if (element.end !== bytes.length) throw new DerError('not a sequence');
  return element.sequence;
}

/** Object identifiers by their bytes: there are few different ones, and hundreds in a folder of certificates. */
const KNOWN_OIDS = new Map<string, string>();
const MOST_KNOWN_OIDS = 1_000;

/** An object identifier in its usual form, such as `2.5.29.19` (X.690, 8.19). */
export function readOid(element: DerElement): string {
  const bytes = element.text;
  if (element.tag !== TAG.oid || bytes === '') throw new DerError('not an object identifier');
  const known = KNOWN_OIDS.get(bytes);
  if (known !== undefined) return known;
  const oid = oidOf(element.content);
  if (KNOWN_OIDS.size < MOST_KNOWN_OIDS) KNOWN_OIDS.set(bytes, oid);
  return oid;
}

function oidOf(content: Buffer): string {
  const parts: number[] = [];
  let value = 0;
  if ((content.at(-1) ?? 0) >= 0x80) throw new DerError('not an object identifier');
  for (const byte of content) {
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
}

/** Is it a positive integer in as few bytes as it needs (X.690, 8.3.2)? */
export function isPositiveInteger(element: DerElement | undefined): boolean {
  if (element?.tag !== TAG.integer) return false;
  const bytes = element.text;
  const [first, second] = [bytes.charCodeAt(0), bytes.charCodeAt(1)];
  return (first > 0 && first < 0x80) || (first === 0 && second >= 0x80);
}

/** A moment in the only forms that certificates may use (RFC 5280, 4.1.2.5); undefined for any other. */
export function readTime({ tag, text }: DerElement): Date | undefined {
  const isUtcTime = tag === TAG.utcTime;
  if ((!isUtcTime && tag !== TAG.generalizedTime) || !(isUtcTime ? UTC_TIME : GENERALIZED_TIME).test(text))
    return undefined;
  const digits = isUtcTime ? `${text < '5' ? '20' : '19'}${text}` : text;
  const at = (start: number, end: number): number => Number(digits.slice(start, end));
  const [month, day, hour, minute, second] = [at(4, 6), at(6, 8), at(8, 10), at(10, 12), at(12, 14)];
  const moment = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  moment.setUTCFullYear(at(0, 4), month - 1, day);
  // A day that does not exist, such as 30 February, would move on to another.
  const exists = moment.getUTCDate() === day && month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60;
  return exists ? moment : undefined;
}

const UTC_TIME = /^\d{12}Z$/u;
const GENERALIZED_TIME = /^\d{14}Z$/u;
