/** What stands in place of a secret. */
const MASK = '***';
/** Shorter secrets say nothing, and would blot out ordinary words. */
const SHORTEST_SECRET = 8;
/** This many characters of a secret in a row are taken out, wherever they stand and in whatever case. */
const WINDOW = 12;
/** Every window holds a probe of this length at a position that is a multiple of STEP: so most of a text is not looked at closely. */
const STEP = 6;
const PROBE = WINDOW - STEP + 1;
/** Bits of the filter that tells at once that a probe is in no secret. */
const FILTER_BITS = 1 << 20;

/**
 * Makes a function that replaces by `***` whatever a text has of one of the secrets: the whole, or any twelve characters of it in a
 * row, in any case. So half a secret is found too, which an API or a truncation may have left.
 */
export function makeRedactor(secrets: readonly string[]): (text: string) => string {
  const all = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  const windows = new Set(all.flatMap(windowsOf));
  const filter = new Uint8Array(FILTER_BITS / 8);
  for (const secret of all) {
    for (let at = 0; at + PROBE <= secret.length; at += 1) {
      const bit = hashAt(secret, at);
      filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  // What has no window of its own, such as a placeholder made of words, is taken out as a whole.
  const whole = all.filter((secret) => windowsOf(secret).length === 0).toSorted((a, b) => b.length - a.length);
  return (text) => {
    const clean = windows.size === 0 ? text : replaceRanges(text, rangesIn(text, windows, filter));
    return whole.reduce((rest, secret) => rest.replaceAll(secret, MASK), clean);
  };
}

/** Every stretch of the secret as long as the window, in lower case. One of small letters alone may be an ordinary word. */
function windowsOf(secret: string): string[] {
  const count = Math.max(0, secret.length - WINDOW + 1);
  return Array.from({ length: count }, (_, at) => secret.slice(at, at + WINDOW))
    .filter((window) => !/^[a-z_. -]*$/u.test(window))
    .map((window) => window.toLowerCase());
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function rangesIn(text: string, windows: ReadonlySet<string>, filter: Uint8Array): Range[] {
  const ranges: Range[] = [];
  for (let probe = 0; probe + PROBE <= text.length; probe += STEP) {
    const bit = hashAt(text, probe);
    if (((filter[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) continue;
    for (let start = Math.max(0, probe - STEP + 1); start <= probe; start += 1) {
      if (windows.has(text.slice(start, start + WINDOW).toLowerCase())) ranges.push({ start, end: start + WINDOW });
    }
  }
  return ranges;
}

/** A hash of the probe at this position that does not tell upper from lower case. */
function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let offset = 0; offset < PROBE; offset += 1) hash = Math.imul(hash, 31) + (text.charCodeAt(at + offset) | 32);
  return (hash ^ (hash >>> 13)) & (FILTER_BITS - 1);
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
