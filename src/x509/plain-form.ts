import { isPositiveInteger, readOid, TAG } from './der.ts';
import type { DerElement } from './der.ts';
import { isPlainName } from './names.ts';

/** [0] with the integer 2, which is version 3. */
const VERSION_3 = '\x02\x01\x02';

/**
 * Is it a certificate of version 3 in the form in which CAs write it (RFC 5280, 4.1), without anything rare? OpenSSL and Go read such
 * for certain, which need not be tried. What is in the extensions, and the dates and the key, are left to those who read them.
 * @param parts of the certificate
 * @param body what is in its first part
 */
export function isPlainCertificate(parts: readonly DerElement[], body: readonly DerElement[]): boolean {
  const [version, serialNumber, algorithm, issuer, , subject, , extensions] = body;
  const signature = parts[2];
  return (
    parts.length === 3 &&
    // Numbers of issuer and subject would be before the extensions.
    body.length === 8 &&
    version?.tag === 0xa0 &&
    version.text === VERSION_3 &&
    isPositiveInteger(serialNumber) &&
    algorithm !== undefined &&
    isPlainAlgorithm(algorithm) &&
    parts[1]?.whole.equals(algorithm.whole) === true &&
    issuer !== undefined &&
    isPlainName(issuer.whole) &&
    subject !== undefined &&
    isPlainName(subject.whole) &&
    extensions?.tag === 0xa3 &&
    extensions.innerSequence().every(isPlainExtension) &&
    signature?.tag === TAG.bitString &&
    signature.text.startsWith('\0')
  );
}

/** Does it have no parameters, or NULL in place of them? */
function isPlainAlgorithm({ sequence }: DerElement): boolean {
  const [oid, parameters] = sequence;
  return (
    sequence.length <= 2 &&
    oid !== undefined &&
    readOid(oid) !== '' &&
    (parameters === undefined || (parameters.tag === TAG.null && parameters.text === ''))
  );
}

function isPlainExtension({ sequence }: DerElement): boolean {
  const [oid, critical] = sequence;
  const value = sequence[sequence.length - 1];
  if (oid === undefined || readOid(oid) === '' || value?.tag !== TAG.octetString) return false;
  return sequence.length === 2 || (sequence.length === 3 && critical?.tag === TAG.boolean && critical.text === '\xff');
}
