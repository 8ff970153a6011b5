import { X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { flatten, formatTime, truncate } from '../text.ts';
import type { PemBlock } from './pem.ts';

/** A certificate that was supplied, with the PEM that is sent of it. */
export interface PemCertificate {
  readonly x509: X509Certificate;
  readonly pem: string;
}

/** The runner's clock and the issuer's may differ by this, in milliseconds. */
const CLOCK_DIFFERENCE_MS = 60_000;
const LONGEST_NAME = 80;

/** Parses one block. Undefined when it is no certificate that can be read. */
export function parseCertificate(block: PemBlock): PemCertificate | undefined {
  try {
    return { x509: new X509Certificate(block.der), pem: block.pem };
  } catch {
    return undefined;
  }
}

/** The SHA-1 of the certificate's DER, 40 lower-case hex digits, as the API tells it. */
export function sha1FingerprintOf({ x509 }: PemCertificate): string {
  return x509.fingerprint.replaceAll(':', '').toLowerCase();
}

/** The certificate's subject for a message: its common name, or the whole. */
export function subjectOf({ x509 }: PemCertificate): string {
  return nameIn(x509.subject);
}

/** The same for the one that issued it. */
export function issuerOf({ x509 }: PemCertificate): string {
  return nameIn(x509.issuer);
}

/** Why it is not valid at this time, to stand after its name; undefined when it is (RFC 5280, 4.1.2.5). */
export function dateFaultOf({ x509 }: PemCertificate, now: Date): string | undefined {
  const [notBefore, notAfter] = [x509.validFromDate, x509.validToDate];
  if (notAfter.getTime() + CLOCK_DIFFERENCE_MS < now.getTime()) return `expired ${formatTime(notAfter)}`;
  if (notBefore.getTime() - CLOCK_DIFFERENCE_MS > now.getTime()) return `is not valid before ${formatTime(notBefore)}`;
  return undefined;
}

/** Did it sign itself? A leaf that did need not be allowed to sign others. */
export function isSelfSigned({ x509 }: PemCertificate): boolean {
  return x509.subject === x509.issuer && isSignedBy(x509, x509);
}

/** Did this one issue that, by name, key identifier and signature (RFC 5280, 6.1.3)? */
export function isIssuedBy({ x509 }: PemCertificate, issuer: PemCertificate): boolean {
  return x509.issuer === issuer.x509.subject && x509.checkIssued(issuer.x509) && isSignedBy(x509, issuer.x509);
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that Node does not know signs nothing that a client of ours would trust.
    return false;
  }
}

/** Is the private key the one of this certificate? */
export function fitsKey({ x509 }: PemCertificate, privateKey: KeyObject): boolean {
  return x509.checkPrivateKey(privateKey);
}

/** Does the certificate tell where its issuer's is found (authority information access, RFC 5280, 4.2.2.1)? */
export function tellsIssuerLocation({ x509 }: PemCertificate): boolean {
  return x509.infoAccess?.includes('CA Issuers') ?? false;
}

function nameIn(subject: string | undefined): string {
  const text = subject ?? '';
  const name = flatten(/^CN=(?<name>.*)$/mu.exec(text)?.groups?.['name'] ?? text);
  return name === '' ? 'without a name' : `"${truncate(name, LONGEST_NAME)}"`;
}
