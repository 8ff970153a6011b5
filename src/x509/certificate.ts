import { hash, X509Certificate } from 'node:crypto';
import { formatTime } from '../text.ts';
import { readOid, readOr, readSequence } from './der.ts';
import type { Bytes } from './der.ts';
import { namesOf, textOfGeneralName, usualNamesIn } from './dns-names.ts';
import type { AlternativeNames } from './dns-names.ts';
import { readFields } from './fields.ts';
import type { CertificateFields } from './fields.ts';
import { commonNameOf, organizationOf, quoteText } from './names.ts';
import type { PemBlock } from './pem.ts';

/** A certificate that was supplied, with the PEM that is sent of it. */
export interface PemCertificate {
  /** What Node makes of it. That takes longer than all else, and hundreds may be in a folder: it is made when it is asked for. */
  readonly x509: X509Certificate;
  readonly fields: CertificateFields;
  readonly block: Pick<PemBlock, 'der' | 'pem'>;
  /** The names and addresses of its subjectAltName. */
  readonly names: AlternativeNames;
  /** SHA-256 of its DER, in hexadecimal, for an order that nobody chose. */
  readonly fingerprint: string;
}

const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';
/** A uniform resource identifier, as a general name. */
const URI = 0x86;
/** What is in a URL that Node's text has as it stands. */
const USUAL_URL = /^[\w./:%?=&~+@-]+$/u;
/** The runner's clock and the issuer's may differ by this, in milliseconds. */
const CLOCK_DIFFERENCE_MS = 60_000;

/** Parses one block. Undefined when it is no certificate that can be read. */
export function parseCertificate(block: Pick<PemBlock, 'der' | 'pem'>): PemCertificate | undefined {
  const fields = readFields(block.der);
  if (fields === undefined) return undefined;
  const certificate = new ReadCertificate(fields, block);
  try {
    // OpenSSL reads what is plain for certain.
    return fields.isPlain || certificate.x509.raw.length > 0 ? certificate : undefined;
  } catch {
    return undefined;
  }
}

class ReadCertificate implements PemCertificate {
  readonly fields: CertificateFields;
  readonly block: Pick<PemBlock, 'der' | 'pem'>;
  #x509: X509Certificate | undefined;
  #names: AlternativeNames | undefined;
  #fingerprint: string | undefined;

  constructor(fields: CertificateFields, block: Pick<PemBlock, 'der' | 'pem'>) {
    this.fields = fields;
    this.block = block;
  }

  get x509(): X509Certificate {
    return (this.#x509 ??= new X509Certificate(this.block.der));
  }

  get names(): AlternativeNames {
    return (this.#names ??= usualNamesIn(this.fields.alternativeNames) ?? namesOf(this.x509));
  }

  get fingerprint(): string {
    return (this.#fingerprint ??= hash('sha256', this.block.der));
  }
}

/** The SHA-1 of the certificate's DER, 40 lower-case hex digits, as the API tells it. */
export function sha1FingerprintOf({ block }: PemCertificate): string {
  return hash('sha1', block.der);
}

/** What a message calls the certificate: its common name, else the first subjectAltName, else a CA's organization, else its SHA-1. */
export function subjectOf(certificate: PemCertificate): string {
  const { alternativeNames, subject, isCa } = certificate.fields;
  const names = [
    commonNameOf(subject),
    ...alternativeNames.map((name) => textOfGeneralName(name) ?? ''),
    isCa === true ? organizationOf(subject) : '',
  ];
  const name = names.find((each) => each.trim() !== '');
  return name === undefined ? `with SHA-1 ${sha1FingerprintOf(certificate)}` : quoteText(name);
}

/** What a message calls the one that issued it. */
export function issuerOf({ fields }: PemCertificate): string {
  const name = commonNameOf(fields.issuer) || organizationOf(fields.issuer);
  return name === '' ? 'a CA without a name' : quoteText(name);
}

/** Why it is not valid at this time, to stand after its name; undefined when it is (RFC 5280, 4.1.2.5). */
export function dateFaultOf({ fields }: PemCertificate, now: Date): string | undefined {
  const { notBefore, notAfter } = fields;
  if (notBefore === undefined || notAfter === undefined)
    return `has an unreadable ${notBefore === undefined ? 'notBefore' : 'notAfter'} date`;
  if (notAfter.getTime() + CLOCK_DIFFERENCE_MS < now.getTime()) return `expired ${formatTime(notAfter)}`;
  if (notBefore.getTime() - CLOCK_DIFFERENCE_MS > now.getTime()) return `is not valid before ${formatTime(notBefore)}`;
  return undefined;
}

/** Did it sign itself? A leaf that did need not be allowed to sign others. */
export function isSelfSigned(certificate: PemCertificate): boolean {
  const { subject, issuer } = certificate.fields;
  return subject === issuer && isSignedBy(certificate, certificate);
}

/** Do name and key identifier of the issuer fit? A certificate without a key identifier fits any. */
export function namesIssuer({ fields }: PemCertificate, issuer: PemCertificate): boolean {
  const { authorityKeyId } = fields;
  const { subjectKeyId, subject } = issuer.fields;
  const isSameKey = authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId;
  return fields.issuer === subject && isSameKey;
}

/** Does its signature fit the key of the other? */
export function isSignedBy(certificate: PemCertificate, issuer: PemCertificate): boolean {
  try {
    return certificate.x509.verify(issuer.x509.publicKey);
  } catch {
    // A key of a kind that Node does not know signs nothing that a client of ours would trust.
    return false;
  }
}

/** The addresses at which the issuer's certificate is found (authority information access, RFC 5280, 4.2.2.1). */
export function issuerLocationsOf(certificate: PemCertificate): readonly string[] {
  const { informationAccess } = certificate.fields;
  if (informationAccess === undefined) return [];
  const usual = readOr(() => usualLocationsIn(informationAccess), undefined);
  if (usual !== undefined) return usual;
  return [...(certificate.x509.infoAccess ?? '').matchAll(/^CA Issuers - URI:(?<url>.+)$/gmu)].map(
    ({ groups }) => groups?.['url'] ?? '',
  );
}

/** The same without Node; undefined if there is anything that Node writes in another way than it stands. */
function usualLocationsIn(informationAccess: Bytes): readonly string[] | undefined {
  const locations: string[] = [];
  for (const { sequence } of readSequence(informationAccess)) {
    const [method, location] = [sequence[0], sequence[1]];
    if (sequence.length !== 2 || method === undefined || location?.tag !== URI || !USUAL_URL.test(location.content))
      return undefined;
    if (readOid(method) === CA_ISSUERS) locations.push(location.content);
  }
  return locations;
}
