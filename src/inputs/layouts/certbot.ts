import { joinPath } from '../folder.ts';
import type { Folder } from '../folder.ts';
import { isBeside, leftOutOf } from './layout.ts';
import type { Beside, FoundItem, Layout } from './layout.ts';

/** What certbot, and others after it, call the files of one certificate. */
export const FOUR_FILES = ['privkey.pem', 'cert.pem', 'chain.pem', 'fullchain.pem'] as const;
const BESIDE: Beside = {
  archive: 'the earlier versions of all certificates, which are not read',
  accounts: 'the accounts at the CAs, which are not read',
  csr: 'certificate requests, which are not read',
  keys: 'copies of all keys, which are not read',
};
/** Time stamps beside the links are what sets dehydrated apart. */
const TIME_STAMPED = /^(?:privkey|cert|fullchain|chain)-\d+\.(?:pem|csr)$/u;

/** certbot's `live/`, the folder above it, or the folder of one certificate. */
export const CERTBOT: Layout = {
  name: 'certbot',
  isAt: (folder) =>
    hasCertbotFiles(folder.names('')) ||
    ['', 'live'].some((base) =>
      [...folder.names(base)].some((name) => hasCertbotFiles(folder.names(joinPath(base, name)))),
    ),
  contentOf: (folder) => {
    if (FOUR_FILES.some((name) => folder.names('').has(name))) {
      folder.allowLinksTo('../../archive');
      return { items: itemsOf(folder, '', folder.name), leftOut: [] };
    }
    const base = folder.names('').has('live') ? 'live' : '';
    if (base === '') folder.allowLinksTo('../archive');
    folder.list('', (name) => isBeside(BESIDE, name));
    const folders = [...folder.list(base, (name) => isBeside(BESIDE, name)).values()].filter(
      ({ kind }) => kind === 'folder',
    );
    const items = folders.map(({ path, name }) => ({ path, items: itemsOf(folder, path, name) }));
    const others = items.filter((each) => each.items.length === 0);
    return {
      items: items.flatMap((each) => each.items),
      leftOut: [
        ...leftOutOf(folder, BESIDE),
        ...others.map(({ path }) => ({ source: path, reason: 'a folder without the four files of certbot' })),
      ],
    };
  },
};

function hasCertbotFiles(names: ReadonlySet<string>): boolean {
  return FOUR_FILES.every((name) => names.has(name)) && !isDehydrated(names);
}

/** Are these the files of one certificate, as dehydrated stores them? */
export function isDehydrated(names: ReadonlySet<string>): boolean {
  return [...names].some((name) => TIME_STAMPED.test(name) || name === 'cert.csr');
}

/** The certificate in a folder with the four files; nothing if there is none of them. */
export function itemsOf(folder: Folder, path: string, id: string): FoundItem[] {
  const files = folder.list(path);
  if (!FOUR_FILES.some((name) => files.has(name))) return [];
  const read = (name: (typeof FOUR_FILES)[number]): FoundItem['leaf'] => folder.read(joinPath(path, name));
  const isSplit = !files.has('fullchain.pem') && files.has('cert.pem');
  return [
    {
      source: path === '' ? id : path,
      id,
      key: read('privkey.pem'),
      leaf: read(isSplit ? 'cert.pem' : 'fullchain.pem'),
      chain: isSplit && files.has('chain.pem') ? read('chain.pem') : undefined,
    },
  ];
}
