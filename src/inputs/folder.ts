import { realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { nodeErrorCode } from '../errors.ts';
import type { PemBlock } from '../x509/pem.ts';
import { readText } from './file-text.ts';
import type { FileText } from './file-text.ts';
import { isPathText, isSecretText } from './files.ts';
import {
  checkSize,
  FolderError,
  kindOf,
  kindOfEntry,
  MOST_FILES,
  MOST_LEVELS,
  namesIn,
  quotePath,
  tooManyError,
} from './folder-checks.ts';
import type { RawEntry } from './folder-checks.ts';
import { quoteInput } from './values.ts';

export type { FileText } from './file-text.ts';

/** A file or folder within a folder. */
export interface FolderEntry {
  readonly name: string;
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/** What a file has, or that part of it which has been read as PEM. */
export type FoundText = FileText | { readonly path: string; readonly blocks: readonly PemBlock[] };

/** A folder, or a single file that is treated as the only one of a folder. Opens nothing but regular files that {@link Folder.read} names. */
export interface Folder {
  /** What the folder or file itself is called. */
  readonly name: string;
  readonly isFile: boolean;
  /** The names that lie directly in a folder, unchecked: for telling what it is. None if there is no such folder, or it is a link. */
  names(path: string): ReadonlySet<string>;
  /** Those of the names that are folders, and no links. */
  folders(path: string): readonly string[];
  /**
   * What lies directly in a folder, by name, in the order of the names. Nothing if there is no such folder.
   * @param isIgnored entries that are not even looked at, by name
   * @throws FolderError if there is a device, a FIFO, a file that is too large, or a link that leads outside or nowhere
   */
  list(path: string, isIgnored?: (name: string) => boolean): ReadonlyMap<string, FolderEntry>;
  /** Reads a file once; one that cannot be read, or is not there, has a fault. */
  read(path: string): FileText;
  /** Checks the files that were listed and not read. @throws FolderError if one is too large */
  checkRest(): void;
  /** Lets links lead to a folder beside the root too, such as `../archive`. */
  allowLinksTo(path: string): void;
  /** Every text that was read so far. */
  readonly texts: readonly string[];
  /** Every path that was seen so far. */
  readonly paths: Iterable<string>;
}

/**
 * @param path of a folder or a regular file, relative to `workspace` or absolute
 * @throws FolderError if there is nothing that can be read
 */
export function openFolder(path: string, workspace: string): Folder {
  if (isPathText(path) || isSecretText(path, workspace))
    throw new FolderError('is a text and not the path of a folder', 'Set it to the folder with the certificates.');
  const { root, stats } = findRoot(path, workspace);
  if (!stats.isDirectory() && !stats.isFile())
    throw new FolderError(
      `is ${quoteInput(path)}, which is ${kindOf(stats)}`,
      'Name a folder, or a file of traefik or kubectl.',
    );
  return new DiskFolder(root, stats.isFile());
}

function findRoot(path: string, workspace: string): { readonly root: string; readonly stats: Stats } {
  try {
    const root = realpathSync.native(resolve(workspace, path));
    return { root, stats: statSync(root) };
  } catch (error) {
    const code = nodeErrorCode(error);
    if (code === 'EACCES' || code === 'EPERM')
      throw new FolderError(
        `is ${quoteInput(path)}, which this user may not read`,
        'If it belongs to root, copy it with sudo, and use chown on the copy.',
      );
    throw new FolderError(
      `is ${quoteInput(path)}, and there is no such folder`,
      'Relative paths begin at the workspace. Check that the step that creates the folder runs before this one.',
    );
  }
}

interface CheckedEntry extends FolderEntry {
  /** Does its folder say that it is a regular file, and no link to one? */
  readonly isRegular: boolean;
}

/** Reads each folder and file once. */
class DiskFolder implements Folder {
  readonly name: string;
  readonly isFile: boolean;
  readonly #root: string;
  /** With a slash behind it. */
  readonly #rootStart: string;
  readonly #linkRoots: string[];
  readonly #raw = new Map<string, readonly RawEntry[]>();
  readonly #names = new Map<string, ReadonlySet<string>>();
  readonly #checked = new Map<string, CheckedEntry>();
  /** What a folder said is no folder. */
  readonly #leaves = new Set<string>();
  readonly #texts = new Map<string, FileText>();
  readonly #bytes = new Map<string, Buffer>();
  readonly #counts = { file: 0, folder: 0, seen: 0 };

  constructor(root: string, isFile: boolean) {
    this.name = basename(root);
    this.isFile = isFile;
    this.#root = root;
    this.#rootStart = join(root, sep);
    this.#linkRoots = [root];
  }

  names(path: string): ReadonlySet<string> {
    const names = this.#names.get(path) ?? new Set(this.#read(path).map(({ name }) => name));
    this.#names.set(path, names);
    return names;
  }

  folders(path: string): readonly string[] {
    return this.#read(path)
      .filter(({ isFolder }) => isFolder)
      .map(({ name }) => name);
  }

  list(path: string, isIgnored: (name: string) => boolean = () => false): ReadonlyMap<string, FolderEntry> {
    const entries = this.#read(path, true).filter(({ name }) => !isIgnored(name));
    return new Map(entries.map((entry) => [entry.name, this.#check(entry, joinPath(path, entry.name))]));
  }

  read(path: string): FileText {
    const text =
      this.#texts.get(path) ?? readText(path, this.#locate(path), this.#checked.get(path)?.isRegular === true);
    this.#texts.set(path, text);
    return text;
  }

  checkRest(): void {
    for (const [path, { kind }] of this.#checked)
      if (kind === 'file' && !this.#texts.has(path)) checkSize(path, this.#locate(path));
  }

  allowLinksTo(path: string): void {
    this.#linkRoots.push(resolve(this.#root, path));
  }

  get texts(): readonly string[] {
    return [...this.#texts.values()].map((text) => ('content' in text ? text.content : ''));
  }

  get paths(): readonly string[] {
    return [...this.#raw].flatMap(([path, entries]) => entries.map(({ name }) => joinPath(path, name)));
  }

  #locate(path: string): string | Buffer {
    return this.isFile ? this.#root : (this.#bytes.get(path) ?? this.#rootStart + path);
  }

  #read(path: string, followsLinks = false): readonly RawEntry[] {
    const known = this.#raw.get(path);
    if (known !== undefined) return known;
    if (this.isFile) return path === '' ? [{ name: this.name, isFolder: false, isFile: true, isLink: false }] : [];
    // A link leads anywhere: it is followed once it has been checked.
    if (this.#leaves.has(path) && !(followsLinks && this.#checked.get(path)?.kind === 'folder')) return [];
    const { entries, bytes } = namesIn(path, this.#locate(path));
    for (const [name, location] of bytes) this.#bytes.set(joinPath(path, name), location);
    for (const { name, isFolder } of entries) if (!isFolder) this.#leaves.add(joinPath(path, name));
    this.#raw.set(path, entries);
    this.#counts.seen += entries.length;
    if (this.#raw.size > MOST_FILES || this.#counts.seen > 2 * MOST_FILES) throw tooManyError();
    return entries;
  }

  #check(entry: RawEntry, path: string): CheckedEntry {
    const known = this.#checked.get(path);
    if (known !== undefined) return known;
    const kind = kindOfEntry(entry, path, this.#locate(path), this.#linkRoots);
    this.#counts[kind] += 1;
    if (this.#counts[kind] > MOST_FILES) throw tooManyError();
    if (kind === 'folder' && path.split('/').length > MOST_LEVELS)
      throw new FolderError(
        `has more than ${MOST_LEVELS} levels of folders, at ${quotePath(path)}`,
        'Name the folder of the certificates itself.',
      );
    const checked = { name: entry.name, path, kind, isRegular: entry.isFile };
    this.#checked.set(path, checked);
    return checked;
  }
}

/** A path within a folder. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
