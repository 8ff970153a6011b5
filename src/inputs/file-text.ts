import type { Fault } from '../errors.ts';
import { readRegularFile } from './files.ts';
import { FolderError, quotePath, tooLargeError } from './folder-checks.ts';

/** What a file has, or why that cannot be used. */
export type FileText = { readonly path: string } & ({ readonly content: string } | { readonly fault: Fault });

/**
 * What a file of a folder has.
 * @param location where it is on the disk
 * @param isRegular did its folder say that it is a regular file?
 * @throws FolderError if it is too large, or no regular file
 */
export function readText(path: string, location: string | Buffer, isRegular: boolean): FileText {
  const result = readRegularFile(location, isRegular);
  if ('content' in result) return { path, content: result.content };
  if (result.problem === 'failed') return { path, fault: faultOfCode(result.code) };
  if (result.problem === 'too_long') throw tooLargeError(path);
  throw new FolderError(`has ${quotePath(path)}, which is not a regular file`, 'Remove it, or name another folder.');
}

function faultOfCode(code: string): Fault {
  if (code === 'ENOENT' || code === 'ENOTDIR') return MISSING;
  if (code === 'EACCES' || code === 'EPERM')
    return {
      what: 'may not be read by this user',
      remedy: 'If it belongs to root, copy the folder with sudo, and use chown on the copy.',
    };
  return { what: `cannot be read (${code || 'unknown error'})`, remedy: 'Check the file.' };
}

/** That one of the files of a certificate is not there. */
const MISSING: Fault = {
  what: 'does not exist, so the certificate is incomplete',
  remedy: 'Let the client finish or repeat the renewal, or leave the certificate out with `exclude`.',
};
