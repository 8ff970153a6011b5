import { joinPath } from '../folder.ts';
import type { Folder } from '../folder.ts';
import { MOST_TELLING } from './layout.ts';
import type { FoundItem, Layout } from './layout.ts';

/** SERVER, ACCOUNT and DOMAIN: a person gives the folder of all, or one further down. */
const DEEPEST = 3;
const ACCOUNT_FILE = 'acct.json';

/** Posh-ACME: `SERVER/ACCOUNT/DOMAIN/` with `cert.key`, `fullchain.cer` and `order.json`. */
export const POSH_ACME: Layout = {
  name: 'posh-acme',
  isAt: (folder) => findOrder(folder, '', DEEPEST),
  contentOf: (folder) => {
    const items: FoundItem[] = [];
    const accounts: string[] = [];
    collect(folder, '', DEEPEST, items, accounts);
    return {
      items,
      leftOut: accounts.map((source) => ({ source, reason: 'the account at the CA, which is not read' })),
    };
  },
};

function findOrder(folder: Folder, path: string, levels: number): boolean {
  const names = folder.names(path);
  if (isOrder(names)) return true;
  const folders = levels > 0 ? folder.folders(path).slice(0, MOST_TELLING) : [];
  return folders.some((name) => findOrder(folder, joinPath(path, name), levels - 1));
}

function isOrder(names: ReadonlySet<string>): boolean {
  return names.has('order.json') && (names.has('cert.key') || names.has('cert.cer') || names.has('fullchain.cer'));
}

function collect(folder: Folder, path: string, levels: number, items: FoundItem[], accounts: string[]): void {
  const names = folder.names(path);
  if (isOrder(names)) {
    items.push(itemOf(folder, path));
    return;
  }
  if (names.has(ACCOUNT_FILE)) accounts.push(joinPath(path, ACCOUNT_FILE));
  if (levels === 0) return;
  for (const entry of folder.list(path, (name) => name === ACCOUNT_FILE).values())
    if (entry.kind === 'folder') collect(folder, entry.path, levels - 1, items, accounts);
}

function itemOf(folder: Folder, path: string): FoundItem {
  const files = folder.list(path);
  const read = (name: string): FoundItem['leaf'] => folder.read(joinPath(path, name));
  const isBundled = files.has('fullchain.cer') || !files.has('cert.cer');
  const id = path === '' ? folder.name : (path.split('/').pop() ?? path);
  return {
    source: path === '' ? id : path,
    id,
    // An order that was made from a request has no key here.
    key: files.has('cert.key') ? read('cert.key') : undefined,
    leaf: read(isBundled ? 'fullchain.cer' : 'cert.cer'),
    chain: !isBundled && files.has('chain.cer') ? read('chain.cer') : undefined,
  };
}
