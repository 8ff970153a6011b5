/** What stands in place of a secret. */
const MASK = '***';
/** Shorter secrets say nothing, and would blot out ordinary words. */
const SHORTEST_SECRET = 8;
/** This many characters of a secret in a row are taken out, wherever they stand and in whatever case. */
const WINDOW = 12;
/** As many as fit into 32 bits, a byte each. */
const PROBE = 4;
/** Every window holds a probe at a position that is a multiple of this: so most of a text is not looked at closely. */
const STEP = WINDOW - PROBE + 1;
/** Four for each probe, so that few slots are taken. */
const SLOTS_OF_PROBE = 4;
const FEWEST_SLOTS = 1 << 12;
/** Spreads the bits of a probe over the highest ones (Knuth, The Art of Computer Programming, 6.4: multiplicative hashing). */
const SPREAD = 0x9e3779b1;
/** Stands between two secrets, and is in none of them as far as texts are concerned. */
const SEPARATOR = '\0';
/** A stretch without any such character is made of small letters alone. It may be an ordinary word. */
const ODD = /[^a-z_. -]/u;

/**
 * Makes a function that replaces by `***` whatever a text has of one of the secrets: the whole, or any twelve characters of it in a
 * row, in any case. So half a secret is found too, which an API or a truncation may have left. There may be hundreds of keys.
 */
export function makeRedactor(secrets: readonly string[]): (text: string) => string {
  const all = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  const index = makeIndex(all.filter(hasWindow));
  // Such as a placeholder made of words: it is taken out as a whole.
  const whole = all.filter((secret) => !hasWindow(secret)).toSorted((a, b) => b.length - a.length);
  return (text) => {
    const ranges = index === undefined ? NO_RANGES : rangesIn(text, index);
    const clean = ranges.length === 0 ? text : replaceRanges(text, ranges);
    return whole.reduce((rest, secret) => rest.replaceAll(secret, MASK), clean);
  };
}

/** Can a piece of it be told from words? */
function hasWindow(secret: string): boolean {
  return secret.length >= WINDOW && ODD.test(secret);
}

/** Every stretch of the secrets as long as a probe: a table with the last place of each, and for each the one before it. */
interface ProbeIndex {
  readonly secrets: string;
  /** Places count from 1: 0 is none. */
  readonly last: Int32Array;
  readonly before: Int32Array;
  /** So many bits are no part of the slot. */
  readonly shift: number;
}

/** Read once by code that has just begun to run, and for hundreds of keys: so each probe follows from the one before it. */
function makeIndex(all: readonly string[]): ProbeIndex | undefined {
  if (all.length === 0) return undefined;
  const secrets = all.join(SEPARATOR);
  const bits = Math.ceil(Math.log2(Math.max(FEWEST_SLOTS, secrets.length * SLOTS_OF_PROBE)));
  const [last, before, shift] = [new Int32Array(2 ** bits), new Int32Array(secrets.length + 1), 32 - bits];
  let probe = 0;
  for (let end = 0; end < secrets.length; end += 1) {
    probe = appendTo(probe, secrets.charCodeAt(end));
    const place = end + 2 - PROBE;
    if (place < 1) continue;
    const slot = Math.imul(probe, SPREAD) >>> shift;
    before[place] = last[slot] ?? 0;
    last[slot] = place;
  }
  return { secrets, last, before, shift };
}

/** The last characters of a probe and one more, in lower case. What is no ASCII may be taken for something else, and is compared later. */
function appendTo(probe: number, code: number): number {
  return (probe << 8) | (code & 0xff) | 32;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What nearly all texts have. */
const NO_RANGES: readonly Range[] = [];

/** Megabytes of a list come through here, and thousands of short texts. */
function rangesIn(text: string, index: ProbeIndex): readonly Range[] {
  const { last, shift } = index;
  let ranges: Range[] | undefined;
  for (let at = 0; at + PROBE <= text.length; at += STEP) {
    let probe = 0;
    for (let offset = at; offset < at + PROBE; offset += 1) probe = appendTo(probe, text.charCodeAt(offset));
    const place = last[Math.imul(probe, SPREAD) >>> shift] ?? 0;
    const range = place === 0 ? undefined : rangeAt(text, at, place, index);
    if (range === undefined) continue;
    ranges ??= [];
    ranges.push(range);
    // What ends in the range is in it: whatever else there is goes on behind it.
    at = Math.max(at, Math.ceil((range.end - WINDOW + 1) / STEP) * STEP - STEP);
  }
  return ranges?.toSorted((a, b) => a.start - b.start) ?? NO_RANGES;
}

/** What a text has of the secrets around a probe; undefined if that is less than a window, or may be a word. */
function rangeAt(text: string, at: number, lastPlace: number, { secrets, before }: ProbeIndex): Range | undefined {
  let range: Range | undefined;
  for (let place = lastPlace; place !== 0; place = before[place] ?? 0) {
    const offset = place - 1 - at;
    // Most places only have the same slot.
    if (!isSame(text.charCodeAt(at), secrets.charCodeAt(at + offset))) continue;
    const start = startOfMatch(text, at, secrets, offset);
    const end = endOfMatch(text, at, secrets, offset);
    if (end - start < WINDOW || !ODD.test(secrets.slice(start + offset, end + offset))) continue;
    range = { start: Math.min(start, range?.start ?? start), end: Math.max(end, range?.end ?? end) };
  }
  return range;
}

function startOfMatch(text: string, at: number, secrets: string, offset: number): number {
  let start = at;
  while (start > 0 && isSame(text.charCodeAt(start - 1), secrets.charCodeAt(start - 1 + offset))) start -= 1;
  return start;
}

function endOfMatch(text: string, at: number, secrets: string, offset: number): number {
  let end = at;
  while (end < text.length && isSame(text.charCodeAt(end), secrets.charCodeAt(end + offset))) end += 1;
  return end;
}

/** Is it the same character, in whatever case? Never if there is none, or it separates two secrets. */
function isSame(code: number, ofSecret: number): boolean {
  if (code === ofSecret) return code !== 0;
  const letter = code | 32;
  return letter === (ofSecret | 32) && letter >= 97 && letter <= 122;
}

function replaceRanges(text: string, ranges: readonly Range[]): string {
  let clean = '';
  let from = 0;
  for (const { start, end } of ranges) {
    // Ranges that overlap or touch are one.
    if (start > from || (start === from && clean === '')) clean += text.slice(from, start) + MASK;
    from = Math.max(from, end);
  }
  return clean + text.slice(from);
}
