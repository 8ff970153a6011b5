import type { PemCertificate } from './certificate.ts';
import { parseCertificate } from './certificate.ts';
import type { ChainMemory } from './known-chains.ts';
import { makeSearchMemory } from './paths.ts';
import type { SearchMemory } from './paths.ts';
import { readPem } from './pem.ts';
import type { KnownBlocks, PemBlock, PemReading } from './pem.ts';
import { parsePrivateKey } from './private-key.ts';
import type { PemKey } from './private-key.ts';
import { makeKnownRootOf, rootsOfNode } from './trust.ts';
import type { KnownRootOf, KnownRoots } from './trust.ts';

/** What reads PEM, and remembers what it read. */
export interface Parser {
  readPem(content: string): PemReading;
  parseCertificate(block: PemBlock): PemCertificate | undefined;
  /** Undefined when it is no key that can be read. */
  parsePrivateKey(block: PemBlock): PemKey | undefined;
  readonly signatures: SearchMemory['signatures'];
}

/** What certificates have in common, so that it is found out once: most of one folder have the same chain. */
export interface SharedFacts extends Parser {
  readonly knownRootOf: KnownRootOf;
  readonly memory: SearchMemory;
  readonly chains: ChainMemory;
}

/** For one folder: each text, certificate and key is read once, however often it is looked at. */
export function makeParser(): Parser {
  const readings = new Map<string, PemReading>();
  const blocks: KnownBlocks = new Map();
  return {
    signatures: makeSearchMemory().signatures,
    readPem: (content) => {
      const known = readings.get(content) ?? readPem(content, blocks);
      readings.set(content, known);
      return known;
    },
    parseCertificate: remember(parseCertificate),
    parsePrivateKey: remember(parsePrivateKey),
  };
}

function remember<Parsed>(parse: (block: PemBlock) => Parsed): (block: PemBlock) => Parsed {
  const all = new Map<PemBlock, { readonly parsed: Parsed }>();
  return (block) => {
    const known = all.get(block) ?? { parsed: parse(block) };
    all.set(block, known);
    return known.parsed;
  };
}

/** For one run, and one moment. */
export function makeSharedFacts(
  now: Date,
  knownRoots: KnownRoots = rootsOfNode,
  parser: Parser = makeParser(),
): SharedFacts {
  return {
    ...parser,
    knownRootOf: makeKnownRootOf(knownRoots, now),
    memory: { ...makeSearchMemory(), signatures: parser.signatures },
    chains: new Map(),
  };
}
