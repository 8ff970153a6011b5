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
/** A stretch without any such character is made of small letters alone. It may be an ordinary word. */
const ODD = /[^a-z_. -]/u;
/** Longer than a probe with a window on each side. */
const ORDINARY = /[a-z_. -]{20,}/gu;

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
  /** Stands between two secrets. */
  readonly separator: number;
  /** Places count from 1: 0 is none. */
  readonly last: Int32Array;
  readonly before: Int32Array;
  /** So many bits are no part of the slot. */
  readonly shift: number;
}

/** Read once by code that has just begun to run, and for hundreds of keys: so each probe follows from the one before it. */
function makeIndex(all: readonly string[]): ProbeIndex | undefined {
  if (all.length === 0) return undefined;
  const separator = separatorFor(all);
  const secrets = all.join(String.fromCharCode(separator));
  const bits = Math.ceil(Math.log2(Math.max(FEWEST_SLOTS, secrets.length * SLOTS_OF_PROBE)));
  const [last, before, shift] = [new Int32Array(2 ** bits), new Int32Array(secrets.length + 1), 32 - bits];
  const ordinary = ordinaryPlacesIn(secrets);
  let skipped = ordinary.shift() ?? NOWHERE;
  let probe = probeAt(secrets, 0) >>> 8;
  for (let place = 1; place + PROBE - 2 < secrets.length; place += 1) {
    probe = appendTo(probe, secrets.charCodeAt(place + PROBE - 2));
    if (place >= skipped.start) {
      if (place < skipped.end) continue;
      skipped = ordinary.shift() ?? NOWHERE;
    }
    const slot = Math.imul(probe, SPREAD) >>> shift;
    const known = last[slot] ?? 0;
    // Hundreds of keys begin with the same, and a place that looks like another tells no more.
    if (known > 0 && isSameAround(secrets, known - 1, place - 1)) continue;
    before[place] = known;
    last[slot] = place;
  }
  return { secrets, separator, last, before, shift };
}

/** Is all that a window with the probe can have the same as around another probe? */
function isSameAround(secrets: string, known: number, probe: number): boolean {
  const before = WINDOW - 1;
  if (known < before || probe < before) return false;
  return secrets.startsWith(secrets.slice(probe - before, probe + PROBE + before), known - before);
}

/** A character that is in none of them: mostly NUL. */
function separatorFor(secrets: readonly string[]): number {
  let code = 0;
  while (secrets.some((secret) => secret.includes(String.fromCharCode(code)))) code = code === 0 ? 0xffff : code - 1;
  return code;
}

/** The places of probes around which every window may be a word: such probes tell nothing, and a row of dots has thousands. */
function ordinaryPlacesIn(secrets: string): Range[] {
  const around = WINDOW - PROBE;
  return [...secrets.matchAll(ORDINARY)].map(({ index, 0: run }) => ({
    start: index + around + 1,
    end: index + run.length - WINDOW + 2,
  }));
}

/** The last characters of a probe and one more, in whatever case. What is no ASCII is compared later. */
function appendTo(probe: number, code: number): number {
  return (probe << 8) | (code < 128 ? code | 32 : 128);
}

function probeAt(text: string, at: number): number {
  let probe = 0;
  for (let offset = at; offset < at + PROBE; offset += 1) probe = appendTo(probe, text.charCodeAt(offset));
  return probe;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const NOWHERE: Range = { start: Infinity, end: Infinity };
/** What nearly all texts have. */
const NO_RANGES: readonly Range[] = [];

/** Megabytes of a list come through here, and thousands of short texts. */
function rangesIn(text: string, index: ProbeIndex): readonly Range[] {
  const { last, shift } = index;
  let ranges: Range[] | undefined;
  for (let at = 0; at + PROBE <= text.length; at += STEP) {
    const place = last[Math.imul(probeAt(text, at), SPREAD) >>> shift] ?? 0;
    const range = place === 0 ? undefined : rangeAt(text, at, place, index);
    if (range === undefined) continue;
    ranges ??= [];
    ranges.push(range);
  }
  return ranges?.toSorted((a, b) => a.start - b.start) ?? NO_RANGES;
}

/**
 * What a text has of the secrets within a window of a probe; undefined if that is less than a window, or may be a word. What goes on
 * further is found by the next probe.
 */
function rangeAt(text: string, at: number, lastPlace: number, index: ProbeIndex): Range | undefined {
  const { secrets, separator, before } = index;
  const first = Math.max(0, at - WINDOW + 1);
  const limit = Math.min(text.length, at + PROBE + WINDOW - 1);
  let range: Range | undefined;
  for (let place = lastPlace; place !== 0; place = before[place] ?? 0) {
    const offset = place - 1 - at;
    let end = at;
    while (end < limit && isSame(text.charCodeAt(end), secrets.charCodeAt(end + offset), separator)) end += 1;
    // Most places only have the same slot.
    if (end === at) continue;
    let start = at - 1;
    while (start >= first && isSame(text.charCodeAt(start), secrets.charCodeAt(start + offset), separator)) start -= 1;
    start += 1;
    if (end - start < WINDOW || !ODD.test(secrets.slice(start + offset, end + offset))) continue;
    range = { start: Math.min(start, range?.start ?? start), end: Math.max(end, range?.end ?? end) };
    // No other place has more.
    if (range.start === first && range.end === limit) break;
  }
  return range;
}

/** Is it the same character, in whatever case? Never if it separates two secrets. */
function isSame(code: number, ofSecret: number, separator: number): boolean {
  if (code === ofSecret) return code !== separator;
  if (code > 127 && ofSecret > 127)
    return String.fromCharCode(code).toLowerCase() === String.fromCharCode(ofSecret).toLowerCase();
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
