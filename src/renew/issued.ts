import { parseCertificate } from '../x509/certificate.ts';
import type { PemCertificate } from '../x509/certificate.ts';
import { readPem } from '../x509/pem.ts';
import { testCaOf } from '../x509/trust.ts';

/** The certificates of a full chain, the leaf first; none if it cannot be read. */
function certificatesIn(fullChain: string): readonly PemCertificate[] {
  const reading = readPem(fullChain);
  return 'fault' in reading ? [] : reading.blocks.flatMap((block) => parseCertificate(block) ?? []);
}

/** The leaf of a full chain. */
export function leafIn(fullChain: string): PemCertificate | undefined {
  return certificatesIn(fullChain)[0];
}

/** The name of the test CA that issued a full chain; undefined if it is from no test CA, or cannot be read (which the upload tells). */
export function testCaIn(fullChain: string): string | undefined {
  const [leaf, ...others] = certificatesIn(fullChain);
  return leaf === undefined ? undefined : testCaOf(leaf, others);
}
