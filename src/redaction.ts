/** What stands in place of a secret. */
const MASK = '***';
/** Shorter secrets say nothing, and would blot out ordinary words. */
const SHORTEST_SECRET = 8;
/** This many characters of a secret in a row are taken out, wherever they stand and in whatever case. */
const WINDOW = 12;
/** Every window holds a probe of this length at a position that is a multiple of STEP: so most of a text is not looked at closely. */
const STEP = 8;
const PROBE = WINDOW - STEP + 1;
/** The filter has so many bits for each probe, so that few others pass it. */
const BITS_OF_PROBE = 64;
const FEWEST_BITS = 1 << 16;
const MULTIPLIER = 31;

/**
 * Makes a function that replaces by `***` whatever a text has of one of the secrets: the whole, or any twelve characters of it in a
 * row, in any case. So half a secret is found too, which an API or a truncation may have left. There may be hundreds of keys.
 */
export function makeRedactor(secrets: readonly string[]): (text: string) => string {
  const all = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  const index = makeIndex(all);
  const whole = index.ordinary.toSorted((a, b) => b.length - a.length);
  return (text) => {
    const clean = index.isEmpty ? text : replaceRanges(text, rangesIn(text, index));
    return whole.reduce((rest, secret) => rest.replaceAll(secret, MASK), clean);
  };
}

/** Every stretch of the secrets as long as the window, by its hash. */
interface WindowIndex {
  readonly isEmpty: boolean;
  /** What has no window of its own, such as a placeholder made of words: it is taken out as a whole. */
  readonly ordinary: readonly string[];
  /** The next position, a multiple of STEP from this one, at which a probe can be in a secret; -1 if there is none. */
  nextProbe(text: string, from: number): number;
  /** Is a window in a secret? */
  hasWindow(window: string): boolean;
}

function makeIndex(secrets: readonly string[]): WindowIndex {
  const length = secrets.reduce((sum, secret) => sum + secret.length, 0);
  const table = new Uint32Array(sizeOf(length * 2, 16));
  const ordinary: string[] = [];
  let count = 0;
  for (const secret of secrets) {
    const before = count;
    const windows = hashesOf(secret, WINDOW, true);
    for (let at = 0; at < windows.length; at += 1) {
      const hash = windows[at] ?? ORDINARY;
      if (hash === ORDINARY) continue;
      count += 1;
      table[slotOf(hash, table)] = hash;
    }
    if (count === before) ordinary.push(secret);
  }
  const everything = secrets.join('\n').toLowerCase();
  return {
    isEmpty: count === 0,
    ordinary,
    nextProbe: makeProbeSearch(secrets, length),
    hasWindow: (window) => {
      const hash = hashOf(window);
      // Two windows may have one hash.
      return table[slotOf(hash, table)] === hash && everything.includes(window);
    },
  };
}

/** Where a hash stands in a table, or would stand. */
function slotOf(hash: number, table: Uint32Array): number {
  let slot = hash & (table.length - 1);
  while (table[slot] !== 0 && table[slot] !== hash) slot = (slot + 1) & (table.length - 1);
  return slot;
}

/** A filter of all probes (Bloom's, with one hash), and the search with it. Megabytes of a list come through here. */
function makeProbeSearch(secrets: readonly string[], length: number): WindowIndex['nextProbe'] {
  const filter = new Uint8Array(sizeOf(length * BITS_OF_PROBE, FEWEST_BITS) / 8);
  const mask = filter.length * 8 - 1;
  for (const secret of secrets) {
    const probes = hashesOf(secret, PROBE);
    for (let at = 0; at < probes.length; at += 1) {
      const bit = (probes[at] ?? 0) & mask;
      filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return (text, from) => {
    for (let at = from; at + PROBE <= text.length; at += STEP) {
      let hash = 0;
      for (let offset = at; offset < at + PROBE; offset += 1)
        hash = (Math.imul(hash, MULTIPLIER) + (text.charCodeAt(offset) | 32)) | 0;
      const bit = mix(hash) & mask;
      if (((filter[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0) return at;
    }
    return -1;
  };
}

/** The power of two that is not below. */
function sizeOf(least: number, fewest: number): number {
  return Math.max(fewest, 1 << Math.ceil(Math.log2(Math.max(least, 1))));
}

/** Is a stretch of small letters alone? It may be an ordinary word. */
function isOrdinaryCode(code: number): boolean {
  return (code >= 97 && code <= 122) || code === 95 || code === 46 || code === 32 || code === 45;
}

/** In place of the hash of a stretch of small letters alone. No hash is 0. */
const ORDINARY = 0;

/** The hash of every stretch of this length: each follows from the one before it. A key has thousands. */
function hashesOf(text: string, length: number, leavesOutOrdinary = false): Uint32Array {
  const hashes = new Uint32Array(Math.max(0, text.length - length + 1));
  let factor = 1;
  for (let count = 0; count < length; count += 1) factor = Math.imul(factor, MULTIPLIER);
  let hash = 0;
  let lastOdd = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (leavesOutOrdinary && !isOrdinaryCode(code)) lastOdd = at;
    hash = (Math.imul(hash, MULTIPLIER) + (code | 32)) | 0;
    const start = at - length;
    if (start >= 0) hash = (hash - Math.imul(text.charCodeAt(start) | 32, factor)) | 0;
    if (start >= -1) hashes[start + 1] = leavesOutOrdinary && lastOdd <= start ? ORDINARY : mix(hash);
  }
  return hashes;
}

/** The same hash of one window. It does not tell upper from lower case. */
function hashOf(window: string): number {
  let hash = 0;
  for (let at = 0; at < WINDOW; at += 1) hash = (Math.imul(hash, MULTIPLIER) + (window.charCodeAt(at) | 32)) | 0;
  return mix(hash);
}

/** Spreads the bits; never 0, which marks an empty slot. */
function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0 || 1;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function rangesIn(text: string, index: WindowIndex): Range[] {
  const ranges: Range[] = [];
  for (let probe = index.nextProbe(text, 0); probe >= 0; probe = index.nextProbe(text, probe + STEP)) {
    for (let start = Math.max(0, probe - STEP + 1); start <= probe; start += 1) {
      const window = text.slice(start, start + WINDOW).toLowerCase();
      if (window.length === WINDOW && index.hasWindow(window)) ranges.push({ start, end: start + WINDOW });
    }
  }
  return ranges;
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
