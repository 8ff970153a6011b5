import { secretsIn } from '../x509/masking.ts';
import type { Parser } from '../x509/shared-facts.ts';
import type { DirectoryReading } from './directory-reading.ts';
import { isSecretPath } from './folder-checks.ts';
import type { Folder } from './folder.ts';

/** Shorter lines say nothing, and would blot out half the log. */
const SHORTEST_MASK = 8;

/** Every secret in what was read, and in the names that were seen. @param parser remembers what it has read */
export function secretsInFolder(folder: Folder, parser: Parser): Pick<DirectoryReading, 'masks' | 'secrets'> {
  const masks = new Set<string>();
  const secrets = new Set<string>();
  for (const text of folder.texts.flatMap(stringsOf)) addSecrets(text, parser, masks, secrets);
  for (const path of folder.paths) if (isSecretPath(path)) addSecrets(path, parser, masks, secrets);
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
function addSecrets(text: string, parser: Parser, masks: Set<string>, secrets: Set<string>): void {
  const reading = text.startsWith('-----BEGIN ') ? parser.readPem(text) : undefined;
  if (reading === undefined || !('blocks' in reading) || !reading.isPlain) {
    for (const secret of secretsIn(text)) {
      masks.add(secret);
      secrets.add(secret);
    }
    return;
  }
  for (const { label, pem, der } of reading.blocks) {
    if (!label.endsWith('PRIVATE KEY')) continue;
    const lines = pem.split('\n').slice(1, -2);
    for (const line of lines) if (line.length >= SHORTEST_MASK) masks.add(line);
    secrets.add(der.toString('base64'));
  }
}
