import { joinPath } from '../folder.ts';
import type { Folder } from '../folder.ts';
import { isBeside, leftOutOf, MOST_TELLING } from './layout.ts';
import type { Beside, FoundItem, Layout } from './layout.ts';

/** The folder of the CA that Caddy runs itself, for names within one machine or network. */
const LOCAL_CA = 'local';
const BESIDE: Beside = {
  acme: 'the accounts at the CAs, which are not read',
  pki: "Caddy's own CA, which is not read",
  ocsp: 'responses of CAs, which are not read',
  locks: 'locks, which are not read',
};

/** Caddy 2: the data folder, or its `certificates/`. One certificate is `ISSUER/SITE/SITE.crt`, `.key` and `.json`. */
export const CADDY: Layout = {
  name: 'caddy',
  isAt: (folder) =>
    ['', 'certificates'].some((base) => sitesIn(folder, base, MOST_TELLING).some(({ isComplete }) => isComplete)),
  contentOf: (folder) => {
    const base = sitesIn(folder, 'certificates', MOST_TELLING).length > 0 ? 'certificates' : '';
    const sites = sitesIn(folder, base);
    // So that links that lead outside, and what is no file, are noticed.
    folder.list('', (name) => isBeside(BESIDE, name));
    for (const { kind, path } of folder.list(base, (name) => isBeside(BESIDE, name)).values())
      if (kind === 'folder') folder.list(path);
    return { items: sites.map((site) => itemOf(folder, base, site)), leftOut: leftOutOf(folder, BESIDE) };
  },
};

interface Site {
  readonly issuer: string;
  readonly site: string;
  readonly isComplete: boolean;
}

function sitesIn(folder: Folder, base: string, most = Infinity): Site[] {
  return folder
    .folders(base)
    .slice(0, most)
    .flatMap((issuer) => {
      if (base === '' && (isBeside(BESIDE, issuer) || issuer === 'certificates')) return [];
      return folder
        .folders(joinPath(base, issuer))
        .slice(0, most)
        .flatMap((site) => {
          const names = folder.names(joinPath(base, `${issuer}/${site}`));
          const has = (ending: string): boolean => names.has(`${site}${ending}`);
          const isSite = has('.json') || has('.crt') || has('.key');
          return isSite ? [{ issuer, site, isComplete: has('.json') && (has('.crt') || has('.key')) }] : [];
        });
    });
}

function itemOf(folder: Folder, base: string, { issuer, site }: Site): FoundItem {
  const path = joinPath(base, `${issuer}/${site}`);
  folder.list(path);
  return {
    source: path,
    id: site,
    key: folder.read(joinPath(path, `${site}.key`)),
    leaf: folder.read(joinPath(path, `${site}.crt`)),
    isOfLocalCa: issuer === LOCAL_CA,
  };
}
