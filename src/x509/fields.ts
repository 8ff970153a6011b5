import { DerError, readElement, readElements, readOid, readSequence, readTime, TAG } from './der.ts';
import type { DerElement } from './der.ts';

/** A name of one kind, by its context tag (RFC 5280, 4.2.1.6): 2 is a DNS name, 4 a directory name, 7 an IP address. */
export interface GeneralName {
  readonly kind: number;
  readonly value: Buffer;
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** What the validation of paths needs of a certificate and Node does not tell (RFC 5280, 4.1 and 4.2). */
export interface CertificateFields {
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
  poison: '1.3.6.1.4.1.11129.2.4.3',
} as const;
/** Those above; and issuerAltName, CRL distribution points, policies and what constrains them, information access. */
const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([
  KEY_USAGE,
  ...Object.values(EXTENSION),
  '2.5.29.18',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.54',
  '1.3.6.1.5.5.7.1.1',
]);
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const SHA_1 = '1.3.14.3.2.26';
/** keyCertSign is bit 5 of keyUsage, counted from the highest (RFC 5280, 4.2.1.3). */
const KEY_CERT_SIGN = 0x04;

interface Extension {
  readonly isCritical: boolean;
  readonly value: Buffer;
}

/** The fields of a certificate; undefined if it is not DER, or not a certificate. */
export function readFields(der: Buffer): CertificateFields | undefined {
  try {
    return fieldsOf(der);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function fieldsOf(der: Buffer): CertificateFields {
  const [body, algorithm] = readSequence(der);
  const fields = readSequence(found(body).whole);
  // The version is left out in version 1.
  const [serialNumber, , issuer, validity, subject, publicKey, ...rest] =
    fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [notBefore, notAfter] = readElements(found(validity).content);
  const extensions = extensionsIn(rest);
  const valueOf = (oid: string): Buffer | undefined => extensions.get(oid)?.value;
  const [purposes, keyUsage] = [valueOf(EXTENSION.purposes), valueOf(KEY_USAGE)];
  const [names, constraints] = [valueOf(EXTENSION.alternativeNames), valueOf(EXTENSION.nameConstraints)];
  const [subjectKeyId, authorityKeyId] = [valueOf(EXTENSION.subjectKeyId), valueOf(EXTENSION.authorityKeyId)];
  const criticals = [...extensions].filter(([, { isCritical }]) => isCritical).map(([oid]) => oid);
  return {
    serialNumber: found(serialNumber).content,
    issuer: found(issuer).whole,
    subject: found(subject).whole,
    notBefore: readTime(found(notBefore)),
    notAfter: readTime(found(notAfter)),
    publicKey: found(publicKey).whole,
    signatureAlgorithm: signatureAlgorithmIn(found(algorithm)),
    subjectKeyId: subjectKeyId && readElement(subjectKeyId).content,
    authorityKeyId: authorityKeyId && readSequence(authorityKeyId).find(({ tag }) => tag === 0x80)?.content,
    ...basicConstraintsIn(valueOf(EXTENSION.basicConstraints)),
    canSignCertificates: keyUsage === undefined || ((readElement(keyUsage).content[1] ?? 0) & KEY_CERT_SIGN) !== 0,
    purposes: purposes && readSequence(purposes).map(readOid),
    nameConstraints: constraints && nameConstraintsIn(constraints),
    alternativeNames: names === undefined ? [] : readSequence(names).map(generalNameOf),
    unknownCritical: criticals.filter((oid) => !KNOWN_EXTENSIONS.has(oid)),
    isPrecertificate: extensions.has(EXTENSION.poison),
  };
}

function found(element: DerElement | undefined): DerElement {
  if (element === undefined) throw new DerError('something is missing');
  return element;
}

function extensionsIn(rest: readonly DerElement[]): ReadonlyMap<string, Extension> {
  const list = rest.find(({ tag }) => tag === 0xa3);
  const extensions = list === undefined ? [] : readSequence(list.content);
  return new Map(
    extensions.map(({ whole }) => {
      const [oid, ...parts] = readSequence(whole);
      const isCritical = parts.length > 1 && parts[0]?.content[0] === 0xff;
      return [readOid(found(oid)), { isCritical, value: found(parts.at(-1)).content }];
    }),
  );
}

function signatureAlgorithmIn({ whole }: DerElement): string {
  const [oid, parameters] = readSequence(whole);
  const name = readOid(found(oid));
  if (name !== RSASSA_PSS || parameters === undefined) return name;
  const hash = readSequence(parameters.whole).find(({ tag }) => tag === 0xa0);
  // SHA-1 is the default (RFC 4055, 3.1).
  return hash === undefined ? SHA_1 : readOid(found(readSequence(hash.content)[0]));
}

function basicConstraintsIn(value: Buffer | undefined): Pick<CertificateFields, 'isCa' | 'pathLength'> {
  const parts = value === undefined ? [] : readSequence(value);
  const length = parts.find(({ tag }) => tag === TAG.integer)?.content;
  return {
    isCa: value && parts.some(({ tag, content }) => tag === TAG.boolean && content[0] === 0xff),
    pathLength: length === undefined ? undefined : Number.parseInt(length.toString('hex') || '0', 16),
  };
}

function nameConstraintsIn(value: Buffer): NameConstraints {
  const parts = readSequence(value);
  const subtrees = (wanted: number): GeneralName[] =>
    readElements(parts.find(({ tag }) => tag === wanted)?.content ?? Buffer.alloc(0)).map(({ whole }) =>
      generalNameOf(found(readSequence(whole)[0])),
    );
  return { permitted: subtrees(0xa0), excluded: subtrees(0xa1) };
}

function generalNameOf({ tag, content }: DerElement): GeneralName {
  return { kind: tag & 0x1f, value: content };
}
