import { makeRedactor } from './redaction.ts';

/** Makes text fit to leave the process: without secrets, on one line, and at most `maxLength` characters long. */
export interface Show {
  (text: string, maxLength?: number): string;
  /** The same for a value as JSON, which stays valid and complete: each string in it is redacted, then truncated, and is else as it was. */
  readonly json: (value: unknown) => string;
  /** Redacts these secrets too, from now on. */
  readonly hide: (secrets: readonly string[]) => void;
}

/** No log line, annotation or cell is longer: what comes from outside can be of any length. */
const LONGEST_TEXT = 10_000;
/** No string in JSON is longer. */
const LONGEST_VALUE = 1_000;
/** The longest name that is shown; the API's own are shorter. */
const LONGEST_NAME = 255;

/**
 * The one function for all text that leaves the process: redact, then flatten, then truncate. In another order a secret could be cut in
 * half, or be changed, before it is looked for. A name within a message is cut before; twelve characters of a secret are found even so.
 */
export function makeShow(secrets: readonly string[]): Show {
  let redact = makeRedactor(secrets);
  const hidden = [...secrets];
  const hide = (more: readonly string[]): void => {
    hidden.push(...more);
    redact = makeRedactor(hidden);
  };
  const show = (text: string, maxLength = LONGEST_TEXT): string => truncate(flatten(redact(text)), maxLength);
  // In JSON as a whole a secret would be hidden by escapes, and taking it out could cut one in half.
  const redactString = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? truncate(redact(value), LONGEST_VALUE) : value;
  const json = (value: unknown): string => {
    // A list of ten thousand certificates is looked at as a whole, which takes a third of the time.
    const whole = JSON.stringify(value);
    return isPlainJson(whole) && redact(whole) === whole ? whole : escapeJson(JSON.stringify(value, redactString));
  };
  return Object.assign(show, { json, hide });
}

/**
 * Is each string of this JSON as it is without JSON, and of a length that can be shown? There are no escapes that could hide a secret,
 * nothing that {@link flatten} would change, and a quote in every stretch of half the longest value.
 */
function isPlainJson(json: string): boolean {
  if (/[^ -[\]-~]/.test(json) || json.includes('##[')) return false;
  const stretch = LONGEST_VALUE / 2;
  for (let start = 0; start + stretch <= json.length; start += stretch) {
    const quote = json.indexOf('"', start);
    if (quote < 0 || quote >= start + stretch) return false;
  }
  return true;
}

/** JSON in which nothing is left that {@link flatten} would change: whoever parses it finds every name as the API has it. */
function escapeJson(json: string): string {
  return json
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
      Array.from({ length: character.length }, (_, at) => escapeUnit(character.charCodeAt(at))).join(''),
    )
    .replaceAll('##[', String.raw`#\u0023[`);
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/**
 * Text on one line, and harmless in a log: control characters and line ends become spaces, and what the runner would take for a
 * workflow command (`::` at the start of a line, `##[` anywhere) is broken by a space.
 */
export function flatten(text: string): string {
  // Most text is plain, and there may be ten thousand lines of it: printable characters of ASCII, no `#`, and no colon in front.
  if (/^(?! *:)[ -"$-~]*$/.test(text)) return text.trim();
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll('##[', '## [')
    .replace(/^(\s*):(?=:)/u, '$1: ')
    .trim();
}

/** At most `maxLength` characters, with an ellipsis in place of what is cut off. */
export function truncate(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** A name or id from the API, of a length that can be shown. */
export function shortName(name: string): string {
  return truncate(name, LONGEST_NAME);
}

/** Names from the API, such as host names, each of a length that can be shown. */
export function shortNames(names: readonly string[]): string[] {
  return names.map(shortName);
}

/** A name from the API, in quotes. */
export function quoteName(name: string): string {
  return name === '' ? '(without a name)' : `"${shortName(name)}"`;
}

/** An id from the API, for a message. */
export function nameId(id: string): string {
  return id === '' ? 'without an id' : shortName(id);
}

/** `1 day`, `5 days`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `a, b and c`; if there are more than `most`, the rest is counted. */
export function enumerate(words: readonly string[], most = Infinity, conjunction = 'and'): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : [...words];
  const last = shown.pop() ?? 'none';
  return shown.length === 0 ? last : `${shown.join(', ')} ${conjunction} ${last}`;
}

/** The last moment that a Date can tell, in milliseconds (ECMAScript, "Time Values and Time Range"). */
const LAST_MOMENT_MS = 8.64e15;

/** A time as the API writes it: UTC, to the second. Takes milliseconds since the epoch or a date. */
export function formatTime(time: Date | number): string {
  const ms = Number(time);
  if (Number.isNaN(ms)) return 'an unreadable date';
  return new Date(Math.min(Math.max(ms, -LAST_MOMENT_MS), LAST_MOMENT_MS)).toISOString().replace(/\.\d+Z$/u, 'Z');
}

/** Whole seconds of a duration in milliseconds, for progress: `12 s`. */
export function formatSeconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

/** A text from elsewhere, to stand within a sentence: without the full stop, question mark or the like that it ends with. */
export function clauseOf(text: string): string {
  return text.trim().replace(/[\s.?!:;,]+$/u, '');
}

/** What an error says for itself. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
