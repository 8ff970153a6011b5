import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Fault } from '../errors.ts';
import type { PemBlock, PemKind } from './pem.ts';

/** A private key as it was supplied. */
export interface PemKey {
  readonly key: KeyObject;
  readonly pem: string;
}

const LEAST_RSA_BITS = 2048;
const LEAST_EC_BITS = 224;

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
    return { key: createPrivateKey(block.pem), pem: block.pem };
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

/** Why DigitalOcean would reject the key (API reference, "Create a New Certificate"); undefined if it would not. */
export function strengthFaultOf({ key }: PemKey): Fault | undefined {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= LEAST_RSA_BITS
        ? undefined
        : {
            what: `is an RSA key of ${modulusLength} bits; DigitalOcean accepts ${LEAST_RSA_BITS} or more`,
            remedy: 'Issue the certificate again with a longer key.',
          };
    case 'ec': {
      const bits = Number(/\d{3}/u.exec(namedCurve)?.[0] ?? 0);
      return bits >= LEAST_EC_BITS
        ? undefined
        : {
            what: `is an EC key on the curve ${namedCurve}; DigitalOcean accepts ${LEAST_EC_BITS} bits or more`,
            remedy: 'Issue the certificate again with a P-256 key.',
          };
    }
    case 'ed25519':
      return undefined;
    default:
      return {
        what: `is a key of type ${key.asymmetricKeyType ?? 'unknown'}; DigitalOcean accepts RSA and ECDSA`,
        remedy: 'Issue the certificate again with one of these.',
      };
  }
}
