// ECMAScript, "JSON.parse source text access": Node.js has it since version 21, the types of TypeScript do not yet.
declare global {
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
    /** A value that `JSON.stringify` writes as this text. */
    rawJSON(text: string): object;
  }
}

/** A number with as many digits, or as large, as a double may not hold. */
const LONG_NUMBER = /[:[,]\s*-?(?:\d[\d.]{15}|[\d.]+e)/iu;
const MOST_DIGITS = 15;

/**
 * Parses JSON, and keeps numbers that a double would change as they were written: what is read from a consumer is sent back.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text, (_key, value, { source = '' }) =>
    typeof value === 'number' && isChanged(value, source) ? JSON.rawJSON(source) : value,
  );
}

function isChanged(value: number, source: string): boolean {
  return String(value) !== source && (source.length > MOST_DIGITS || !Number.isFinite(value));
}

/** JSON of the API, kept whole: unknown fields are sent back as they came. */
export type Raw = Readonly<Record<string, unknown>>;

/** Is this value an object of JSON, not a list and not null? */
export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The records of a list of the wire; none if it is no list. */
export function recordsIn(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A text of the wire; empty if it is no text. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
