import { readDirectory } from '../../src/inputs/directory.ts';
import type { EntriesReading, EntryOptions } from '../../src/inputs/directory-reading.ts';
import type { DirectoryEntry } from '../../src/task.ts';

const OPTIONS: Omit<EntryOptions, 'now'> = {
  template: '{domain}',
  include: [],
  exclude: [],
  allowsTestCa: false,
  needsNames: false,
};

export interface FolderOptions extends Partial<EntryOptions> {
  readonly layout?: string;
}

/** Reads a folder as a step does, with every certificate judged by today's date. */
export function readFolder(path: string, { layout = 'auto', ...options }: FolderOptions = {}): EntriesReading {
  return readDirectory(path, layout, '/').entriesFor({ ...OPTIONS, now: new Date(), ...options });
}

/** The entries of a folder. Fails if there is something wrong with it as a whole. */
export function entriesOf(path: string, options: FolderOptions = {}): readonly DirectoryEntry[] {
  const reading = readFolder(path, options);
  if ('fault' in reading) throw new Error(`${reading.input} ${reading.fault.what}. ${reading.fault.remedy}`);
  return reading.content.entries;
}

/** What is wrong with a folder as a whole, in the sentences that a user reads. Fails if nothing is. */
export function faultOf(path: string, options: FolderOptions = {}): string {
  const reading = readFolder(path, options);
  if (!('fault' in reading)) throw new Error(`nothing is wrong: ${JSON.stringify(reading.content.entries)}`);
  return `\`${reading.input}\` ${reading.fault.what}. ${reading.fault.remedy}`;
}

/** An entry in one line: `ready live/web web web.example.com`. */
export function lineOf({ status, source, id, name }: DirectoryEntry): string {
  return [status, source, id, name].join(' ').trim();
}

/** The certificates among the entries, one line each; what lies beside them is left out. */
export function linesOf(entries: readonly DirectoryEntry[]): string[] {
  return entries.filter(({ id }) => id !== '').map(lineOf);
}

/** Why an entry failed or is left out. */
export function reasonOf(entry: DirectoryEntry | undefined): string {
  if (entry?.status === 'failed') return entry.error;
  return entry?.status === 'skipped' ? entry.reason : '';
}
