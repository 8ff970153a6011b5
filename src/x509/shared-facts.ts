import type { PemCertificate } from './certificate.ts';
import { parseCertificate } from './certificate.ts';
import { makeSearchMemory } from './paths.ts';
import type { SearchMemory } from './paths.ts';
import { readPem } from './pem.ts';
import type { PemBlock, PemReading } from './pem.ts';
import { makeKnownRootOf, rootsOfNode } from './trust.ts';
import type { KnownRootOf, KnownRoots } from './trust.ts';

/** What certificates have in common, so that it is found out once: most of one folder have the same chain. */
export interface SharedFacts {
  readonly knownRootOf: KnownRootOf;
  readonly memory: SearchMemory;
  readPem(content: string): PemReading;
  parseCertificate(block: PemBlock): PemCertificate | undefined;
}

/** For one run, and one moment. */
export function makeSharedFacts(now: Date, knownRoots: KnownRoots = rootsOfNode): SharedFacts {
  const readings = new Map<string, PemReading>();
  const certificates = new Map<string, PemCertificate | undefined>();
  return {
    knownRootOf: makeKnownRootOf(knownRoots, now),
    memory: makeSearchMemory(),
    readPem: (content) => {
      const reading = readings.get(content) ?? readPem(content);
      readings.set(content, reading);
      return reading;
    },
    parseCertificate: (block) => {
      if (certificates.has(block.pem)) return certificates.get(block.pem);
      const certificate = parseCertificate(block);
      certificates.set(block.pem, certificate);
      return certificate;
    },
  };
}
