import { publicNumbersIn } from './key-numbers.ts';
import type { PublicNumbers } from './key-numbers.ts';
import { DerError, readOid, readOr, readSequence, readTime, TAG } from './der.ts';
import type { DerElement } from './der.ts';
import { isPlainCertificate } from './plain-form.ts';

/** A name of one kind, by its context tag (RFC 5280, 4.2.1.6): 2 is a DNS name, 4 a directory name, 7 an IP address. */
export interface GeneralName {
  readonly kind: number;
  readonly value: Buffer;
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** What the checks need of a certificate (RFC 5280, 4.1 and 4.2). */
export interface CertificateFields {
  /** See {@link isPlainCertificate}. */
  readonly isPlain: boolean;
  /** As DER has it: a number with its sign. */
  readonly serialNumber: Buffer;
  /** DER of the names, which are compared byte by byte. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** Undefined if the date cannot be read. */
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
  /** DER of the public key with its algorithm. */
  readonly publicKey: Buffer;
  /** What is in it; undefined for types and forms that are rare. */
  readonly publicNumbers: PublicNumbers | undefined;
  /** What is signed, and the signature; undefined if the algorithm is not told the same way twice (RFC 5280, 4.1.1.2). */
  readonly signed: { readonly body: Buffer; readonly signature: Buffer } | undefined;
  /** Object identifier; that of the hash if the algorithm is RSASSA-PSS. */
  readonly signatureAlgorithm: string;
  readonly subjectKeyId: Buffer | undefined;
  readonly authorityKeyId: Buffer | undefined;
  /** Undefined if it does not say, as in version 1. */
  readonly isCa: boolean | undefined;
  /** How many intermediates may follow below; undefined if any number may. */
  readonly pathLength: number | undefined;
  /** True also if the certificate does not say what its key may be used for. */
  readonly canSignCertificates: boolean;
  /** Object identifiers of the purposes; undefined if it may be used for any. */
  readonly purposes: readonly string[] | undefined;
  readonly nameConstraints: NameConstraints | undefined;
  readonly alternativeNames: readonly GeneralName[];
  /** DER of the extension that tells where the issuer's certificate is found. */
  readonly informationAccess: Buffer | undefined;
  /** Object identifiers of critical extensions that clients do not know. */
  readonly unknownCritical: readonly string[];
  /** Is it for Certificate Transparency logs alone (RFC 6962, 3.1)? */
  readonly isPrecertificate: boolean;
}

const KEY_USAGE = '2.5.29.15';
const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyId: '2.5.29.35',
  purposes: '2.5.29.37',
  informationAccess: '1.3.6.1.5.5.7.1.1',
  poison: '1.3.6.1.4.1.11129.2.4.3',
} as const;
/** Those above; and issuerAltName, CRL distribution points, policies and what constrains them. */
const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([
  KEY_USAGE,
  ...Object.values(EXTENSION),
  '2.5.29.18',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.54',
]);
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const SHA_1 = '1.3.14.3.2.26';
/** keyCertSign is bit 5 of keyUsage, counted from the highest (RFC 5280, 4.2.1.3). */
const KEY_CERT_SIGN = 0x04;

interface Extension {
  readonly isCritical: boolean;
  /** The octet string around it. */
  readonly value: DerElement;
}

/** The fields of a certificate; undefined if it is not DER, or not a certificate. */
export function readFields(der: Buffer): CertificateFields | undefined {
  return readOr(() => fieldsOf(der), undefined);
}

