import { gunzipSync } from 'node:zlib';

const BLOCK = 512;
/** lego itself has 90 MB. */
const LARGEST_ARCHIVE = 512 * 1024 * 1024;

/**
 * One regular file of a gzipped tar archive (POSIX ustar), by its name at the top of the archive.
 * @returns undefined if the archive does not have it
 */
export function fileInTar(archive: Buffer, name: string): Buffer | undefined {
  const tar = gunzipSync(archive, { maxOutputLength: LARGEST_ARCHIVE });
  let offset = 0;
  while (offset + BLOCK <= tar.length) {
    const header = tar.subarray(offset, offset + BLOCK);
    const size = Number.parseInt(textIn(header, 124, 12), 8) || 0;
    const type = textIn(header, 156, 1);
    const start = offset + BLOCK;
    if (textIn(header, 0, 100) === name && (type === '0' || type === '')) return tar.subarray(start, start + size);
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

function textIn(header: Buffer, start: number, length: number): string {
  return header
    .toString('latin1', start, start + length)
    .replace(/\0.*$/su, '')
    .trim();
}
