import type { KeyObject } from 'node:crypto';
import { DerError, readOid, readSequence, TAG } from './der.ts';

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

/**
 * What a key is, if TLS clients and servers do not use its type, to stand after "is"; undefined if they do.
 * @param readDer gives the key in PKCS #8, or the public key of a certificate
 */
export function unusableTypeOf(key: KeyObject, readDer: () => Buffer): string | undefined {
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
  try {
    const algorithm = readSequence(der).find(({ tag }) => tag === TAG.sequence);
    const curve = algorithm && readSequence(algorithm.whole)[1];
    return curve?.tag === TAG.oid ? readOid(curve) : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/**
 * What tells a public key from all others, whatever form it was stored in: two that are equal are one key. Undefined if it cannot be read.
 * @param read throws if it cannot
 */
export function publicKeyIdOf(read: () => KeyObject): string | undefined {
  try {
    const key = read();
    return `${key.asymmetricKeyType ?? ''} ${numbersOf(key)}`;
  } catch {
    return undefined;
  }
}

/** As JWK, which is made in a quarter of the time of DER; it does not have every type. */
function numbersOf(key: KeyObject): string {
  try {
    return JSON.stringify(key.export({ format: 'jwk' }));
  } catch {
    return key.export({ type: 'spki', format: 'der' }).toString('latin1');
  }
}
