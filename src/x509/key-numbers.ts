import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { bytesOf, isPositiveInteger, readOid, readOr, readSequence, TAG } from './der.ts';
import type { Bytes, DerElement } from './der.ts';
import type { PemBlock } from './pem.ts';

/** The numbers of a public key, as its DER has them: two keys with the same are one. */
export type PublicNumbers =
  | { readonly type: 'rsa'; readonly modulus: Bytes; readonly exponent: Bytes }
  /** The curve as an object identifier; the point uncompressed: a 4, then both coordinates (SEC 1, 2.3.3). */
  | { readonly type: 'ec'; readonly curve: string; readonly point: Bytes };

/** The numbers of a private key, as its DER has them. */
export type PrivateNumbers = (
  | /** RFC 8017, A.1.2: n, e, d, p, q, d mod p - 1, d mod q - 1, q^-1 mod p. */
    { readonly type: 'rsa'; readonly version: number; readonly numbers: readonly Bytes[] }
    /** RFC 5915, 3. The public half may be left out. */
  | {
      readonly type: 'ec';
      readonly version: number;
      readonly curve: string;
      readonly scalar: Bytes;
      readonly point: Bytes | undefined;
    }
) & {
  /** Has the DER exactly what belongs there, in the form in which programs write it? Then every server can load it if the numbers fit. */
  readonly isPlain: boolean;
};

export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
export const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const UNCOMPRESSED = '\x04';
const RSA_NUMBERS = 8;

/**
 * What is in a public key of a certificate (SubjectPublicKeyInfo, RFC 5280, 4.1.2.7). Faster than Node's KeyObject.
 * @returns undefined for other types than RSA and EC, and for rare forms of these
 */
export function publicNumbersIn(der: Bytes): PublicNumbers | undefined {
  return readOr(() => {
    const parts = readSequence(der);
    const algorithm = parts[0]?.sequence ?? [];
    const [oid, parameters, key] = [algorithm[0], algorithm[1], parts[1]];
    // The first byte tells how many bits of the last are not used: none, or OpenSSL and Go do not read the key.
    if (oid === undefined || key?.tag !== TAG.bitString || !key.content.startsWith('\0')) return undefined;
    if (parts.length !== 2 || algorithm.length !== 2) return undefined;
    const type = readOid(oid);
    if (type === RSA_ENCRYPTION && parameters?.tag === TAG.null && parameters.content === '') {
      const numbers = key.innerSequence(1);
      const [modulus, exponent] = [numbers[0]?.content, numbers[1]?.content];
      return numbers.length === 2 && modulus && exponent ? { type: 'rsa', modulus, exponent } : undefined;
    }
    if (type !== EC_PUBLIC_KEY || parameters?.tag !== TAG.oid) return undefined;
    const point = key.content.slice(1);
    return point.startsWith(UNCOMPRESSED) ? { type: 'ec', curve: readOid(parameters), point } : undefined;
  }, undefined);
}

/**
 * What is in a private key in PKCS #8 (RFC 5958), PKCS #1 or SEC 1.
 * @returns undefined for other types than RSA and EC, and for rare forms of these
 */
export function privateNumbersIn({ label, der }: PemBlock): PrivateNumbers | undefined {
  return readOr(() => {
    const parts = readSequence(bytesOf(der));
    const isPkcs8 = parts[1]?.tag === TAG.sequence;
    if (!isPkcs8 && label === 'RSA PRIVATE KEY') return rsaNumbersIn(parts, true);
    if (!isPkcs8 && label === 'EC PRIVATE KEY') return ecNumbersIn(parts, undefined, true);
    const algorithm = parts[1]?.sequence ?? [];
    const [oid, parameters, key] = [algorithm[0], algorithm[1], parts[2]];
    if (oid === undefined || key?.tag !== TAG.octetString) return undefined;
    // Under other labels, OpenSSL does not read all.
    const isUsual = label === 'PRIVATE KEY' && algorithm.length === 2;
    const isPlain = isUsual && parts.length === 3 && isInteger(parts[0], '\0');
    const type = readOid(oid);
    if (type === RSA_ENCRYPTION)
      return rsaNumbersIn(key.innerSequence(), isPlain && parameters?.tag === TAG.null && parameters.content === '');
    return type === EC_PUBLIC_KEY ? ecNumbersIn(key.innerSequence(), parameters, isPlain) : undefined;
  }, undefined);
}

