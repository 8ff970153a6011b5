import { joinPath } from '../folder.ts';
import type { Folder, FolderEntry } from '../folder.ts';
import { isBeside, leftOutOf } from './layout.ts';
import type { Beside, FoundItem, Layout } from './layout.ts';

/** Folders of acme.sh itself. In `ca/` are the keys of accounts. */
const BESIDE: Beside = {
  ca: 'the accounts at the CAs, which are not read',
  backup: 'earlier versions, which are not read',
};
/** Scripts, logs, and `account.conf`, which holds the tokens of DNS providers. */
const OWN = /^(?:dnsapi|deploy|notify|account\.conf.*|acme\.sh.*|http\.header|.*\.log)$/u;
/** What acme.sh adds to the domain for an ECDSA certificate: it keeps that beside the RSA one. */
const ECC = '_ecc';

/** acme.sh: `DOMAIN/` or `DOMAIN_ecc/` with `DOMAIN.key`, `DOMAIN.cer` and `fullchain.cer`; a wildcard is a literal star. */
export const ACME_SH: Layout = {
  name: 'acme.sh',
  isAt: (folder) => [...folder.names('')].some((name) => isCertificateFolder(folder, name)),
  contentOf: (folder) => {
    const entries = [...folder.list('', (name) => isOwn(name)).values()];
    return {
      items: entries.filter(({ name }) => isCertificateFolder(folder, name)).map((entry) => itemOf(folder, entry)),
      leftOut: leftOutOf(folder, BESIDE),
    };
  },
};

function isOwn(name: string): boolean {
  return isBeside(BESIDE, name) || OWN.test(name);
}

function domainOf(name: string): string {
  return name.endsWith(ECC) ? name.slice(0, -ECC.length) : name;
}

function isCertificateFolder(folder: Folder, name: string): boolean {
  if (isOwn(name)) return false;
  const names = folder.names(name);
  const domain = domainOf(name);
  return names.has(`${domain}.conf`) || (names.has(`${domain}.key`) && names.has(`${domain}.cer`));
}

function itemOf(folder: Folder, { name, path }: FolderEntry): FoundItem {
  const domain = domainOf(name);
  const names = folder.list(path);
  const read = (file: string): FoundItem['leaf'] => folder.read(joinPath(path, file));
  const isBundled = names.has('fullchain.cer') || !names.has(`${domain}.cer`);
  return {
    source: path,
    id: name,
    // One that was signed from a request has no key here.
    key: names.has(`${domain}.key`) ? read(`${domain}.key`) : undefined,
    leaf: read(isBundled ? 'fullchain.cer' : `${domain}.cer`),
    chain: !isBundled && names.has('ca.cer') ? read('ca.cer') : undefined,
  };
}