/** Read once for each certificate of a folder, so by index: taking arrays apart by pattern takes twice as long in code that has just begun. */
function fieldsOf(der: Buffer): CertificateFields {
  const parts = readSequence(der);
  const body = found(parts[0]).sequence;
  // The version is left out in version 1.
  const first = body[0]?.tag === 0xa0 ? 1 : 0;
  const partAt = (at: number): DerElement => found(body[first + at]);
  const validity = partAt(3).sequence;
  const notBefore = readTime(found(validity[0]));
  const notAfter = readTime(found(validity[1]));
  const [issuer, subject, publicKey] = [partAt(2).whole, partAt(4).whole, partAt(5).whole];
  const publicNumbers = publicNumbersIn(publicKey);
  const extensions = extensionsIn(body.slice(first + 6).find(({ tag }) => tag === 0xa3));
  const valueOf = (oid: string): DerElement | undefined => extensions.get(oid)?.value;
  const purposes = valueOf(EXTENSION.purposes);
  const keyUsage = valueOf(KEY_USAGE);
  const names = valueOf(EXTENSION.alternativeNames);
  const constraints = valueOf(EXTENSION.nameConstraints);
  const basic = valueOf(EXTENSION.basicConstraints)?.innerSequence();
  const isRead = notBefore !== undefined && notAfter !== undefined && publicNumbers !== undefined;
  return {
    isPlain: isRead && validity.length === 2 && isPlainCertificate(parts, body),
    serialNumber: partAt(0).content,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    publicNumbers,
    signed: found(parts[1]).whole.equals(partAt(1).whole)
      ? { body: found(parts[0]).whole, signature: found(parts[2]).content.subarray(1) }
      : undefined,
    signatureAlgorithm: signatureAlgorithmIn(found(parts[1])),
    subjectKeyId: valueOf(EXTENSION.subjectKeyId)?.inner().content,
    authorityKeyId: valueOf(EXTENSION.authorityKeyId)
      ?.innerSequence()
      .find(({ tag }) => tag === 0x80)?.content,
    isCa: basic?.some(({ tag, content }) => tag === TAG.boolean && content[0] === 0xff),
    pathLength: pathLengthIn(basic),
    canSignCertificates: keyUsage === undefined || ((keyUsage.inner().content[1] ?? 0) & KEY_CERT_SIGN) !== 0,
    purposes: purposes?.innerSequence().map(readOid),
    nameConstraints: constraints && nameConstraintsIn(constraints),
    alternativeNames: names === undefined ? [] : names.innerSequence().map(generalNameOf),
    informationAccess: valueOf(EXTENSION.informationAccess)?.content,
    unknownCritical: unknownCriticalIn(extensions),
    isPrecertificate: extensions.has(EXTENSION.poison),
  };
}

function found(element: DerElement | undefined): DerElement {
  if (element === undefined) throw new DerError('something is missing');
  return element;
}

function extensionsIn(list: DerElement | undefined): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const { sequence } of list?.innerSequence() ?? []) {
    const isCritical = sequence.length > 2 && sequence[1]?.content[0] === 0xff;
    const oid = readOid(found(sequence[0]));
    // OpenSSL then finds none of them, and Go reads no such certificate.
    if (extensions.has(oid)) throw new DerError('the same extension twice');
    extensions.set(oid, {
      isCritical,
      value: found(sequence[Math.max(1, sequence.length - 1)]),
    });
  }
  return extensions;
}

function unknownCriticalIn(extensions: ReadonlyMap<string, Extension>): string[] {
  const unknown: string[] = [];
  for (const [oid, { isCritical }] of extensions) if (isCritical && !KNOWN_EXTENSIONS.has(oid)) unknown.push(oid);
  return unknown;
}

function signatureAlgorithmIn({ sequence }: DerElement): string {
  const name = readOid(found(sequence[0]));
  const parameters = sequence[1];
  if (name !== RSASSA_PSS || parameters === undefined) return name;
  const hash = parameters.sequence.find(({ tag }) => tag === 0xa0);
  // SHA-1 is the default (RFC 4055, 3.1).
  return hash === undefined ? SHA_1 : readOid(found(hash.innerSequence()[0]));
}

function pathLengthIn(basicConstraints: readonly DerElement[] | undefined): number | undefined {
  const length = basicConstraints?.find(({ tag }) => tag === TAG.integer)?.content;
  return length === undefined ? undefined : Number.parseInt(length.toString('hex') || '0', 16);
}

function nameConstraintsIn(value: DerElement): NameConstraints {
  const parts = value.innerSequence();
  const subtrees = (wanted: number): GeneralName[] =>
    (parts.find(({ tag }) => tag === wanted)?.children ?? []).map(({ sequence }) => generalNameOf(found(sequence[0])));
  return { permitted: subtrees(0xa0), excluded: subtrees(0xa1) };
}

/** otherName, x400Address, directoryName and ediPartyName; the others are strings, or an object identifier. */
const LAST_NAME = 8;
const CONSTRUCTED_NAMES: ReadonlySet<number> = new Set([0, 3, 4, 5]);

/** @throws DerError if the tag is that of no kind of name */
function generalNameOf({ tag, content }: DerElement): GeneralName {
  const kind = tag & 0x1f;
  if (kind > LAST_NAME || tag !== (CONSTRUCTED_NAMES.has(kind) ? 0xa0 : 0x80) + kind) throw new DerError('no name');
  return { kind, value: content };
}
