import type { PemCertificate } from '../x509/certificate.ts';
import type { Bytes } from '../x509/der.ts';
import { commonNameOf, organizationNameOf } from '../x509/names.ts';
import { SERVER_AUTHENTICATION } from '../x509/server-rules.ts';
import type { PemBlock } from '../x509/pem.ts';
import type { Parser, SharedFacts } from '../x509/shared-facts.ts';
import { testCaOf } from '../x509/trust.ts';
import type { FoundText } from './folder.ts';

/** What a certificate says of itself, before it is checked. */
export interface LeafFacts {
  readonly dnsNames: readonly string[];
  /** What to call it: the first DNS name, else the first IP address; empty if it has neither. */
  readonly domain: string;
  readonly notBeforeMs: number;
  readonly notAfter: Date | undefined;
  readonly keyType: string;
  /** Who issued it: the organization, which stays when an intermediate is replaced, else the common name. */
  readonly ca: string;
  /** A CA's staging environment, in quotes; undefined if it is none. */
  readonly testCa: string | undefined;
  readonly isForServers: boolean;
  /** All of it: what tells it from all others. */
  readonly der: Bytes;
}

const KEY_TYPES: Readonly<Record<string, string>> = { ec: 'ecdsa' };
const ANY_PURPOSE = '2.5.29.37.0';

/** What the leaf certificate in a file says; undefined if it cannot be read. */
export function readLeafFacts(
  text: FoundText,
  chain: FoundText | undefined,
  shared: SharedFacts,
): LeafFacts | undefined {
  const all = certificatesOf(text, shared);
  // Some files begin with the chain.
  const leaf = all.find(({ fields }) => fields.isCa !== true) ?? all[0];
  if (leaf === undefined) return undefined;
  const { fields } = leaf;
  const { dnsNames, ipAddresses } = leaf.names;
  const { purposes } = fields;
  return {
    dnsNames,
    domain: dnsNames[0] ?? ipAddresses[0] ?? '',
    notBeforeMs: fields.notBefore?.getTime() ?? 0,
    notAfter: fields.notAfter,
    keyType: keyTypeOf(leaf),
    ca: organizationNameOf(fields.issuer) || commonNameOf(fields.issuer),
    testCa: testCaOf(leaf, [...all, ...(chain === undefined ? [] : certificatesOf(chain, shared))]),
    isForServers: purposes === undefined || purposes.includes(SERVER_AUTHENTICATION) || purposes.includes(ANY_PURPOSE),
    der: fields.der,
  };
}

/** What a text has as PEM; nothing if it cannot be read. */
export function blocksOf(text: FoundText, shared: Parser): readonly PemBlock[] {
  if ('blocks' in text) return text.blocks;
  const reading = 'content' in text ? shared.readPem(text.content) : undefined;
  return reading !== undefined && 'blocks' in reading ? reading.blocks : [];
}

/** The certificates in a text that can be read. */
export function certificatesOf(text: FoundText, shared: Parser): PemCertificate[] {
  return blocksOf(text, shared)
    .filter(({ kind }) => kind === 'certificate')
    .map((block) => shared.parseCertificate(block))
    .filter((certificate) => certificate !== undefined);
}

function keyTypeOf(certificate: PemCertificate): string {
  try {
    const type = certificate.fields.publicNumbers?.type ?? certificate.x509.publicKey.asymmetricKeyType ?? 'unknown';
    return KEY_TYPES[type] ?? type;
  } catch {
    return 'unknown';
  }
}
