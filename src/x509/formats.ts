import type { Fault } from '../errors.ts';
import { bytesOf, derLength, headerLength, readElement, readOid, readOr, TAG } from './der.ts';
import type { DerElement } from './der.ts';

/** What binary data holds, by its outer shape. */
export type DerFormat =
  | 'certificate'
  | 'certificate_request'
  | 'private_key'
  | 'encrypted_private_key'
  | 'public_key'
  | 'pkcs7'
  | 'pkcs12'
  | 'unknown';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** An element whose end is marked (X.690, 8.1.3.6). Some programs write PKCS #7 and PKCS #12 so. */
const INDEFINITE = 0x80;
const VERSION_IN_BRACKETS = 0xa0;
const LAST_KEY_VERSION = 1;
/** A tag, the size of the length, and the length. */
export const LONGEST_HEADER = 6;
const LABELS: ReadonlyMap<string, DerFormat> = new Map([
  ['PKCS7', 'pkcs7'],
  ['PKCS #7 SIGNED DATA', 'pkcs7'],
  ['CMS', 'pkcs7'],
  ['PKCS12', 'pkcs12'],
]);

/** Are the bytes one element of DER, give or take what an editor adds at its end? */
export function isDer(bytes: Buffer): boolean {
  if (bytes[0] !== TAG.sequence) return false;
  if (bytes[1] === INDEFINITE) return formatOf(bytes) !== 'unknown';
  const length = derLength(bytes.toString('latin1', 0, LONGEST_HEADER));
  const fills = length !== undefined && Math.abs(length - bytes.length) <= 2;
  // The length of a short one may be a letter, and so a text.
  return fills && ((bytes[1] ?? 0) > INDEFINITE || formatOf(bytes) !== 'unknown');
}

/**
 * Do the bytes begin as nearly all certificates and keys do: with a version in brackets within the body, or with the version of a key?
 * Then they are no format of another kind, which takes longer to tell.
 */
export function isUsualStart(bytes: Buffer): boolean {
  const first = contentStart(bytes, 0);
  if (bytes[0] !== TAG.sequence) return false;
  if (bytes[first] === TAG.sequence) return bytes[contentStart(bytes, first)] === VERSION_IN_BRACKETS;
  return bytes[first] === TAG.integer && bytes[first + 1] === 1 && (bytes[first + 2] ?? 0) <= LAST_KEY_VERSION;
}

/** Where the content of an element begins. */
function contentStart(bytes: Buffer, start: number): number {
  return start + headerLength(bytes[start + 1] ?? 0);
}

/** What is in the bytes, or in a block with this label. */
export function formatOf(bytes: Buffer, label = ''): DerFormat {
  const named = LABELS.get(label);
  if (named !== undefined) return named;
  return readOr(() => {
    if (bytes[0] !== TAG.sequence) return 'unknown';
    const text = bytesOf(bytes);
    if (bytes[1] === INDEFINITE) return formatOfParts([readElement(text.slice(2))]);
    return formatOfParts(readElement(text).children);
  }, 'unknown');
}

function formatOfParts(parts: readonly DerElement[]): DerFormat {
  const first = parts[0];
  if (first?.tag === TAG.oid) return readOid(first) === SIGNED_DATA ? 'pkcs7' : 'unknown';
  // PKCS #12 begins with its version, the integer 3 (RFC 7292, 4); keys with 0 or 1.
  if (first?.tag === TAG.integer) return first.content === '\x03' ? 'pkcs12' : 'private_key';
  if (first?.tag !== TAG.sequence) return 'unknown';
  const [second, third] = [parts[1]?.tag, parts[2]?.tag];
  if (third === undefined && second === TAG.octetString) return 'encrypted_private_key';
  if (third === undefined && second === TAG.bitString) return 'public_key';
  if (second !== TAG.sequence || third !== TAG.bitString) return 'unknown';
  // A request has a version, a name, a key and attributes (RFC 2986, 4).
  const inner = first.children;
  return inner.length === 4 && inner[3]?.tag === 0xa0 ? 'certificate_request' : 'certificate';
}

const CONVERT_PKCS12 =
  '`openssl pkcs12 -in FILE -nodes -nocerts -out key.pem` for the key, `openssl pkcs12 -in FILE -nokeys -out fullchain.pem` for the certificates.';
const CONVERT_CERTIFICATE = '`openssl x509 -inform der -in FILE -out FILE.pem`';
const CONVERT_KEY = '`openssl pkey -inform der -in FILE -out FILE.pem`';
const CONVERSIONS: Readonly<Record<Exclude<DerFormat, 'pkcs7' | 'pkcs12'>, string>> = {
  certificate: `Convert it: ${CONVERT_CERTIFICATE}.`,
  certificate_request: 'It is a certificate request. Supply the certificate that the CA made from it.',
  private_key: `Convert it: ${CONVERT_KEY}.`,
  encrypted_private_key: `Convert it: ${CONVERT_KEY}.`,
  public_key: 'It is a public key. Supply what it belongs to.',
  unknown: `Convert it: ${CONVERT_CERTIFICATE} for a certificate, ${CONVERT_KEY} for a key.`,
};

/** That binary data is no PEM, and the command that converts it. */
export function faultOfDer(bytes: Buffer): Fault {
  const format = formatOf(bytes);
  if (format === 'pkcs12')
    return { what: 'is PKCS #12 (.p12, .pfx), not PEM', remedy: `Convert it: ${CONVERT_PKCS12}` };
  if (format === 'pkcs7')
    return {
      what: 'is PKCS #7 (.p7b), not PEM',
      remedy: 'Convert it: `openssl pkcs7 -inform der -in FILE -print_certs -out fullchain.pem`.',
    };
  return { what: 'is DER (binary), not PEM', remedy: CONVERSIONS[format] };
}

/** That a block is of a format that DigitalOcean does not take, and the command that converts it; undefined if it is not. */
export function faultOfBlock(format: DerFormat, label: string): Fault | undefined {
  if (format === 'pkcs7')
    return {
      what: `has a block "${label}" with PKCS #7 (.p7b)`,
      remedy: 'Convert it: `openssl pkcs7 -in FILE -print_certs -out fullchain.pem`.',
    };
  if (format === 'pkcs12')
    return {
      what: `has a block "${label}" with PKCS #12 (.p12, .pfx)`,
      remedy: `Make a binary file of it (\`grep -v -e ----- PEM | openssl base64 -d -out FILE\`), and convert that: ${CONVERT_PKCS12}`,
    };
  return undefined;
}
