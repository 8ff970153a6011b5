import type { Fault } from '../errors.ts';
import { enumerate } from '../text.ts';
import { makeParser } from '../x509/shared-facts.ts';
import { makeAheadVerifier } from '../x509/verified-ahead.ts';
import { readEntries } from './directory-entries.ts';
import type { DirectoryReading, EntriesReading } from './directory-reading.ts';
import { FolderError } from './folder-checks.ts';
import { openFolder } from './folder.ts';
import { certificatesOf } from './leaf-facts.ts';
import type { Folder } from './folder.ts';
import { secretsInFolder } from './folder-secrets.ts';
import type { Layout } from './layouts/layout.ts';
import { LAYOUTS, PEM } from './layouts/layouts.ts';
import { parseChoice } from './values.ts';

/**
 * Reads the keys and certificates that a client stored in a folder, so that all keys are known before anything is written. Nothing is
 * checked but that the folder itself can be read.
 * @param path relative to `workspace`, or absolute
 * @param layoutName one of the layouts, or `auto`
 */
export function readDirectory(path: string, layoutName: string, workspace: string): DirectoryReading {
  const layout = parseChoice(layoutName, ['auto', ...[...LAYOUTS, PEM].map(({ name }) => name)]);
  if ('fault' in layout) return unusable('layout', layout.fault);
  let folder: Folder | undefined;
  const shared = makeParser();
  try {
    folder = openFolder(path, workspace);
    const found = layoutOf(folder, layout.value);
    const ahead = makeAheadVerifier(shared.signatures);
    const parser = { ...shared, ahead };
    const content = found.contentOf(folder, parser);
    folder.checkRest();
    // What a plain folder has was added while it was read.
    if (found !== PEM)
      for (const { leaf, chain } of content.items)
        ahead.add([leaf, ...(chain === undefined ? [] : [chain])].flatMap((text) => certificatesOf(text, parser)));
    ahead.begin();
    return {
      ...secretsInFolder(folder, shared),
      settled: () => ahead.settled(),
      entriesFor: (options) => readEntries(path, found.name, content, parser, options),
    };
  } catch (error) {
    const known = folder === undefined ? { masks: [], secrets: [] } : secretsInFolder(folder, shared);
    if (error instanceof FolderError) return { ...unusable('directory', error.fault), ...known };
    // A fault of our own is told where faults are told.
    const fail = (): never => {
      throw error;
    };
    return { ...known, settled: nothingToDo, entriesFor: fail };
  }
}

function unusable(input: 'directory' | 'layout', fault: Fault): DirectoryReading {
  const reading: EntriesReading = { input, fault };
  return { masks: [], secrets: [], settled: nothingToDo, entriesFor: () => reading };
}

async function nothingToDo(): Promise<void> {
  await Promise.resolve();
}

/** @throws FolderError if two clients share the folder */
function layoutOf(folder: Folder, name: string): Layout {
  const named = [...LAYOUTS, PEM].find((layout) => layout.name === name);
  if (named !== undefined) return named;
  const found = LAYOUTS.filter((layout) => layout.isAt(folder));
  const [only, another] = found;
  if (another !== undefined)
    throw new FolderError(
      `has the files of ${enumerate(found.map((layout) => `\`${layout.name}\``))}`,
      'Name the folder of one of them, or set `layout`.',
    );
  return only ?? PEM;
}
