import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { nodeErrorCode } from '../errors.ts';
import type { Fault } from '../errors.ts';
import { looksSecret } from '../x509/masking.ts';
import { textOfFile } from '../x509/pem.ts';
import { quoteInput } from './values.ts';

/** A file with PEM is a few thousand bytes; a larger one is something else. */
export const LARGEST_FILE = 1024 * 1024;
const LONGEST_PATH = 1_000;

/** What a file named by an input has, or why it cannot be read. */
export type FileContent = { readonly content: string } | { readonly fault: Fault };

/** Is it the content of a file, and not its path? */
export function isPathText(path: string): boolean {
  return /-----BEGIN|[\r\n]/iu.test(path) || path.length > LONGEST_PATH;
}

/**
 * Is there something at this path? Then it is no secret in the wrong place, however random it looks: `mktemp` makes such names, and a
 * few folders below it are enough to look like base64.
 */
export function existsAt(path: string, workspace: string): boolean {
  return path !== '' && !isPathText(path) && existsSync(resolve(workspace, path));
}

/** Is it a secret in place of a path? Something in a folder that exists is a path, also if it is not there itself. */
export function isSecretText(path: string, workspace: string): boolean {
  if (!looksSecret(path) || existsAt(path, workspace)) return false;
  const parent = dirname(path);
  return parent === '.' || parent === '/' || !existsAt(parent, workspace);
}

/**
 * Reads a regular file of at most 1 MiB.
 * @param path relative to `workspace`, or absolute
 * @param format what it is to have, for a fault
 */
export function readTextFile(path: string, workspace: string, format = 'PEM'): FileContent {
  if (isPathText(path) || isSecretText(path, workspace))
    return {
      fault: {
        what: 'is a text and not the path of a file',
        remedy:
          format === 'PEM'
            ? 'Put the text into the input of the same name without `_path`.'
            : 'Write it into a file first, and give the path of that.',
      },
    };
  const result = readRegularFile(resolve(workspace, path));
  if ('content' in result) return result;
  if (result.problem === 'failed') return { fault: faultOf(result.code, quoteInput(path), format) };
  const what = result.problem === 'too_long' ? `too long for ${format} (more than 1 MiB)` : 'not a regular file';
  return { fault: { what: `is ${quoteInput(path)}, which is ${what}`, remedy: `Name a file with ${format}.` } };
}

/** The text of a file, or why there is none. */
export type RegularFile =
  | { readonly content: string }
  | { readonly problem: 'not_regular' | 'too_long' }
  | { readonly problem: 'failed'; readonly code: string };

/** Most files fit in, so that none of hundreds needs memory of its own before it is a text. */
const FIRST_BYTES = 64 * 1024;
const SCRATCH = Buffer.allocUnsafeSlow(FIRST_BYTES);

/**
 * Reads a regular file of at most 1 MiB. Opens it without blocking, so that a FIFO does not hang, and reads no more than that, so that
 * a file of /proc without a size does not fill the memory.
 * @param isRegular is it known to be a regular file?
 */
export function readRegularFile(path: string | Buffer, isRegular = false): RegularFile {
  let descriptor: number | undefined;
  try {
    // O_NONBLOCK does not exist on Windows, which has no FIFOs either.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if (!isRegular && !fstatSync(descriptor).isFile()) return { problem: 'not_regular' };
    const bytes = readBytes(descriptor);
    return bytes.length > LARGEST_FILE ? { problem: 'too_long' } : { content: textOfFile(bytes) };
  } catch (error) {
    return { problem: 'failed', code: nodeErrorCode(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** At most one byte more than a file may have. They are overwritten by the next call. */
function readBytes(descriptor: number): Buffer {
  let buffer = SCRATCH;
  let length = 0;
  let count: number;
  do {
    count = readSync(descriptor, buffer, length, buffer.length - length, null);
    length += count;
    if (length === buffer.length && length <= LARGEST_FILE) buffer = Buffer.concat([buffer], LARGEST_FILE + 1);
  } while (count > 0 && length < buffer.length);
  return buffer.subarray(0, length);
}

function faultOf(code: string, path: string, format: string): Fault {
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return {
      what: `is ${path}, and there is no such file`,
      remedy: 'Relative paths begin at the workspace. Check that the step that writes the file runs before this one.',
    };
  if (code === 'EACCES' || code === 'EPERM')
    return {
      what: `is ${path}, which this user may not read`,
      remedy: 'If it belongs to root, use chmod or chown first.',
    };
  return {
    what: `is ${path}, which cannot be read (${code || 'unknown error'})`,
    remedy: `Name a file with ${format}.`,
  };
}
