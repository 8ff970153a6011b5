import { FolderError, quotePath } from '../folder-checks.ts';
import type { Folder, FolderEntry, FileText } from '../folder.ts';

/** JSON objects by their members; undefined for what is none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The JSON in a file; undefined if it is none, or cannot be read. Its content is never part of a message. */
export function readJson(folder: Folder, path: string): unknown {
  const text = folder.read(path);
  if (!('content' in text)) return undefined;
  try {
    return JSON.parse(text.content);
  } catch {
    return undefined;
  }
}

/** The JSON files that lie directly in the folder, or the one file that stands for it. */
export function jsonFilesIn(folder: Folder, isWanted: (name: string) => boolean): FolderEntry[] {
  const isIgnored = (name: string): boolean => !folder.isFile && !isWanted(name);
  return [...folder.list('', isIgnored).values()].filter(({ kind }) => kind === 'file');
}

/** PEM that stands in JSON as base64. */
export function decodedText(path: string, base64: string): FileText {
  if (base64.trim() === '')
    return {
      path,
      fault: {
        what: 'is empty, so the certificate is incomplete',
        remedy: 'Let the client finish or repeat the renewal, or leave the certificate out with `exclude`.',
      },
    };
  return { path, content: base64.includes('-----BEGIN') ? base64 : Buffer.from(base64, 'base64').toString('utf8') };
}

/** That a file was said to be of a layout, and is not. */
export function notOfLayout(path: string, what: string): FolderError {
  return new FolderError(`has ${quotePath(path)}, which is no ${what}`, 'Check `layout`, or name the file again.');
}
