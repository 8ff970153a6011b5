import { X509Certificate } from 'node:crypto';
import { formatTime } from '../text.ts';
import { readFields } from './fields.ts';
import type { CertificateFields } from './fields.ts';
import { commonNameOf, organizationOf, quoteText, textOfGeneralName } from './names.ts';
import type { PemBlock } from './pem.ts';

/** A certificate that was supplied, with the PEM that is sent of it. */
export interface PemCertificate {
  readonly x509: X509Certificate;
  readonly fields: CertificateFields;
  readonly block: Pick<PemBlock, 'der' | 'pem'>;
}

/** The runner's clock and the issuer's may differ by this, in milliseconds. */
const CLOCK_DIFFERENCE_MS = 60_000;

/** Parses one block. Undefined when it is no certificate that can be read. */
export function parseCertificate(block: Pick<PemBlock, 'der' | 'pem'>): PemCertificate | undefined {
  const fields = readFields(block.der);
  try {
    return fields && { x509: new X509Certificate(block.der), fields, block };
  } catch {
    return undefined;
  }
}

/** The SHA-1 of the certificate's DER, 40 lower-case hex digits, as the API tells it. */
export function sha1FingerprintOf({ x509 }: PemCertificate): string {
  return x509.fingerprint.replaceAll(':', '').toLowerCase();
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
  return subject.equals(issuer) && isSignedBy(certificate, certificate);
}

/** Do name and key identifier of the issuer fit? A certificate without a key identifier fits any. */
export function namesIssuer({ fields }: PemCertificate, issuer: PemCertificate): boolean {
  const { authorityKeyId } = fields;
  const { subjectKeyId, subject } = issuer.fields;
  const isSameKey = authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId.equals(subjectKeyId);
  return fields.issuer.equals(subject) && isSameKey;
}

/** Does its signature fit the key of the other? */
export function isSignedBy({ x509 }: PemCertificate, issuer: PemCertificate): boolean {
  try {
    return x509.verify(issuer.x509.publicKey);
  } catch {
    // A key of a kind that Node does not know signs nothing that a client of ours would trust.
    return false;
  }
}

/** The addresses at which the issuer's certificate is found (authority information access, RFC 5280, 4.2.2.1). */
export function issuerLocationsOf({ x509 }: PemCertificate): readonly string[] {
  return [...(x509.infoAccess ?? '').matchAll(/^CA Issuers - URI:(?<url>.+)$/gmu)].map(
    ({ groups }) => groups?.['url'] ?? '',
  );
}
