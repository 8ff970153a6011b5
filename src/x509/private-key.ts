import { createECDH, createPrivateKey, sign, verify } from 'node:crypto';
import type { ECDH, KeyObject } from 'node:crypto';
import type { Fault } from '../errors.ts';
import type { PemCertificate } from './certificate.ts';
import { bufferOf, bytesOf } from './der.ts';
import { isSameKey, privateNumbersIn, publicHalfOf, publicNumbersOf } from './key-numbers.ts';
import type { PrivateNumbers, PublicNumbers } from './key-numbers.ts';
import type { PemBlock, PemKind } from './pem.ts';
import { isUsualType, unusableTypeOf } from './public-key.ts';

/** A private key as it was supplied. */
export interface PemKey {
  /** What Node makes of it. */
  readonly readKey: () => KeyObject;
  /** As it was supplied: in PKCS #8, PKCS #1 or SEC 1. */
  readonly block: PemBlock;
  /** Undefined for types and forms that are rare. */
  readonly numbers: PrivateNumbers | undefined;
  /** The public half that it says it has; undefined also if it does not say. */
  readonly publicHalf: PublicNumbers | undefined;
}

type EcNumbers = Extract<PrivateNumbers, { type: 'ec' }>;
type RsaNumbers = Extract<PrivateNumbers, { type: 'rsa' }>;

const PKCS8 = 'PRIVATE KEY';
const AS_CREATED = 'Supply the private key again, as it was created.';
const DAMAGED: Fault = {
  what: 'is damaged: it cannot make a valid signature for its certificate',
  remedy: AS_CREATED,
};

/** Parses one block. Undefined when it is no key that can be read. */
export function parsePrivateKey(block: PemBlock): PemKey | undefined {
  const numbers = privateNumbersIn(block);
  const publicHalf = numbers && publicHalfOf(numbers);
  let known: KeyObject | undefined;
  const readKey = (): KeyObject => (known ??= createPrivateKey(block.pem));
  // Node takes long to read a key, and hundreds may be in a folder. What is so usual is judged by its numbers alone.
  const isUsual = numbers?.isPlain === true && publicHalf !== undefined && isUsualType(publicHalf);
  try {
    if (!isUsual) readKey();
    return { readKey, block, numbers, publicHalf };
  } catch {
    return undefined;
  }
}

/** The one private key among these blocks, or what is wrong. */
export function readPrivateKey(
  blocks: readonly PemBlock[],
  parse: typeof parsePrivateKey = parsePrivateKey,
): PemKey | { readonly fault: Fault } {
  const found = blocks.filter(({ kind }) => kind === 'private_key');
  // The same key twice is one.
  const keys = found.length === 1 ? found : [...new Map(found.map((each) => [each.pem, each])).values()];
  const [block, another] = keys;
  if (block === undefined) return { fault: missingKeyFault(blocks) };
  if (another !== undefined)
    return {
      fault: { what: `has ${keys.length} private keys`, remedy: 'Supply only the one of the leaf certificate.' },
    };
  return parse(block) ?? { fault: unreadableFault(block) };
}

export function unreadableFault({ label }: PemBlock): Fault {
  return {
    what: `has a block "${label}" that cannot be read as a private key: it is damaged, or of a type that TLS does not use`,
    remedy: AS_CREATED,
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
export function strengthFaultOf({ readKey, block, numbers, publicHalf }: PemKey): Fault | undefined {
  const readDer = (): Buffer =>
    block.label === PKCS8 ? block.der : readKey().export({ type: 'pkcs8', format: 'der' });
  let what: string | undefined;
  try {
    what = unusableTypeOf(numbers?.type === 'ec' ? numbers : publicHalf, readKey, readDer);
  } catch {
    // OpenSSL reads a point that it then cannot write.
    what = 'a damaged EC key';
  }
  return what === undefined
    ? undefined
    : {
        what: `is ${what}. DigitalOcean and TLS clients accept RSA of 2048 to 8192 bits, and EC on P-256, P-384 or P-521`,
        remedy: 'Issue the certificate again with a new key of one of these types.',
      };
}

/** Does the private key say that its public half is the key of this certificate? Whether that is true, the check for damage tells. */
export function fitsKey(certificate: PemCertificate, { readKey, publicHalf }: PemKey): boolean {
  const { publicNumbers } = certificate.fields;
  if (publicHalf !== undefined && publicNumbers !== undefined) return isSameKey(publicHalf, publicNumbers);
  try {
    return certificate.x509.checkPrivateKey(readKey());
  } catch {
    // The certificate has a key that Node cannot read.
    return false;
  }
}

/**
 * Is the key damaged, although its public half is that of the certificate? The stored public half is not trusted: that of an EC key is
 * computed from the private number, and one of Ed25519 makes a signature, which the public key of the certificate verifies. What OpenSSL
 * works around and Go does not is compared too: the redundant numbers of an RSA key.
 */
export function damageOf({ readKey, numbers }: PemKey, certificate: PemCertificate): Fault | undefined {
  try {
    // Whose numbers all fit to the modulus of the certificate makes valid signatures (RFC 8017, 3.2 and 5.1); that is faster to tell.
    // OpenSSL does not read the version of the formats (RFC 5915, 3).
    if (numbers?.type === 'rsa') return numbers.version === 0 && isConsistentRsa(numbers) ? undefined : DAMAGED;
    if (numbers?.type === 'ec') return numbers.version === 1 && hasPoint(numbers, certificate) ? undefined : DAMAGED;
    const key = readKey();
    if (key.asymmetricKeyType !== 'ed25519') return DAMAGED;
    const data = Buffer.from('a test of the private key');
    return verify(null, data, certificate.x509.publicKey, sign(null, data, key)) ? undefined : DAMAGED;
  } catch {
    // Node refuses to compute with numbers that cannot be a key.
    return DAMAGED;
  }
}

/** OpenSSL's names of the curves that are used. */
const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'prime256v1',
  '1.3.132.0.34': 'secp384r1',
  '1.3.132.0.35': 'secp521r1',
};

/** What computes with each curve: making one takes as long as using it. */
const PAIRS = new Map<string, ECDH>();

/**
 * Is the private number times the generator the point of the certificate (SEC 1, 3.2.1)? Whose is makes valid signatures; that is faster
 * to tell than by one.
 */
function hasPoint({ curve, scalar }: EcNumbers, certificate: PemCertificate): boolean {
  const name = CURVES[curve];
  const wanted = certificate.fields.publicNumbers ?? publicNumbersOf(certificate.x509.publicKey);
  if (name === undefined || wanted?.type !== 'ec' || wanted.curve !== curve) return false;
  const pair = PAIRS.get(name) ?? createECDH(name);
  PAIRS.set(name, pair);
  pair.setPrivateKey(bufferOf(scalar));
  return bytesOf(pair.getPublicKey()) === wanted.point;
}

/** Do the numbers of an RSA key belong together (RFC 8017, 3.2)? */
function isConsistentRsa({ numbers }: RsaNumbers): boolean {
  const [n, e, d, p, q, dp, dq, qi] = numbers.map((number) => BigInt(`0x${bufferOf(number).toString('hex') || '0'}`));
  if (!n || !e || !d || !p || !q || !dp || !dq || !qi) return false;
  return (
    p * q === n &&
    // Go takes no larger ones.
    d < n &&
    dp < p &&
    dq < q &&
    qi < p &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    (e * dp) % (p - 1n) === 1n &&
    (e * dq) % (q - 1n) === 1n &&
    (qi * q) % p === 1n
  );
}
