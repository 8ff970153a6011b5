import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { PemBlock, PemKind } from './pem.ts';

/** A private key as it was supplied. */
export interface PemKey {
  readonly key: KeyObject;
  readonly pem: string;
}

const LEAST_RSA_BITS = 2048;
const LEAST_EC_BITS = 224;

/** The one private key among these blocks, or what is wrong, to stand after the input's name. */
export function readPrivateKey(blocks: readonly PemBlock[]): PemKey | { readonly fault: string } {
  const keys = new Map(blocks.filter(({ kind }) => kind === 'private_key').map((block) => [block.pem, block]));
  const [block, another] = keys.values();
  if (block === undefined) return { fault: missingKeyFault(blocks) };
  if (another !== undefined) return { fault: `holds ${keys.size} private keys: give the one of the leaf certificate` };
  try {
    return { key: createPrivateKey(block.pem), pem: block.pem };
  } catch {
    return {
      fault: `holds a block "${block.label}" that is no private key which can be read: it is damaged, or of a kind that TLS does not know`,
    };
  }
}

function missingKeyFault(blocks: readonly PemBlock[]): string {
  const has = (kind: PemKind): boolean => blocks.some((block) => block.kind === kind);
  if (has('encrypted_private_key')) {
    return 'is encrypted, and DigitalOcean takes no pass phrase. Decrypt it: `openssl pkey -in key.pem -out key-plain.pem`, and keep the result as the secret';
  }
  if (has('certificate'))
    return 'holds a certificate and no private key. Were the two swapped? The certificate goes to `leaf_certificate`';
  if (has('public_key')) return 'holds a public key. Give the private key that it belongs to';
  if (has('certificate_request')) return 'holds a certificate request. Give the private key that it was made with';
  if (blocks.some(({ label }) => label.startsWith('OPENSSH')))
    return 'holds an SSH key in the format of OpenSSH. Give the private key of the certificate';
  return `holds no private key, but "${blocks[0]?.label ?? ''}". Give the private key of the certificate`;
}

/** Why DigitalOcean would refuse the key (API reference, "Create a New Certificate"), to stand after the input's name. */
export function strengthFaultOf({ key }: PemKey): string | undefined {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= LEAST_RSA_BITS
        ? undefined
        : `is an RSA key of ${modulusLength} bits; DigitalOcean takes ${LEAST_RSA_BITS} or more. Issue the certificate again with a longer key`;
    case 'ec': {
      const bits = Number(/\d{3}/u.exec(namedCurve)?.[0] ?? 0);
      return bits >= LEAST_EC_BITS
        ? undefined
        : `is an EC key on the curve ${namedCurve}; DigitalOcean takes ${LEAST_EC_BITS} bits or more. Issue the certificate again on P-256`;
    }
    case 'ed25519':
      return undefined;
    default:
      return `is a key of the type ${key.asymmetricKeyType ?? 'unknown'}; DigitalOcean takes RSA and ECDSA. Issue the certificate again with one of these`;
  }
}
