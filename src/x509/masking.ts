import { decodeBase64, textOfFile, unescape } from './pem.ts';

/** What is shorter says nothing, and would blot out half the log. */
const SHORTEST = 8;
const KEY_BLOCK = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/gu;

/**
 * Every text to mask for a private key that was given in this form: its body lines as they stand there, the lines of its canonical
 * form, and the body in one piece; when the whole is base64, the lines of that too. The armour is left out.
 */
export function secretLines(content: string): readonly string[] {
  const keys = secretLinesOfKeys(content);
  // What is no key that we know may be half of one.
  return keys.length > 0 ? keys : piecesOf(content.replaceAll(/-----[A-Z0-9 ]{1,60}-----/gu, '\n'));
}

/** The same for each private key that stands in a text meant for something else; nothing when there is none. */
export function secretLinesOfKeys(content: string): readonly string[] {
  const own = [...bodiesOf(content)].flatMap(piecesOf);
  if (own.length > 0) return [...new Set(own)];
  const decoded = content.includes('-----BEGIN ') ? undefined : decodeBase64(content);
  if (decoded === undefined) return [];
  const inner = [...bodiesOf(textOfFile(decoded))].flatMap(piecesOf);
  // A key in DER has no lines of its own.
  return inner.length === 0 ? [] : [...new Set([...piecesOf(content), ...inner])];
}

/** The text of each key between its armour, or, where the end is missing, up to the end of all. */
function* bodiesOf(text: string): Generator<string> {
  for (const match of text.matchAll(KEY_BLOCK)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('-----END ', start);
    yield text.slice(start, end < 0 ? undefined : end);
  }
}

function piecesOf(body: string): string[] {
  const raw = body.split(/[\r\n]+/u).map((line) => line.trim());
  const words = unescape(body).split(/[\s"',]+/u);
  const whole = words.filter((word) => /^[A-Za-z0-9+/=]+$/u.test(word)).join('');
  const lines = whole.match(/.{1,64}/gu) ?? [];
  return [...raw, ...words, whole, ...lines].filter((piece) => piece.length >= SHORTEST);
}
