import { secretsIn } from '../x509/masking.ts';
import type { DirectoryReading } from './directory-reading.ts';
import { isSecretPath } from './folder-checks.ts';
import type { Folder } from './folder.ts';

/** Blocks of PEM as every client writes them, and nothing else. */
const PLAIN_PEM = /^(?:-----BEGIN ([A-Z0-9 ]{1,40})-----\r?\n(?:[A-Za-z0-9+/=]{1,76}\r?\n)+-----END \1-----\s*)+$/u;
const PRIVATE_BLOCK = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----([^-]*)-----END/gu;
/** Shorter lines say nothing, and would blot out half the log. */
const SHORTEST_MASK = 8;

/** Every secret in what was read, and in the names that were seen. */
export function secretsInFolder(folder: Folder): Pick<DirectoryReading, 'masks' | 'secrets'> {
  const masks = new Set<string>();
  const secrets = new Set<string>();
  for (const text of folder.texts.flatMap(stringsOf)) addSecrets(text, masks, secrets);
  for (const path of folder.paths) if (isSecretPath(path)) addSecrets(path, masks, secrets);
  // The lines of a key are in its one piece, too.
  return { masks: [...masks], secrets: [...secrets] };
}

/** The strings of JSON, each by itself: there may be hundreds of keys in it. */
function stringsOf(text: string): string[] {
  if (!/^\s*[[{]/u.test(text)) return [text];
  try {
    return stringsIn(JSON.parse(text));
  } catch {
    return [text];
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** A key as clients write it needs no search: most files of a folder are such, and there may be hundreds. */
function addSecrets(text: string, masks: Set<string>, secrets: Set<string>): void {
  if (!PLAIN_PEM.test(text)) {
    for (const secret of secretsIn(text)) {
      masks.add(secret);
      secrets.add(secret);
    }
    return;
  }
  for (const [, body = ''] of text.matchAll(PRIVATE_BLOCK)) {
    const lines = body.split(/\s+/u).filter((line) => line.length >= SHORTEST_MASK);
    for (const line of lines) masks.add(line);
    secrets.add(lines.join(''));
  }
}
