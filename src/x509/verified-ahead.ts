import { verify } from 'node:crypto';
import { namesIssuer } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { bufferOf } from './der.ts';
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
  const running: Promise<void>[] = [];
  return {
    add: (chain) => {
      for (let at = 0; at + 1 < chain.length; at += 1) {
        const [certificate, issuer] = [chain[at], chain[at + 1]];
        if (certificate !== undefined && issuer !== undefined && namesIssuer(certificate, issuer))
          issuers.set(certificate, issuer);
      }
    },
    begin: () => {
      for (const [certificate, issuer] of issuers) running.push(verifyOne(certificate, issuer, signatures));
    },
    settled: async () => void (await Promise.all(running)),
  };
}

async function verifyOne(
  certificate: PemCertificate,
  issuer: PemCertificate,
  signatures: SearchMemory['signatures'],
): Promise<void> {
  const { signed, signatureAlgorithm } = certificate.fields;
  const hash = HASHES[signatureAlgorithm];
  const numbers = issuer.fields.publicNumbers;
  if (hash === undefined || signed === undefined || numbers === undefined) return;
  // A signature of another algorithm than it says does not count; and some unusual keys need a second for one.
  if (numbers.type !== (signatureAlgorithm.startsWith('1.2.840.113549.') ? 'rsa' : 'ec') || !isUsualType(numbers))
    return;
  const isTrue = await new Promise<boolean>((resolve) => {
    try {
      const key = issuer.x509.publicKey;
      verify(hash, bufferOf(signed.body), key, bufferOf(signed.signature), (error, isValid) =>
        resolve(error === null && isValid),
      );
    } catch {
      // A key that Node does not know.
      resolve(false);
    }
  });
  if (isTrue) rememberSigned(certificate, issuer, true, { signatures });
}
