import { Buffer } from 'node:buffer';
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A secret, and another one of the same make: what they share, such as a header, is none. */
export interface Secret {
  readonly text: string;
  readonly twin: string;
}

const KEYS: Readonly<Record<string, () => string>> = {
  'RSA PKCS #8': () => rsa('pkcs8'),
  'RSA PKCS #1': () => rsa('pkcs1'),
  'P-256 PKCS #8': () => p256('pkcs8'),
  'P-256 SEC 1': () => p256('sec1'),
  'Ed25519 PKCS #8': () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const TOKENS: Readonly<Record<string, () => string>> = {
  'personal token': () => `dop_v1_${hexToken()}`,
  'OAuth token': () => `doo_v1_${hexToken()}`,
  'refresh token': () => `dor_v1_${hexToken()}`,
  'old token': hexToken,
};

function rsa(type: 'pkcs1' | 'pkcs8'): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type, format: 'pem' }).toString();
}

function p256(type: 'sec1' | 'pkcs8'): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type, format: 'pem' }).toString();
}

function hexToken(): string {
  return randomBytes(32).toString('hex');
}

/** A pair of fresh secrets of every kind. */
export function makeSecrets(): { readonly keys: Record<string, Secret>; readonly tokens: Record<string, Secret> } {
  const pairs = (makers: Readonly<Record<string, () => string>>): Record<string, Secret> =>
    Object.fromEntries(Object.entries(makers).map(([kind, make]) => [kind, { text: make(), twin: make() }]));
  return { keys: pairs(KEYS), tokens: pairs(TOKENS) };
}

/** What a file or an input holds; bytes only in a file. */
export type Form = (text: string) => string | Buffer;

/** The body lines of a key, or the token. */
export function linesOf(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('-----'));
}

const bodyOf = (text: string): string => linesOf(text).join('');
const derOf = (pem: string): Buffer => Buffer.from(bodyOf(pem), 'base64');
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const wrapped = (text: string, columns = 76): string =>
  (text.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? []).join('\n');
