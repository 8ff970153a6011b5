import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { join, sep } from 'node:path';
import { nodeErrorCode } from '../errors.ts';
import type { Fault } from '../errors.ts';
import { flatten, truncate } from '../text.ts';
import { looksSecret } from '../x509/masking.ts';
import { LARGEST_FILE } from './files.ts';

/** A folder of more is not one of certificates. */
export const MOST_FILES = 10_000;
export const MOST_LEVELS = 6;
const LONGEST_QUOTED_PATH = 200;

/** Something is wrong with the folder as a whole: nothing of it is used. */
export class FolderError extends Error {
  readonly fault: Fault;
  /** @param what to stand after `` `directory` `` */
  constructor(what: string, remedy: string) {
    super(what);
    this.name = new.target.name;
    this.fault = { what, remedy };
  }
}

/** Most paths have nothing that is long enough for a secret, and there may be thousands. */
const LONG_PIECE = /[\w+/=%:\\\s-]{15,}|[^ -~]/u;

/** Does a path look like a key or token, or have one in it? */
export function isSecretPath(path: string): boolean {
  return LONG_PIECE.test(path) && looksSecret(path);
}

/** A path for a message: on one line, not too long, and not at all if it looks like a secret. */
export function quotePath(path: string): string {
  return isSecretPath(path)
    ? 'a path that looks like a key or token'
    : `"${truncate(flatten(path), LONGEST_QUOTED_PATH)}"`;
}

/** What a folder says of something in it. */
export interface RawEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** A regular one. */
  readonly isFile: boolean;
  readonly isLink: boolean;
}

/**
 * The names in a folder, in order; none if there is no such folder.
 * @param location where it is on the disk
 * @returns with what to open for each name that is no UTF-8
 * @throws FolderError
 */
export function namesIn(
  path: string,
  location: string | Buffer,
): { readonly entries: readonly RawEntry[]; readonly bytes: ReadonlyMap<string, Buffer> } {
  const bytes = new Map<string, Buffer>();
  try {
    const entries = readdirSync(location, { withFileTypes: true }).map((entry) => rawEntryOf(entry, entry.name));
    if (entries.some(({ name }) => name.includes('\uFFFD')) || typeof location !== 'string')
      return { entries: readAsBytes(location, bytes).toSorted(compareNames), bytes };
    return { entries: entries.toSorted(compareNames), bytes };
  } catch (error) {
    const code = nodeErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { entries: [], bytes };
    throw new FolderError(
      `has a folder ${path === '' ? 'that' : `${quotePath(path)}, which`} this user may not read (${code || 'unknown error'})`,
      'If it belongs to root, copy it with sudo, and use chown on the copy.',
    );
  }
}

/** For names that are no UTF-8, which cannot be opened by what is shown of them. */
function readAsBytes(location: string | Buffer, bytes: Map<string, Buffer>): RawEntry[] {
  return readdirSync(location, { encoding: 'buffer', withFileTypes: true }).map((entry) => {
    const name = readableName(entry.name);
    bytes.set(name, Buffer.concat([Buffer.from(location), Buffer.from(sep), entry.name]));
    return rawEntryOf(entry, name);
  });
}

function rawEntryOf(entry: Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'>, name: string): RawEntry {
  return { name, isFolder: entry.isDirectory(), isFile: entry.isFile(), isLink: entry.isSymbolicLink() };
}

function compareNames(a: RawEntry, b: RawEntry): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** UTF-8, with what is none of it in hexadecimal. */
function readableName(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes)
    ? text
    : bytes.toString('latin1').replaceAll(/[^ -~]/gu, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

/** What it is, once it is known to be something that may be read. How large a regular file is, shows when it is read. @throws FolderError */
export function kindOfEntry(
  entry: RawEntry,
  path: string,
  location: string | Buffer,
  linkRoots: readonly string[],
): 'file' | 'folder' {
  if (entry.isFolder) return 'folder';
  if (entry.isFile) return 'file';
  const target = entry.isLink ? checkLink(path, location, linkRoots) : undefined;
  const stats = statsOf(path, location);
  if (stats.isDirectory()) {
    if (target !== undefined && isAbove(target, location)) throw linkError(path, 'in a circle');
    return 'folder';
  }
  if (!stats.isFile())
    throw new FolderError(`has ${quotePath(path)}, which is ${kindOf(stats)}`, 'Remove it, or name another folder.');
  if (stats.size > LARGEST_FILE) throw tooLargeError(path);
  return 'file';
}

/** For a file that nobody reads: is it of a size that could be read? @throws FolderError */
export function checkSize(path: string, location: string | Buffer): void {
  if (statsOf(path, location).size > LARGEST_FILE) throw tooLargeError(path);
}

function statsOf(path: string, location: string | Buffer): Stats {
  try {
    return statSync(location);
  } catch (error) {
    throw new FolderError(
      `has ${quotePath(path)}, which cannot be read (${nodeErrorCode(error) || 'unknown error'})`,
      'Remove it, or name another folder.',
    );
  }
}

export function tooLargeError(path: string): FolderError {
  return new FolderError(
    `has ${quotePath(path)}, which is larger than 1 MiB`,
    'Name the folder of the certificates itself, without other files.',
  );
}

const COPY_REMEDY =
  'If the folder was copied, copy what its links lead to (certbot: `archive/` too), or copy it with `cp -rL`.';

/** Where a link leads, once it is known to stay inside. */
function checkLink(path: string, location: string | Buffer, linkRoots: readonly string[]): string {
  let target: string;
  try {
    target = realpathSync.native(location);
  } catch (error) {
    throw linkError(path, nodeErrorCode(error) === 'ELOOP' ? 'in a circle' : 'nowhere');
  }
  if (!linkRoots.some((root) => target === root || target.startsWith(root.endsWith(sep) ? root : root + sep)))
    throw linkError(path, 'outside of the folder');
  return target;
}

function linkError(path: string, where: string): FolderError {
  return new FolderError(`has ${quotePath(path)}, a link that leads ${where}`, COPY_REMEDY);
}

/** Does a folder hold the link that leads to it? */
function isAbove(target: string, location: string | Buffer): boolean {
  const parent = typeof location === 'string' ? join(location, '..') : location.subarray(0, location.lastIndexOf(sep));
  const own = realpathSync.native(parent);
  return own === target || own.startsWith(target.endsWith(sep) ? target : target + sep);
}

export function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'a device' : 'not a regular file';
}

export function tooManyError(): FolderError {
  return new FolderError('has more than 10,000 files', 'Name the folder of the certificates itself.');
}
