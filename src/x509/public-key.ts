import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { bytesOf, readOid, readOr, readSequence, TAG } from './der.ts';
import { publicNumbersOf } from './key-numbers.ts';
import type { PublicNumbers } from './key-numbers.ts';

const LEAST_RSA_BITS = 2048;
const MOST_RSA_BITS = 8192;
/** Go's crypto/rsa accepts no larger public exponent. */
const LARGEST_EXPONENT = 2n ** 31n - 1n;
/** P-256, P-384 and P-521. */
const ALLOWED_CURVES: ReadonlySet<string> = new Set(['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35']);
/** OpenSSL's names, and those that people know. */
const OTHER_CURVES: Readonly<Record<string, string>> = { secp224r1: 'P-224', prime192v1: 'P-192' };
const TYPES: Readonly<Record<string, string>> = {
  'rsa-pss': 'RSA-PSS',
  dsa: 'DSA',
  dh: 'Diffie-Hellman',
  ed448: 'Ed448',
  x25519: 'X25519',
  x448: 'X448',
};

/** What {@link unusableTypeOf} needs to know of most keys. */
type TypeNumbers =
  Extract<PublicNumbers, { type: 'rsa' }> | Pick<Extract<PublicNumbers, { type: 'ec' }>, 'type' | 'curve'>;

/**
 * What a key is, if TLS clients and servers do not use its type, to stand after "is"; undefined if they do.
 * @param numbers its numbers, which tell it faster, if they could be read
 * @param readKey what Node made of it; throws if it made nothing
 * @param readDer the key in PKCS #8, or the public key of a certificate
 */
export function unusableTypeOf(
  numbers: TypeNumbers | undefined,
  readKey: () => KeyObject,
  readDer: () => Buffer,
): string | undefined {
  if (numbers !== undefined && isUsualType(numbers)) return undefined;
  const key = readKey();
  const type = key.asymmetricKeyType ?? 'unknown';
  if (type === 'ed25519') return undefined;
  if (type === 'rsa') return unusableRsaOf(key);
  if (type !== 'ec') return `a key of the type ${TYPES[type] ?? type}`;
  const curve = curveIn(readDer());
  if (curve === undefined) return 'an EC key with explicit parameters instead of the name of its curve';
  if (ALLOWED_CURVES.has(curve)) return undefined;
  const { namedCurve = 'unknown' } = key.asymmetricKeyDetails ?? {};
  return `an EC key on the curve ${OTHER_CURVES[namedCurve] ?? namedCurve}`;
}

/** The exponent that nearly all keys have, 65537. */
const USUAL_EXPONENT = '\x01\0\x01';

/** Do all clients and servers know keys like this one? */
export function isUsualType(numbers: TypeNumbers): boolean {
  if (numbers.type === 'ec') return ALLOWED_CURVES.has(numbers.curve);
  // A leading zero tells that the number is positive; the next byte has the highest bit.
  const { modulus, exponent } = numbers;
  const bits = (modulus.length - 1) * 8;
  const isFull = modulus.startsWith('\0') && modulus.charCodeAt(1) >= 0x80;
  return isFull && bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS && exponent === USUAL_EXPONENT;
}

function unusableRsaOf(key: KeyObject): string | undefined {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < LEAST_RSA_BITS || modulusLength > MOST_RSA_BITS) return `an RSA key of ${modulusLength} bits`;
  const isUsual = publicExponent >= 3n && publicExponent <= LARGEST_EXPONENT && publicExponent % 2n === 1n;
  return isUsual ? undefined : 'an RSA key with an unusual public exponent';
}

/**
 * The object identifier of the curve; undefined if the key has all its parameters in place of it (RFC 5480, 2.1.1 forbids that). Node
 * tells a name for those too, and takes longer.
 */
function curveIn(der: Buffer): string | undefined {
  return readOr(() => {
    const algorithm = readSequence(bytesOf(der)).find(({ tag }) => tag === TAG.sequence);
    const curve = algorithm?.sequence[1];
    return curve?.tag === TAG.oid ? readOid(curve) : undefined;
  }, undefined);
}

/**
 * What tells a public key from all others, whatever form it was stored in: two that are equal are one key. Undefined if it cannot be read.
 * @param numbers its numbers, which tell it faster, if they could be read
 * @param readKey what Node made of it; throws if it made nothing
 */
export function publicKeyIdOf(numbers: PublicNumbers | undefined, readKey: () => KeyObject): string | undefined {
  if (numbers !== undefined) return idOf(numbers);
  try {
    const key = readKey();
    const read = publicNumbersOf(key);
    return read === undefined ? bytesOf(key.export({ type: 'spki', format: 'der' })) : idOf(read);
  } catch {
    return undefined;
  }
}

function idOf(numbers: PublicNumbers): string {
  return numbers.type === 'ec' ? `${numbers.curve} ${numbers.point}` : `${numbers.exponent} ${numbers.modulus}`;
}
