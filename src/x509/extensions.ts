import { bufferOf, DerError, readElement, readOid, TAG } from './der.ts';
import type { Bytes, DerElement } from './der.ts';
import { remember } from './remember.ts';

/** A name of one kind, by its context tag (RFC 5280, 4.2.1.6): 2 is a DNS name, 4 a directory name, 7 an IP address. */
export interface GeneralName {
  readonly kind: number;
  readonly value: Bytes;
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** What the extensions of a certificate say (RFC 5280, 4.2). */
export interface ExtensionFields {
  readonly subjectKeyId: Bytes | undefined;
  readonly authorityKeyId: Bytes | undefined;
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
  readonly informationAccess: Bytes | undefined;
  /** Object identifiers of critical extensions that clients do not know. */
  readonly unknownCritical: readonly string[];
  /** Is it for Certificate Transparency logs alone (RFC 6962, 3.1)? */
  readonly isPrecertificate: boolean;
}

/** Those that say nothing here: issuerAltName, CRL distribution points, policies and what constrains them. */
const OTHERS_KNOWN: ReadonlySet<string> = new Set([
  '2.5.29.18',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.54',
]);
/** keyCertSign is bit 5 of keyUsage, counted from the highest (RFC 5280, 4.2.1.3). */
const KEY_CERT_SIGN = 0x04;

/** What each extension says, by its object identifier. */
const READERS: Readonly<Record<string, (value: DerElement) => Partial<ExtensionFields>>> = {
  // subjectKeyIdentifier
  '2.5.29.14': (value) => ({ subjectKeyId: value.inner().content }),
  // keyUsage
  '2.5.29.15': (value) => ({ canSignCertificates: (value.inner().content.charCodeAt(1) & KEY_CERT_SIGN) !== 0 }),
  // subjectAltName
  '2.5.29.17': (value) => ({ alternativeNames: value.innerSequence().map(generalNameOf) }),
  // basicConstraints
  '2.5.29.19': basicConstraintsIn,
  // nameConstraints
  '2.5.29.30': (value) => ({ nameConstraints: nameConstraintsIn(value) }),
  // authorityKeyIdentifier
  '2.5.29.35': (value) => ({ authorityKeyId: value.innerSequence().find(({ tag }) => tag === 0x80)?.content }),
  // extKeyUsage
  '2.5.29.37': (value) => ({ purposes: value.innerSequence().map(readOid) }),
  // authority information access
  '1.3.6.1.5.5.7.1.1': (value) => ({ informationAccess: value.content }),
  // precertificate poison (RFC 6962, 3.1)
  '1.3.6.1.4.1.11129.2.4.3': () => ({ isPrecertificate: true }),
};

const NOTHING: ExtensionFields = {
  subjectKeyId: undefined,
  authorityKeyId: undefined,
  isCa: undefined,
  pathLength: undefined,
  canSignCertificates: true,
  purposes: undefined,
  nameConstraints: undefined,
  alternativeNames: [],
  informationAccess: undefined,
  unknownCritical: [],
  isPrecertificate: false,
};

interface Extension {
  readonly oid: string;
  readonly isCritical: boolean;
  readonly fields: Partial<ExtensionFields>;
  /** See {@link hasPlainForm}: has it an object identifier, TRUE if it is critical, its value, and no more? */
  readonly isPlain: boolean;
}

const readExtension = remember((bytes: Bytes): Extension => {
  const parts = readElement(bytes).sequence;
  const [first, second] = [parts[0], parts[1]];
  const value = parts[Math.max(1, parts.length - 1)];
  if (first === undefined || second === undefined || value?.tag !== TAG.octetString) throw new DerError('no extension');
  const oid = readOid(first);
  const isMarked = parts.length === 3 && second.tag === TAG.boolean && second.content === '\xff';
  return {
    oid,
    isCritical: parts.length > 2 && second.content.startsWith('\xff'),
    fields: READERS[oid]?.(value) ?? {},
    isPlain: parts.length === 2 || isMarked,
  };
});

/** @param list the element with the list of them, if there is one */
export function readExtensions(list: DerElement | undefined): {
  readonly fields: ExtensionFields;
  readonly arePlain: boolean;
} {
  const fields = { ...NOTHING };
  const unknownCritical: string[] = [];
  const oids = new Set<string>();
  let arePlain = true;
  for (const element of list?.innerSequence() ?? []) {
    const extension = readExtension(element.whole);
    const { oid } = extension;
    // OpenSSL then finds none of them, and Go reads no such certificate.
    if (oids.has(oid)) throw new DerError('the same extension twice');
    oids.add(oid);
    arePlain &&= extension.isPlain;
    if (extension.isCritical && !Object.hasOwn(READERS, oid) && !OTHERS_KNOWN.has(oid)) unknownCritical.push(oid);
    Object.assign(fields, extension.fields);
  }
  return { fields: Object.assign(fields, { unknownCritical }), arePlain };
}

function basicConstraintsIn(value: DerElement): Partial<ExtensionFields> {
  const parts = value.innerSequence();
  const length = parts.find(({ tag }) => tag === TAG.integer)?.content;
  return {
    isCa: parts.some(({ tag, content }) => tag === TAG.boolean && content.startsWith('\xff')),
    pathLength: length === undefined ? undefined : Number.parseInt(bufferOf(length).toString('hex') || '0', 16),
  };
}

function nameConstraintsIn(value: DerElement): NameConstraints {
  const parts = value.innerSequence();
  const subtrees = (wanted: number): GeneralName[] =>
    (parts.find(({ tag }) => tag === wanted)?.children ?? []).map(baseOf);
  return { permitted: subtrees(0xa0), excluded: subtrees(0xa1) };
}

function baseOf({ sequence: [base] }: DerElement): GeneralName {
  if (base === undefined) throw new DerError('no name');
  return generalNameOf(base);
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
