import { publicNumbersIn } from './key-numbers.ts';
import type { PublicNumbers } from './key-numbers.ts';
import { bytesOf, DerError, readElement, readOid, readOr, readSequence } from './der.ts';
import type { Bytes, DerElement, Span } from './der.ts';
import { remember } from './remember.ts';
import { readExtensions } from './extensions.ts';
import type { ExtensionFields } from './extensions.ts';
import { isPlainName } from './names.ts';
import { hasPlainForm } from './plain-form.ts';
import { readTime } from './time.ts';

/** What the checks need of a certificate (RFC 5280, 4.1 and 4.2). */
export interface CertificateFields extends ExtensionFields {
  /** Is all of it in the form in which CAs write it? See {@link hasPlainForm}. */
  readonly isPlain: boolean;
  /** All of it. */
  readonly der: Bytes;
  /** As DER has it: a number with its sign. */
  readonly serialNumber: Bytes;
  /** DER of the names, which are compared byte by byte. */
  readonly issuer: Bytes;
  readonly subject: Bytes;
  /** Undefined if the date cannot be read. */
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
  /** DER of the public key with its algorithm. */
  readonly publicKey: Bytes;
  /** What is in it; undefined for types and forms that are rare. */
  readonly publicNumbers: PublicNumbers | undefined;
  /** What is signed, and the signature; undefined if the algorithm is not told the same way twice (RFC 5280, 4.1.1.2). */
  readonly signed: { readonly body: Span; readonly signature: Span } | undefined;
  /** Object identifier; that of the hash if the algorithm is RSASSA-PSS. */
  readonly signatureAlgorithm: string;
}

const RSASSA_PSS = '1.2.840.113549.1.1.10';
const SHA_1 = '1.3.14.3.2.26';

/** The fields of a certificate; undefined if it is not DER, or not a certificate. */
export function readFields(der: Buffer): CertificateFields | undefined {
  return readOr(() => fieldsOf(bytesOf(der)), undefined);
}

/** Read once for each certificate of a folder, so by index: taking arrays apart by pattern takes twice as long in code that has just begun. */
function fieldsOf(bytes: Bytes): CertificateFields {
  const parts = readSequence(bytes);
  const body = found(parts[0]).sequence;
  // The version is left out in version 1.
  const first = body[0]?.tag === 0xa0 ? 1 : 0;
  const partAt = (at: number): DerElement => found(body[first + at]);
  const dates = partAt(3).sequence;
  const notBefore = readTime(found(dates[0]));
  const notAfter = readTime(found(dates[1]));
  const issuer = partAt(2).whole;
  const subject = partAt(4).whole;
  const publicKey = partAt(5).whole;
  const publicNumbers = publicNumbersIn(publicKey);
  const algorithm = found(parts[1]).whole;
  const extensions = readExtensions(body.find(({ tag }) => tag === 0xa3));
  const isRead = notBefore !== undefined && notAfter !== undefined && publicNumbers !== undefined;
  return {
    ...extensions.fields,
    der: bytes,
    isPlain:
      isRead &&
      dates.length === 2 &&
      isPlainName(issuer) &&
      isPlainName(subject) &&
      extensions.arePlain &&
      hasPlainForm(parts, body),
    serialNumber: partAt(0).content,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    publicNumbers,
    signed:
      algorithm === partAt(1).whole
        ? { body: found(parts[0]).span(), signature: found(parts[2]).contentSpan(1) }
        : undefined,
    signatureAlgorithm: readAlgorithm(algorithm),
  };
}

function found(element: DerElement | undefined): DerElement {
  if (element === undefined) throw new DerError('something is missing');
  return element;
}

const readAlgorithm = remember((algorithm: Bytes): string => {
  const { sequence } = readElement(algorithm);
  const name = readOid(found(sequence[0]));
  const parameters = sequence[1];
  if (name !== RSASSA_PSS || parameters === undefined) return name;
  const hash = parameters.sequence.find(({ tag }) => tag === 0xa0);
  // SHA-1 is the default (RFC 4055, 3.1).
  return hash === undefined ? SHA_1 : readOid(found(hash.innerSequence()[0]));
});
