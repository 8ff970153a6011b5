import { createPrivateKey, sign, verify } from 'node:crypto';
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

/** The one private key among these blocks, or what is wrong. */
export function readPrivateKey(blocks: readonly PemBlock[]): PemKey | { readonly fault: Fault } {
  const keys = new Map(blocks.filter(({ kind }) => kind === 'private_key').map((block) => [block.pem, block]));
  const [block, another] = keys.values();
  if (block === undefined) return { fault: missingKeyFault(blocks) };
  if (another !== undefined)
    return {
      fault: { what: `has ${keys.size} private keys`, remedy: 'Supply only the one of the leaf certificate.' },
    };
  try {
    return { key: createPrivateKey(block.pem), pem: block.pem, block };
  } catch {
    return {
      fault: {
        what: `has a block "${block.label}" that cannot be read as a private key: it is damaged, or of a type that TLS does not use`,
        remedy: 'Supply the private key again, as it was created.',
      },
    };
  }
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
 * Is the key damaged, although its public half is that of the certificate? It makes a signature, which the public key of the
 * certificate verifies. What OpenSSL works around and Go does not is compared too: the redundant numbers of an RSA key.
 */
export function damageOf({ key, block }: PemKey, publicKey: KeyObject): Fault | undefined {
  try {
    // Whose numbers all fit to the modulus of the certificate makes valid signatures (RFC 8017, 3.2 and 5.1); that is faster to tell.
    if (key.asymmetricKeyType === 'rsa') return isConsistentRsa(key) ? undefined : DAMAGED;
    const data = Buffer.from('a test of the private key');
    const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    const isSound = verify(hash, data, publicKey, sign(hash, data, key));
    return isSound && isConsistent(key, block) ? undefined : DAMAGED;
  } catch {
    // Node refuses to sign with numbers that cannot be a key.
    return DAMAGED;
  }
}

/** The version of the format, which OpenSSL does not read (RFC 5915, 3), also within PKCS #8 (RFC 5958, 2). */
function isConsistent(key: KeyObject, { label, der }: PemBlock): boolean {
  if (key.asymmetricKeyType !== 'ec') return true;
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
  return BigInt(`0x${Buffer.from(base64url ?? '', 'base64url').toString('hex') || '0'}`);
}
