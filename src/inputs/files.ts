import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeErrorCode } from '../errors.ts';
import type { Fault } from '../errors.ts';
import { looksSecret } from '../x509/masking.ts';
import { textOfFile } from '../x509/pem.ts';
import { quoteInput } from './values.ts';

/** A file with PEM is a few thousand bytes; a larger one is something else. */
const LARGEST_FILE = 1024 * 1024;
const LONGEST_PATH = 1_000;

/** What a file named by an input has, or why it cannot be read. */
export type FileContent = { readonly content: string } | { readonly fault: Fault };

/**
 * Reads a regular file of at most 1 MiB. Opens it without blocking, so that a FIFO does not hang, and reads no more than that, so that
 * a file of /proc without a size does not fill the memory.
 * @param path relative to `workspace`, or absolute
 */
export function readTextFile(path: string, workspace: string): FileContent {
  if (/-----BEGIN|[\r\n]/iu.test(path) || path.length > LONGEST_PATH || looksSecret(path))
    return {
      fault: {
        what: 'is a text and not the path of a file',
        remedy: 'Put the text into the input of the same name without `_path`.',
      },
    };
  let descriptor: number | undefined;
  try {
    // O_NONBLOCK does not exist on Windows, which has no FIFOs either.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    descriptor = openSync(resolve(workspace, path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if (!fstatSync(descriptor).isFile())
      return {
        fault: { what: `is ${quoteInput(path)}, which is not a regular file`, remedy: 'Name a file with PEM.' },
      };
    const bytes = readBytes(descriptor);
    return bytes.length > LARGEST_FILE
      ? {
          fault: {
            what: `is ${quoteInput(path)}, which is too long for PEM (more than 1 MiB)`,
            remedy: 'Name a file with PEM.',
          },
        }
      : { content: textOfFile(bytes) };
  } catch (error) {
    return { fault: faultOf(error, quoteInput(path)) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** At most one byte more than a file may have. */
function readBytes(descriptor: number): Buffer {
  const buffer = Buffer.alloc(LARGEST_FILE + 1);
  let length = 0;
  let count: number;
  do {
    count = readSync(descriptor, buffer, length, buffer.length - length, null);
    length += count;
  } while (count > 0 && length < buffer.length);
  return buffer.subarray(0, length);
}

function faultOf(error: unknown, path: string): Fault {
  const code = nodeErrorCode(error);
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
  return { what: `is ${path}, which cannot be read (${code || 'unknown error'})`, remedy: 'Name a file with PEM.' };
}
