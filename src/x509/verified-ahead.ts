import { verify } from 'node:crypto';
import { namesIssuer } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import type { Span } from './der.ts';
import { rememberSigned } from './paths.ts';
import type { SearchMemory } from './paths.ts';
import { isUsualType } from './public-key.ts';

/** Hashes by signature algorithm (RFC 4055, 5; RFC 5758, 3.2): of those that nearly all certificates have. */
const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/** Verifies signatures on other threads, while this one goes on. */
export interface AheadVerifier {
  /** Takes note of each certificate that names the next one as its issuer. */
  add(chain: readonly PemCertificate[]): void;
  /** Begins. All at once, since waking a thread for each would take this one as long as verifying. */
  begin(): void;
  /** Resolves when all that was begun is done. */
  settled(): Promise<void>;
}

/** What is found true is remembered; whatever else comes out is left to the search for paths, which verifies again. */
export function makeAheadVerifier(signatures: SearchMemory['signatures']): AheadVerifier {
  const issuers = new Map<PemCertificate, PemCertificate>();
  const { promise, resolve } = Promise.withResolvers<void>();
  // One more than there are, so that it ends only after all have begun.
  let running = 1;
  const end = (): void => {
    running -= 1;
    if (running === 0) resolve();
  };
  return {
    add: (chain) => {
      for (let at = 0; at + 1 < chain.length; at += 1) {
        const [certificate, issuer] = [chain[at], chain[at + 1]];
        if (certificate !== undefined && issuer !== undefined && namesIssuer(certificate, issuer))
          issuers.set(certificate, issuer);
      }
    },
    begin: () => {
      for (const [certificate, issuer] of issuers) {
        running += 1;
        verifyOne(certificate, issuer, (isTrue) => {
          if (isTrue) rememberSigned(certificate, issuer, true, { signatures });
          end();
        });
      }
      end();
    },
    settled: () => promise,
  };
}

/** @param tell whether it is signed; false also if that is not known */
function verifyOne(certificate: PemCertificate, issuer: PemCertificate, tell: (isTrue: boolean) => void): void {
  const { fields, block } = certificate;
  const { signed, signatureAlgorithm } = fields;
  const hash = HASHES[signatureAlgorithm];
  const numbers = issuer.fields.publicNumbers;
  // A signature of another algorithm than it says does not count; and some unusual keys need a second for one.
  const isUsual =
    numbers?.type === (signatureAlgorithm.startsWith('1.2.840.113549.') ? 'rsa' : 'ec') && isUsualType(numbers);
  if (hash === undefined || signed === undefined || !isUsual) {
    tell(false);
    return;
  }
  try {
    const key = issuer.x509.publicKey;
    const { body, signature } = signed;
    const bytesIn = ({ start, end }: Span): Buffer => block.der.subarray(start, end);
    verify(hash, bytesIn(body), key, bytesIn(signature), (error, isValid) => tell(error === null && isValid));
  } catch {
    // A key that Node does not know.
    tell(false);
  }
}
