import type { Buffer } from 'node:buffer';
import { X509Certificate } from 'node:crypto';
import { decodeBase64, textOfFile } from './pem.ts';
import { findRandomWords, hasRandomUrlText, isPlain } from './random-words.ts';

/** Shorter pieces say nothing, and would blot out half the log. */
const SHORTEST_MASK = 8;
/** Pieces without armor: the largest key in base64 within base64 has as many lines. More come from a file that is no key. */
const MOST_BARE_PIECES = 300;
/** No key without armor is as long. What stands in a file is not quoted, whatever it is. */
const LONGEST_BARE_TEXT = 128 * 1024;
/** A mask of a whole key in one line is a tenth as long. */
const LONGEST_MASK = 32 * 1024;
/** Base64 within base64 within base64: deeper is no form in which a key travels. */
const DEEPEST = 3;
/** DigitalOcean's tokens (personal, OAuth and refresh) and GitHub's. */
const TOKEN = /(?<![a-z0-9])(?:do[opr]_v1_[0-9a-z]{8,}|gh[oprsu]_\w{16,}|github_pat_\w{16,})/giu;
/** DigitalOcean's first tokens: 64 hex digits. A SHA-256 fingerprint has colons, or says what it is. */
const OLD_TOKEN = /[0-9a-f]{64}(?![0-9a-f])(?<!(?:[0-9a-f]|sha-?256[:=_/-])[0-9a-f]{64})/giu;
/** Hex of more than the 32 bytes of a SHA-256 fingerprint: in one piece, in the lines of `xxd -p`, or with the colons of `openssl pkey -text`. */
const LONG_HEX =
  /(?<![0-9a-z])(?:[0-9a-f]{65,}|(?:[0-9a-f]{60}\s+)+[0-9a-f]+|(?:[0-9a-f]{2}:\s*){33,}[0-9a-f]{0,2})/giu;
/** The secret members of a JSON Web Key (RFC 7518, 6.2.2 and 6.3.2; RFC 8037, 2). */
const JWK_MEMBER = /"(?:d|p|q|dp|dq|qi|k)"\s*:\s*"([\w-]{16,})"/gu;
/** Most names, hosts and paths: too short for anything in small letters, and without what tells tokens, escapes and armor. */
const TOO_PLAIN = /^[a-z0-9./:,*@-]{0,43}$/u;
/** The lines around a block of PEM, also in lower case or with what a URL or a shell has instead of blanks. */
const ARMOR = /-----(BEGIN|END)[ _+]([A-Z0-9 _+]{1,40}?)-----/giu;
const PRIVATE_ARMOR = /-(?:BEGIN|END)[ _+][A-Z0-9 _+]{0,30}PRIVATE[ _+]KEY/iu;

/**
 * Every piece of a text to mask: tokens, and of each private key the lines as they stand, the lines of its canonical form, and its body
 * in one piece; also inside base64, hex and JSON. Certificates and ordinary words are not among them.
 */
export function secretsIn(content: string, depth = 0): readonly string[] {
  const text = readable(content);
  const { bodies, rest: unarmored } = splitArmor(text);
  const rest = unarmored.slice(0, LONGEST_BARE_TEXT);
  const { inner, bare } = bareSecrets(rest, depth);
  const hex = [...oldTokensIn(rest), ...(rest.match(LONG_HEX) ?? [])];
  const found = [
    ...[content, text].flatMap((each) => each.match(TOKEN) ?? []),
    // As they stand, with whatever is there instead of line ends.
    ...splitArmor(content).bodies.flatMap(rawLinesOf),
    ...disguisedLines(content, bodies),
    ...bodies.flatMap(piecesOf),
    ...[...rest.matchAll(JWK_MEMBER)].map(([, value = '']) => value),
    ...inner,
    ...[...hex.flatMap((run) => run.split(/\s+/u)), ...bare].slice(0, MOST_BARE_PIECES),
  ];
  return [...new Set(found)].filter(isMask);
}

function isMask(piece: string): boolean {
  return piece.length >= SHORTEST_MASK && piece.length <= LONGEST_MASK && !isPlain(piece);
}

/**
 * Does a text look like a key, a part of one, or a token? Then it is neither quoted nor sent anywhere. Never true for words, names,
 * host names, paths, UUIDs and fingerprints.
 */
export function looksSecret(content: string): boolean {
  if (TOO_PLAIN.test(content)) return false;
  const text = readable(content);
  const forms = [TOKEN, LONG_HEX, JWK_MEMBER, PRIVATE_ARMOR];
  const isForm = forms.some((form) => text.search(form) >= 0);
  return isForm || oldTokensIn(text).length > 0 || findRandomWords(text).length > 0 || hasRandomUrlText(text);
}

