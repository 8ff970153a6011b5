/**
 * Which letters often follow a letter: the 260 commonest pairs in the names of packages and in documentation. They make up nine tenths
 * of the pairs in words, names, host names and paths, and a quarter of those in base64.
 */
const FOLLOWERS: Readonly<Record<string, string>> = {
  a: 'bcdfgiklmnprstuvy',
  b: 'aeilorsu',
  c: 'acehiklorstu',
  d: 'abdeilorsu',
  e: 'abcdefgilmnopqrstvwxy',
  f: 'aefiloru',
  g: 'aehilnorsu',
  h: 'aeiortu',
  i: 'abcdefglmnoprstvxz',
  j: 'as',
  k: 'aeis',
  l: 'adeilopstuy',
  m: 'abeilmopsu',
  n: 'acdefgiknostuv',
  o: 'abcdfgiklmnoprstuvwx',
  p: 'aehiloprstuy',
  q: 'u',
  r: 'acdegiklmnoprstuvy',
  s: 'acehiklmopstuy',
  t: 'acehiloprstuy',
  u: 'abcdegilmnprst',
  v: 'aei',
  w: 'aeio',
  x: 'pt',
  y: 'amnpst',
  z: 'e',
};

/** A 1 for each pair of small letters in {@link FOLLOWERS}, by their codes. */
const ORDINARY_PAIRS = new Uint8Array(128 * 128);
for (const [letter, followers] of Object.entries(FOLLOWERS))
  for (const follower of followers) ORDINARY_PAIRS[letter.charCodeAt(0) * 128 + follower.charCodeAt(0)] = 1;

interface Rule {
  readonly length: number;
  readonly odd: number;
  readonly ofEachCase: number;
}

/**
 * What is random: so many characters of base64 in a row with at least so many odd pairs. Base64 has about twelve among eighteen
 * characters, words about two. In letters of one case, chance names of services reach 32 characters, so more is asked for.
 */
const MIXED_CASE = { length: 18, odd: 9, ofEachCase: 3 };
const ONE_CASE = { length: 44, odd: 22, ofEachCase: 0 };
/** Base64 for URLs has hyphens and underscores, as names have: there, both cases must be as frequent as by chance. */
const WITH_HYPHENS = { length: 40, odd: 20, ofEachCase: 8 };
/** Shorter words say nothing. */
const SHORTEST_WORD = 8;
/** Names in Unicode, as DNS has them (RFC 5891, 2.3.2.1), look like chance and are none. */
const PUNYCODE = /xn--[a-z0-9-]+/giu;

/**
 * The words of a text that look like base64 of something that is not text: keys, parts of keys, tokens. In groups that stand together
 * with nothing but blanks and line ends between, such as the lines of a key. Linear in the length of the text.
 */
export function findRandomWords(text: string, rules: readonly Rule[] = [MIXED_CASE, ONE_CASE]): string[][] {
  const groups: string[][] = [];
  for (const [stretch] of text.replaceAll(PUNYCODE, ' - ').matchAll(/[A-Za-z0-9+/=\s]{18,}/gu)) {
    let group: string[] = [];
    for (const { word, isRandom } of judgeWords(stretch.match(/[A-Za-z0-9+/]+={0,2}/gu) ?? [], rules)) {
      if (isRandom) group.push(word);
      if (isRandom || group.length === 0) continue;
      groups.push(group);
      group = [];
    }
    if (group.length > 0) groups.push(group);
  }
  return groups;
}

/** Has a text something like base64 for URLs? */
export function hasRandomUrlText(text: string): boolean {
  return findRandomWords(text.replaceAll(/[-_]/gu, '/'), [WITH_HYPHENS]).length > 0;
}

/** Judges words by the stretch in which they stand, since the last line of a key is short. Slashes, of paths too, do not count. */
function judgeWords(
  words: readonly string[],
  rules: readonly Rule[],
): { readonly word: string; readonly isRandom: boolean }[] {
  const bare = words.map((word) => word.replaceAll('/', ''));
  const isIn = markRandom(bare.join(''), rules);
  let at = 0;
  return words.map((word, index) => {
    const start = at;
    at += bare[index]?.length ?? 0;
    const marked = isIn.subarray(start, at).reduce((sum, each) => sum + each, 0);
    const isOrdinary = isPlain(word) || /^[0-9a-f]*$/iu.test(word);
    return { word, isRandom: !isOrdinary && word.length >= SHORTEST_WORD && marked * 2 >= at - start };
  });
}

/** Is it an ordinary word, that merely stands beside a key? */
export function isPlain(word: string): boolean {
  if (!/^[A-Za-z]+$/u.test(word)) return false;
  return countIn(sumUp(word, isOddPair), 0, word.length - 1) * 3 < word.length;
}

/** A 1 for each character that is in a random stretch. */
function markRandom(text: string, rules: readonly Rule[]): Uint8Array {
  const marks = new Uint8Array(text.length);
  if (text.length < MIXED_CASE.length) return marks;
  const odd = sumUp(text, isOddPair);
  const upper = sumUp(text, (code) => code >= 65 && code <= 90);
  const lower = sumUp(text, (code) => code >= 97 && code <= 122);
  const beyondHex = sumUp(text, (code) => !isDigit(code) && ((code | 32) < 97 || (code | 32) > 102));
  for (const { length, odd: leastOdd, ofEachCase } of rules) {
    for (let start = 0, marked = 0; start + length <= text.length; start += 1) {
      const end = start + length;
      // A third must be no hex digits: hashes and ids are odd too, and no secret.
      const isRandom =
        countIn(odd, start, end - 1) >= leastOdd &&
        countIn(beyondHex, start, end) * 3 >= length &&
        countIn(upper, start, end) >= ofEachCase &&
        countIn(lower, start, end) >= ofEachCase;
      if (!isRandom) continue;
      marks.fill(1, Math.max(start, marked), end);
      marked = end;
    }
  }
  return marks;
}

/** For every n, how many of the first n characters are so: told by their codes and those of the next ones. */
function sumUp(text: string, isSo: (code: number, next: number) => boolean): Uint32Array {
  const sums = new Uint32Array(text.length + 1);
  for (let at = 0; at < text.length; at += 1)
    sums[at + 1] = (sums[at] ?? 0) + (isSo(text.charCodeAt(at), text.charCodeAt(at + 1)) ? 1 : 0);
  return sums;
}

function countIn(sums: Uint32Array, start: number, end: number): number {
  return (sums[end] ?? 0) - (sums[start] ?? 0);
}

/** Do two characters rarely stand together? The same one twice is no sign of chance. */
function isOddPair(code: number, next: number): boolean {
  if (code === next) return false;
  return !(isDigit(code) && isDigit(next)) && ORDINARY_PAIRS[((code | 32) & 127) * 128 + ((next | 32) & 127)] !== 1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
