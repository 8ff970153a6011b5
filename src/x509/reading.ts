import type { PemBlock } from './pem.ts';
import type { SharedFacts } from './shared-facts.ts';
import type { KnownRoots } from './trust.ts';

/** PEM in whatever form, and the input that it came from, as the user typed it. */
export interface PemText {
  readonly input: string;
  readonly content: string;
}

/** The same, or what has been read of it before. */
export type PemSource = PemText | { readonly input: string; readonly blocks: readonly PemBlock[] };

export interface PemSources {
  readonly privateKey: PemSource;
  readonly leafCertificate: PemSource;
  readonly certificateChain?: PemSource;
  /** Are these files as a client stored them, and no inputs? */
  readonly isStored?: boolean;
}

/** Something to report that is no failure. */
export interface Remark {
  readonly level: 'warning' | 'notice';
  readonly message: string;
  /** What is said once of all certificates of a folder to which it applies, without what is called differently in each. */
  readonly ofMany?: string;
}

export interface TrustOptions {
  /** May a CA's staging environment have issued the certificate? */
  readonly allowsTestCa?: boolean | undefined;
  readonly knownRoots?: KnownRoots | undefined;
  /** What is remembered from one reading to the next, if there are many. */
  readonly shared?: SharedFacts | undefined;
}

/** One reading: the inputs, what they are judged by, and what was found. */
export interface Reading {
  readonly sources: PemSources;
  readonly now: Date;
  readonly trust: TrustOptions;
  readonly problems: string[];
  readonly remarks: Remark[];
}
