import type { Fault } from '../errors.ts';
import type { DirectoryContent } from '../task.ts';
import type { Remark } from '../x509/supplied.ts';

/** What decides which certificates of a folder are used, and what they are called. */
export interface EntryOptions {
  /** For the names of families; see name-template.ts. */
  readonly template: string;
  /** Globs on ids and DNS names; everything is included if there is none. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly allowsTestCa: boolean;
  /** Must a certificate have a DNS name or an IP address? */
  readonly needsNames: boolean;
  /** Certificates must be valid then. */
  readonly now: Date;
}

/** What a folder has, or what is wrong with it as a whole, and the input that it is about. */
export type EntriesReading =
  | { readonly content: DirectoryContent; readonly remarks: readonly Remark[] }
  | { readonly input: 'directory' | 'layout' | 'name'; readonly fault: Fault };

/** A folder whose files have been read, and not yet checked. */
export interface DirectoryReading {
  /** What is masked: one line each. */
  readonly masks: readonly string[];
  /** What is kept out of all texts, in one piece: hundreds of keys have thousands of lines. */
  readonly secrets: readonly string[];
  /** Resolves when other threads have verified what they can; {@link DirectoryReading.entriesFor} does the rest, at any time. */
  readonly settled: () => Promise<void>;
  entriesFor(options: EntryOptions): EntriesReading;
}
