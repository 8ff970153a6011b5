/** One element of DER (X.690, 8.1). Its bytes are cut out when they are asked for: most never are. */
export class DerElement {
  readonly tag: number;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #contentStart: number;
  readonly end: number;

  constructor(bytes: Buffer, start: number) {
    const length = derLength(bytes, start);
    if (length === undefined || start + length > bytes.length) throw new DerError('not an element');
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

  /** The element with its tag and length. */
  get whole(): Buffer {
    return this.#bytes.subarray(this.#start, this.end);
  }
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  bmpString: 0x1e,
  latinString: 0x14,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** Bytes that are not DER. Caught where the reading of a certificate began. */
export class DerError extends Error {}

/**
 * The length of the element that begins there, with its tag and length, in bytes; undefined if there is none. It may exceed the bytes
 * that are there. Longer forms than needed and the indefinite form are not DER.
 */
export function derLength(bytes: Buffer, start = 0): number | undefined {
  const [tag, first] = [bytes[start], bytes[start + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  if (size < 1 || size > 4 || bytes.length < start + 2 + size) return undefined;
  const length = bytes.readUIntBE(start + 2, size);
  const isShortest = length >= 0x80 && length >= 256 ** (size - 1);
  return isShortest ? 2 + size + length : undefined;
}

/** The first element of these bytes. What follows it does not matter. */
export function readElement(bytes: Buffer): DerElement {
  return new DerElement(bytes, 0);
}

/** The elements that follow each other in these bytes, which have nothing else. */
export function readElements(bytes: Buffer): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let start = 0; start < bytes.length; start = elements.at(-1)?.end ?? bytes.length)
    elements.push(new DerElement(bytes, start));
  return elements;
}

/** The elements of a sequence that is the whole of these bytes. */
export function readSequence(bytes: Buffer): readonly DerElement[] {
  const element = readElement(bytes);
  if (element.tag !== TAG.sequence || element.end !== bytes.length) throw new DerError('not a sequence');
  return readElements(element.content);
}

/** An object identifier in its usual form, such as `2.5.29.19` (X.690, 8.19). */
export function readOid({ tag, content }: DerElement): string {
  if (tag !== TAG.oid || content.length === 0) throw new DerError('not an object identifier');
  const parts: number[] = [];
  let value = 0;
  for (const byte of content) {
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

/** A moment in the only forms that certificates may use (RFC 5280, 4.1.2.5); undefined for any other. */
export function readTime({ tag, content }: DerElement): Date | undefined {
  const text = content.toString('latin1');
  const form = tag === TAG.utcTime ? /^\d{12}Z$/u : /^\d{14}Z$/u;
  if ((tag !== TAG.utcTime && tag !== TAG.generalizedTime) || !form.test(text)) return undefined;
  const century = tag === TAG.generalizedTime ? '' : Number(text.slice(0, 2)) < 50 ? '20' : '19';
  const digits = century + text;
  const [date, time] = [digits.slice(0, 8), digits.slice(8, 14)];
  const iso = `${date.replace(/(\d{4})(\d\d)(\d\d)/u, '$1-$2-$3')}T${time.replace(/(\d\d)(\d\d)(\d\d)/u, '$1:$2:$3')}.000Z`;
  const moment = new Date(iso);
  // A day that does not exist, such as 30 February, would move on to another.
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === iso ? moment : undefined;
}
