import { isPositiveInteger, readElement, readOid, TAG } from './der.ts';
import type { Bytes, DerElement } from './der.ts';
import { remember } from './remember.ts';

/** [0] with the integer 2, which is version 3. */
const VERSION_3 = '\x02\x01\x02';

/**
 * Is it a certificate of version 3 in the form in which CAs write it (RFC 5280, 4.1), without anything rare? If its names, dates, key
 * and extensions are plain too, OpenSSL reads it for certain, which need not be tried.
 * @param parts of the certificate
 * @param body what is in its first part
 */
export function hasPlainForm(parts: readonly DerElement[], body: readonly DerElement[]): boolean {
  const version = body[0];
  const algorithm = body[2];
  const signature = parts[2];
  return (
    parts.length === 3 &&
    // Numbers of issuer and subject would be before the extensions.
    body.length === 8 &&
    body[7]?.tag === 0xa3 &&
    version?.tag === 0xa0 &&
    version.content === VERSION_3 &&
    isPositiveInteger(body[1]) &&
    algorithm !== undefined &&
    isPlainAlgorithm(algorithm.whole) &&
    parts[1]?.whole === algorithm.whole &&
    signature?.tag === TAG.bitString &&
    signature.content.startsWith('\0')
  );
}

/** Does it have no parameters, or NULL in place of them? */
const isPlainAlgorithm = remember((bytes: Bytes): boolean => {
  const { sequence } = readElement(bytes);
  const [oid, parameters] = [sequence[0], sequence[1]];
  return (
    sequence.length <= 2 &&
    oid !== undefined &&
    readOid(oid) !== '' &&
    (parameters === undefined || (parameters.tag === TAG.null && parameters.content === ''))
  );
});
