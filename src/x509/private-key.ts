import { createECDH, createPrivateKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Fault } from '../errors.ts';
import { readSequence, TAG } from './der.ts';
import type { PemBlock, PemKind } from './pem.ts';
import { unusableTypeOf } from './public-key.ts';

/** A private key as it was supplied. */
export interface PemKey {
  readonly key: KeyObject;
  readonly pem: string;
  /** As it was supplied: in PKCS #8, PKCS #1 or SEC 1. */
  readonly block: PemBlock;
}

const PKCS8 = 'PRIVATE KEY';
const DAMAGED: Fault = {
  what: 'is damaged: it cannot make a valid signature for its certificate',
  remedy: 'Supply the private key again, as it was created.',
};

/** Parses one block. Undefined when it is no key that can be read. */
export function parsePrivateKey(block: Pick<PemBlock, 'pem'>): KeyObject | undefined {
  try {
    return createPrivateKey(block.pem);
  } catch {
    return undefined;
  }
}

/** The one private key among these blocks, or what is wrong. */
export function readPrivateKey(
  blocks: readonly PemBlock[],
  parse: (block: PemBlock) => KeyObject | undefined = parsePrivateKey,
): PemKey | { readonly fault: Fault } {
  const keys = new Map(blocks.filter(({ kind }) => kind === 'private_key').map((block) => [block.pem, block]));
  const [block, another] = keys.values();
  if (block === undefined) return { fault: missingKeyFault(blocks) };
  if (another !== undefined)
    return {
      fault: { what: `has ${keys.size} private keys`, remedy: 'Supply only the one of the leaf certificate.' },
    };
  const key = parse(block);
  if (key !== undefined) return { key, pem: block.pem, block };
  return {
    fault: {
      what: `has a block "${block.label}" that cannot be read as a private key: it is damaged, or of a type that TLS does not use`,
      remedy: 'Supply the private key again, as it was created.',
    },
  };
}

function missingKeyFault(blocks: readonly PemBlock[]): Fault {
  const has = (kind: PemKind): boolean => blocks.some((block) => block.kind === kind);
  if (has('encrypted_private_key'))
    return {
      what: 'is encrypted, and DigitalOcean accepts no passphrase',
      remedy: 'Decrypt it: `openssl pkey -in key.pem -out key-plain.pem`, and store the result as the secret.',
    };
  if (has('certificate'))
    return {
      what: 'has a certificate and no private key',
      remedy: 'If the two were swapped, put the certificate into `leaf_certificate`.',
    };
  if (has('public_key')) return { what: 'has a public key', remedy: 'Supply the private key that it belongs to.' };
  if (has('certificate_request'))
    return { what: 'has a certificate request', remedy: 'Supply the private key that it was created with.' };
  const remedy = 'Supply the private key of the certificate.';
  if (blocks.some(({ label }) => label.startsWith('OPENSSH')))
    return { what: 'has an SSH key in the format of OpenSSH', remedy };
  return { what: `has no private key, but "${blocks[0]?.label ?? ''}"`, remedy };
}

/** Why servers cannot load the key, or clients do not accept it; undefined if it can be used. */
export function strengthFaultOf({ key, block }: PemKey): Fault | undefined {
  const what = unusableTypeOf(key, () =>
    block.label === PKCS8 ? block.der : key.export({ type: 'pkcs8', format: 'der' }),
  );
  return what === undefined
    ? undefined
    : {
        what: `is ${what}. DigitalOcean and TLS clients accept RSA of 2048 to 8192 bits, and EC on P-256, P-384 or P-521`,
        remedy: 'Issue the certificate again with a new key of one of these types.',
      };
}

/**
 * Is the key damaged, although its public half is that of the certificate? The stored public half is not trusted: that of an EC key is
 * computed from the private number, and one of Ed25519 makes a signature, which the public key of the certificate verifies. What OpenSSL
 * works around and Go does not is compared too: the redundant numbers of an RSA key.
 */
export function damageOf({ key, block }: PemKey, publicKey: KeyObject): Fault | undefined {
  try {
    // Whose numbers all fit to the modulus of the certificate makes valid signatures (RFC 8017, 3.2 and 5.1); that is faster to tell.
    if (key.asymmetricKeyType === 'rsa') return isConsistentRsa(key) ? undefined : DAMAGED;
    if (key.asymmetricKeyType === 'ec') return hasPoint(key, publicKey) && isVersionOne(block) ? undefined : DAMAGED;
    const data = Buffer.from('a test of the private key');
    return verify(null, data, publicKey, sign(null, data, key)) ? undefined : DAMAGED;
  } catch {
    // Node refuses to compute with numbers that cannot be a key.
    return DAMAGED;
  }
}

/** OpenSSL's names of the curves that are used, by those of RFC 7518, 6.2.1.1. */
const CURVES: Readonly<Record<string, string>> = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };

/**
 * Is the private number times the generator the point of the certificate (SEC 1, 3.2.1)? Whose is makes valid signatures; that is faster
 * to tell than by one.
 */
function hasPoint(key: KeyObject, publicKey: KeyObject): boolean {
  const { crv = '', d = '' } = key.export({ format: 'jwk' });
  const point = publicKey.export({ format: 'jwk' });
  const curve = CURVES[crv];
  if (curve === undefined || crv !== point.crv) return false;
  const pair = createECDH(curve);
  pair.setPrivateKey(d, 'base64url');
  // Uncompressed: a 4, then both coordinates.
  const own = pair.getPublicKey();
  return own[0] === 4 && own.subarray(1).equals(Buffer.concat([point.x, point.y].map((each) => bytesOf(each))));
}

function bytesOf(base64url: string | undefined): Buffer {
  return Buffer.from(base64url ?? '', 'base64url');
}

/** The version of the format, which OpenSSL does not read (RFC 5915, 3), also within PKCS #8 (RFC 5958, 2). */
function isVersionOne({ label, der }: PemBlock): boolean {
  const inner = label === PKCS8 ? readSequence(der).find(({ tag }) => tag === TAG.octetString)?.content : der;
  const [version] = inner === undefined ? [] : readSequence(inner);
  return version?.content.equals(Buffer.of(1)) ?? false;
}

/** Do the numbers of an RSA key belong together (RFC 8017, 3.2)? */
function isConsistentRsa(key: KeyObject): boolean {
  const jwk = key.export({ format: 'jwk' });
  const [n, e, d, p, q, dp, dq, qi] = [jwk.n, jwk.e, jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map(numberOf);
  if (!n || !e || !d || !p || !q || !dp || !dq || !qi) return false;
  return (
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    (e * dp) % (p - 1n) === 1n &&
    (e * dq) % (q - 1n) === 1n &&
    (qi * q) % p === 1n
  );
}

function numberOf(base64url: string | undefined): bigint {
  return BigInt(`0x${bytesOf(base64url).toString('hex') || '0'}`);
}