function isInteger(element: DerElement | undefined, value: string): boolean {
  return element?.tag === TAG.integer && element.content === value;
}

function rsaNumbersIn(elements: readonly DerElement[], isWrapperPlain: boolean): PrivateNumbers | undefined {
  if (elements.length !== RSA_NUMBERS + 1) return undefined;
  const numbers = elements.slice(1);
  // OpenSSL reads others as if they were positive; Go does not read them.
  if (elements[0]?.tag !== TAG.integer || !numbers.every(isPositiveInteger)) return undefined;
  return {
    type: 'rsa',
    version: versionIn(elements[0]),
    numbers: numbers.map(({ content }) => content),
    isPlain: isWrapperPlain,
  };
}

/** The version of a format; -1 if there is none that exists. */
function versionIn(element: DerElement | undefined): number {
  return element?.tag === TAG.integer && element.content.length === 1 ? element.content.charCodeAt(0) : -1;
}

/** Bytes of a coordinate on P-256, P-384 and P-521. */
const COORDINATES: ReadonlySet<number> = new Set([32, 48, 66]);

function ecNumbersIn(
  elements: readonly DerElement[],
  parameters: DerElement | undefined,
  isWrapperPlain: boolean,
): PrivateNumbers | undefined {
  const [version, scalar] = [elements[0], elements[1]];
  const own = elements.find(({ tag }) => tag === 0xa0);
  const named = parameters ?? own?.inner();
  if (version === undefined || scalar?.tag !== TAG.octetString || named?.tag !== TAG.oid) return undefined;
  const half = elements.find(({ tag }) => tag === 0xa1);
  const bits = half?.inner();
  const point = bits?.content.slice(1);
  const secret = scalar.content;
  const isPlain =
    isWrapperPlain &&
    version.tag === TAG.integer &&
    elements.length === (own === undefined ? 3 : 4) &&
    (own === undefined || own.inner().whole === named.whole) &&
    (own === undefined || (elements[2] === own && own.inner().end === own.end)) &&
    COORDINATES.has(secret.length) &&
    bits?.tag === TAG.bitString &&
    bits.end === half?.end &&
    bits.content.startsWith('\0') &&
    point?.length === 2 * secret.length + 1;
  return {
    type: 'ec',
    version: versionIn(version),
    curve: readOid(named),
    scalar: secret,
    point: point?.startsWith(UNCOMPRESSED) === true ? point : undefined,
    isPlain,
  };
}

/** What Node made of a public key, for the forms that {@link publicNumbersIn} does not read: a compressed point, which a JWK is not. */
export function publicNumbersOf(key: KeyObject): PublicNumbers | undefined {
  try {
    const plain = createPublicKey({ key: key.export({ format: 'jwk' }), format: 'jwk' });
    return publicNumbersIn(bytesOf(plain.export({ type: 'spki', format: 'der' })));
  } catch {
    // Not every type can be a JWK.
    return undefined;
  }
}

/** Are these the numbers of one key? */
export function isSameKey(a: PublicNumbers, b: PublicNumbers): boolean {
  if (a.type === 'ec') return b.type === 'ec' && a.curve === b.curve && a.point === b.point;
  return b.type === 'rsa' && a.modulus === b.modulus && a.exponent === b.exponent;
}

/** The numbers of the public half that a private key says it has; undefined if it does not. */
export function publicHalfOf(numbers: PrivateNumbers): PublicNumbers | undefined {
  if (numbers.type === 'ec') {
    const { curve, point } = numbers;
    return point === undefined ? undefined : { type: 'ec', curve, point };
  }
  const [modulus, exponent] = numbers.numbers;
  return modulus === undefined || exponent === undefined ? undefined : { type: 'rsa', modulus, exponent };
}