const jwkOf = (pem: string): string => JSON.stringify(createPrivateKey(pem).export({ format: 'jwk' }));
const swap = (text: string): string =>
  text.replaceAll(/[a-z]/giu, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

/** What may happen to any text on its way through secrets, shells, templates and editors. */
const TEXT_FORMS: Readonly<Record<string, Form>> = {
  'as it is': (text) => text,
  'CR LF': (text) => text.replaceAll('\n', '\r\n'),
  'CR alone': (text) => text.replaceAll('\n', '\r'),
  'spaces for line ends': (text) => text.replaceAll('\n', ' '),
  'nothing for line ends': (text) => text.replaceAll('\n', ''),
  'tabs for line ends': (text) => text.replaceAll('\n', '\t'),
  'commas for line ends': (text) => text.replaceAll('\n', ','),
  'semicolons for line ends': (text) => text.replaceAll('\n', ';'),
  'underscores for line ends': (text) => text.replaceAll('\n', '_'),
  'bars for line ends': (text) => text.replaceAll('\n', '|'),
  '\\n written out': (text) => text.replaceAll('\n', '\\n'),
  '\\n written out twice': (text) => text.replaceAll('\n', '\\\\n'),
  '\\r\\n written out': (text) => text.replaceAll('\n', '\\r\\n'),
  '%0A for line ends': (text) => text.replaceAll('\n', '%0A'),
  'double quotes': (text) => `"${text.trim()}"`,
  'single quotes': (text) => `'${text.trim()}'`,
  'a string of JSON': (text) => JSON.stringify(text),
  'a string of JSON with escaped slashes': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON within JSON': (text) => JSON.stringify(JSON.stringify({ secret: text })),
  'an object of JSON': (text) => JSON.stringify({ data: { 'tls.key': text } }),
  'a list of lines in JSON': (text) => JSON.stringify(text.split('\n')),
  'a string of JSON in Unicode escapes': (text) => `"${text.replaceAll(/[\n/+=]/gu, unicodeEscape)}"`,
  'URL-encoded': (text) => encodeURIComponent(text),
  'URL-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'as a form of a web page': (text) => new URLSearchParams({ key: text }).toString(),
  'in an URL': (text) => `https://example.com/${encodeURIComponent(text)}`,
  'as a user in an URL': (text) => `https://${encodeURIComponent(text)}@example.com`,
  'HTML-encoded': (text) => text.replaceAll('\n', '&#10;').replaceAll('+', '&#43;').replaceAll('/', '&#x2F;'),
  'with text before': (text) => `Bag Attributes\n    friendlyName: web\nKey Attributes: <No Attributes>\n${text}`,
  'with a word before': (text) => `privateKey ${text}`,
  'with text behind': (text) => `${text}\nThis is the private key of the web server.\n`,
  'as a variable': (text) => `TLS_PRIVATE_KEY=${text}`,
  'as a variable in quotes': (text) => `export KEY="${text.replaceAll('\n', '\\n')}"`,
  'as YAML': (text) => `tls.key: |\n${text.replaceAll(/^/gmu, '  ')}`,
  indented: (text) => text.replaceAll(/^/gmu, '    '),
  'quoted as in mail': (text) => text.replaceAll(/^/gmu, '> '),
  'as a comment': (text) => text.replaceAll(/^/gmu, '# '),
  'with blank lines between': (text) => text.replaceAll('\n', '\n\n'),
  'a byte order mark': (text) => `\uFEFF${text}`,
  'zero-width spaces': (text) => text.replaceAll('\n', '\u200B\n'),
  'lower case': (text) => text.toLowerCase(),
  'upper case': (text) => text.toUpperCase(),
  'swapped case': swap,
  'base64 of it': (text) => base64(text),
  'base64 of it in lines': (text) => wrapped(base64(text)),
  'base64 of it in lines of 64': (text) => wrapped(base64(text), 64),
  'base64 of it without padding': (text) => base64(text).replaceAll('=', ''),
  'base64url of it': (text) => Buffer.from(text).toString('base64url'),
  'base64 of base64': (text) => base64(base64(text)),
  'base64 of base64 in lines': (text) => wrapped(base64(wrapped(base64(text)))),
  'base64 of it in JSON': (text) => JSON.stringify({ 'tls.key': base64(text) }),
  'base64 of it in a data URL': (text) => `data:application/x-pem-file;base64,${base64(text)}`,
  'base64 of it in lower case': (text) => base64(text).toLowerCase(),
  'base64 of UTF-16': (text) => base64(Buffer.from(text, 'utf16le')),
  'base64 of gzip': (text) => base64(gzipSync(text)),
  'the first half of base64': (text) => base64(text).slice(0, base64(text).length / 2),
  'the last half of base64': (text) => base64(text).slice(base64(text).length / 2),
  'hex of it': (text) => Buffer.from(text).toString('hex'),
  'two lists': (text) => `web,${text},api`,
  'as a host': (text) => `${text.trim()}:443`,
  'as a host with an address': (text) => `${text.trim()}@127.0.0.1:443`,
  'as a wildcard': (text) => `*.${text.trim()}`,
  'as a domain': (text) => `${text.trim()}.example.com`,
  'as a path': (text) => `./${text.trim()}.pem`,
};

/** What may be left of a key, and what else it may be turned into. */
const KEY_FORMS: Readonly<Record<string, Form>> = {
  'the body lines': (pem) => linesOf(pem).join('\n'),
  'the body in one line': bodyOf,
  'the body with spaces': (pem) => linesOf(pem).join(' '),
  'the body with \\n': (pem) => linesOf(pem).join('\\n'),
  'the body with commas': (pem) => linesOf(pem).join(','),
  'the body with spaces in lower case': (pem) => linesOf(pem).join(' ').toLowerCase(),
  'the body in lines of 76': (pem) => wrapped(bodyOf(pem), 76),
  'the body in words of 16': (pem) => wrapped(bodyOf(pem), 16).replaceAll('\n', ' '),
  'the body in words of 8': (pem) => wrapped(bodyOf(pem), 8).replaceAll('\n', ' '),
  'the first line': (pem) => linesOf(pem)[0] ?? '',
  'the first line in lower case': (pem) => (linesOf(pem)[0] ?? '').toLowerCase(),
  // That of an RSA key has 24 characters, of which one in fifty looks like no secret.
  'the last lines': (pem) => linesOf(pem).slice(-2).join('\n'),
  'a line in the middle': (pem) => linesOf(pem).at(-2) ?? '',
  'the first half': (pem) => pem.slice(0, pem.length / 2),
  'the last half': (pem) => pem.slice(pem.length / 2),
  'the middle of the body': (pem) => bodyOf(pem).slice(bodyOf(pem).length / 3, (bodyOf(pem).length / 3) * 2),
  'without the END line': (pem) => pem.replace(/-----END[^-]*-----\n/u, ''),
  'without the BEGIN line': (pem) => pem.replace(/-----BEGIN[^-]*-----\n/u, ''),
  'without the BEGIN line and with spaces': (pem) => pem.replace(/-----BEGIN[^-]*-----\n/u, '').replaceAll('\n', ' '),
  'without dashes': (pem) => pem.replaceAll('-', ''),
  'base64url of the DER': (pem) => derOf(pem).toString('base64url'),
  'base64 of base64 of the DER': (pem) => base64(bodyOf(pem)),
  'base64 of the base64 of the PEM of it, cut': (pem) => base64(base64(pem)).slice(7),
  'hex of the DER': (pem) => derOf(pem).toString('hex'),
  'hex of the DER in upper case': (pem) => derOf(pem).toString('hex').toUpperCase(),
  'hex of the DER in lines': (pem) => wrapped(derOf(pem).toString('hex'), 60),
  'hex of the DER with colons': (pem) => wrapped(wrapped(derOf(pem).toString('hex'), 2).replaceAll('\n', ':'), 45),
  'a JSON Web Key': jwkOf,
  'a JSON Web Key in base64': (pem) => base64(jwkOf(pem)),
  'a JSON Web Key in JSON': (pem) => JSON.stringify(jwkOf(pem)),
};

/** What only a file can hold. */
const FILE_FORMS: Readonly<Record<string, Form>> = {
  'UTF-16 with a byte order mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16 without a byte order mark': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16, big endian': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  DER: derOf,
  gzip: (text) => gzipSync(text),
};

/** Every form that this secret can have in an input, or in a file. */
export function formsOf(secret: Secret, isFile: boolean): Readonly<Record<string, Form>> {
  const isKey = secret.text.startsWith('-----');
  const { DER, ...files } = FILE_FORMS;
  const fileForms = isKey && DER !== undefined ? { ...files, DER } : files;
  return { ...TEXT_FORMS, ...(isKey ? KEY_FORMS : {}), ...(isFile ? fileForms : {}) };
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const WINDOW = 12;

/** Twelve characters in a row, in lower case, of what nobody may see of a secret in this form. */
export function windowsOf({ text, twin }: Secret, form: Form): ReadonlySet<string> {
  const of = (each: string): Set<string> =>
    new Set([bodyOf(each), form(each)].flatMap((shape) => (typeof shape === 'string' ? slices(shape) : [])));
  const shared = of(twin);
  // The end of a body and its armor are in a certificate too.
  return new Set([...of(text)].filter((window) => !shared.has(window) && !window.includes('--')));
}

function slices(text: string): string[] {
  const words = text.toLowerCase().split(/\s+/u);
  return words.flatMap((word) =>
    Array.from({ length: Math.max(0, word.length - WINDOW + 1) }, (_, at) => word.slice(at, at + WINDOW)),
  );
}

/** The first of these windows that a text shows; undefined if it shows none. */
export function findShown(shown: string, windows: ReadonlySet<string>): string | undefined {
  const text = shown.toLowerCase();
  for (let at = 0; at + WINDOW <= text.length; at += 1) {
    const window = text.slice(at, at + WINDOW);
    if (windows.has(window)) return text.slice(Math.max(0, at - 60), at + 40);
  }
  return undefined;
}