/** Chance uses nearly all digits; a placeholder repeats a few. */
function oldTokensIn(text: string): string[] {
  return (text.match(OLD_TOKEN) ?? []).filter((run) => new Set(run).size >= 8);
}

/** The text without the escapes of shells, JSON and URLs, and without characters that do not show. */
function readable(text: string): string {
  return unescapeUrl(unescapeUrl(text))
    .replaceAll(/\\+u([0-9a-f]{4})/giu, (_, hex: string) => characterOf(hex))
    .replaceAll(/\\+[nrt]/gu, '\n')
    .replaceAll(/\\+(?=["'/\s])/gu, '')
    .replaceAll(/[\0\u00AD\u200B-\u200F\u2060\uFEFF]+/gu, '');
}

function unescapeUrl(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/giu, (_, hex: string) => characterOf(hex));
}

function characterOf(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** What stands in complete blocks of private keys, and the rest without complete blocks of any kind: those others are public. */
function splitArmor(text: string): { readonly bodies: readonly string[]; readonly rest: string } {
  const bodies: string[] = [];
  const rest: string[] = [];
  // Text, then in turn BEGIN or END, the label, and text.
  const parts = text.split(ARMOR);
  const markAt = (at: number): string =>
    `${parts[at] ?? ''} ${parts[at + 1] ?? ''}`.toUpperCase().replaceAll(/[_+]/gu, ' ');
  for (let at = 0; at < parts.length; at += 3) {
    const begin = markAt(at - 2);
    const isBlock = begin.startsWith('BEGIN ') && markAt(at + 1) === begin.replace('BEGIN', 'END');
    if (!isBlock) rest.push(parts[at] ?? '');
    else if (begin.includes('PRIVATE KEY')) bodies.push(parts[at] ?? '');
  }
  return { bodies, rest: rest.join('\n') };
}

/** What a line of a body is before it is unescaped; a hint such as `<your key>` is none. */
function rawLinesOf(body: string): string[] {
  const lines = body.split(/[\r\n]+/u).map((line) => line.trim());
  return lines.filter((line) => /^[A-Za-z0-9+/=]+$/u.test(line) || findRandomWords(line).length > 0);
}

/** The lines of keys as they stand, where they and perhaps the armor have escapes or characters that do not show. */
function disguisedLines(content: string, bodies: readonly string[]): string[] {
  if (bodies.length === 0) return [];
  const words = new Set(bodies.flatMap((body) => body.split(/\s+/u)));
  const lines = content.split(/[\r\n]+|%0[AD]/iu);
  return lines.filter((line) => line !== '' && words.has(readable(line).trim()));
}

/** The lines of a body, the whole in one piece, and the lines of 64 columns that are uploaded. Headers and comments are left out. */
function piecesOf(body: string): string[] {
  const words = body.split(/[\s"',;_]+/u).filter((word) => /^[A-Za-z0-9+/]+={0,2}$/u.test(word));
  const whole = words.join('');
  return [...words, whole, ...(whole.match(/.{1,64}/gu) ?? [])];
}

/** What stands without armor: a key as base64, or a part of one; and apart from it what is found inside. */
function bareSecrets(
  text: string,
  depth: number,
): { readonly inner: readonly string[]; readonly bare: readonly string[] } {
  const inner: string[] = [];
  const bare: string[] = [];
  for (const group of findRandomWords(text)) {
    const decoded = decodeBase64(group.join(''));
    const content = decoded === undefined ? '' : textOfFile(decoded);
    const found = depth < DEEPEST ? secretsIn(content, depth + 1) : [];
    inner.push(...found);
    const isPublic = (found.length === 0 && holdsPem(content)) || isCertificate(decoded);
    if (!isPublic) bare.push(...group, ...piecesOf(group.join('\n')));
  }
  return { inner, bare };
}

/** Is it PEM, or base64 of PEM? */
function holdsPem(content: string): boolean {
  const decoded = decodeBase64(content);
  return content.includes('-----BEGIN ') || (decoded !== undefined && textOfFile(decoded).includes('-----BEGIN '));
}

function isCertificate(der: Buffer | undefined): boolean {
  // Nothing else begins a sequence in DER, and a parser that throws takes its time.
  if (der?.[0] !== 0x30) return false;
  try {
    return new X509Certificate(der).serialNumber !== '';
  } catch {
    return false;
  }
}
