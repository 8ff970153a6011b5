import { FOUR_FILES, isDehydrated, itemsOf } from './certbot.ts';
import { joinPath } from '../folder.ts';
import type { Folder } from '../folder.ts';
import { isBeside, leftOutOf } from './layout.ts';
import type { Beside, Layout } from './layout.ts';

const BESIDE: Beside = {
  accounts: 'the accounts at the CAs, which are not read',
  archive: 'earlier versions, which are not read',
  chains: 'the chains of CAs, which are no certificates of this folder',
};

/** dehydrated: `certs/ALIAS/`, or the folder above; links lead to files with time stamps beside them. */
export const DEHYDRATED: Layout = {
  name: 'dehydrated',
  isAt: (folder) => isCertificate(folder, '') || ['', 'certs'].some((base) => aliasesIn(folder, base).length > 0),
  contentOf: (folder) => {
    if (isCertificate(folder, '')) return { items: itemsOf(folder, '', folder.name), leftOut: [] };
    const base = aliasesIn(folder, 'certs').length > 0 ? 'certs' : '';
    const aliases = new Set(aliasesIn(folder, base));
    const isIgnored = (name: string): boolean => isBeside(BESIDE, name);
    folder.list('', isIgnored);
    const entries = [...folder.list(base, isIgnored).values()].filter(({ name }) => aliases.has(name));
    return {
      items: entries.flatMap(({ path, name }) => itemsOf(folder, path, name)),
      leftOut: leftOutOf(folder, BESIDE),
    };
  },
};

function aliasesIn(folder: Folder, base: string): string[] {
  return [...folder.names(base)].filter(
    (name) => !(base === '' && isBeside(BESIDE, name)) && isCertificate(folder, joinPath(base, name)),
  );
}

/** Is it a folder with a certificate? One that was never issued has a key and a request, and none of the links. */
function isCertificate(folder: Folder, path: string): boolean {
  const names = folder.names(path);
  return isDehydrated(names) && FOUR_FILES.some((name) => names.has(name));
}
