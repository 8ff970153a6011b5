import { joinPath } from '../folder.ts';
import type { Folder } from '../folder.ts';
import { isBeside, leftOutOf } from './layout.ts';
import type { Beside, FoundItem, Layout } from './layout.ts';

const BESIDE: Beside = {
  accounts: 'the accounts at the CAs, which are not read',
  archives: 'earlier versions, which are not read',
};

/** lego 4 and 5: the folder `.lego`, or its `certificates/`. One certificate is `ID.crt`, `ID.key` and `ID.json`. */
export const LEGO: Layout = {
  name: 'lego',
  isAt: (folder) => ['', 'certificates'].some((base) => idsIn(folder.names(base)).length > 0),
  contentOf: (folder) => {
    const base = idsIn(folder.names('certificates')).length > 0 ? 'certificates' : '';
    folder.list('', (name) => isBeside(BESIDE, name));
    const names = new Set(folder.list(base, (name) => base === '' && isBeside(BESIDE, name)).keys());
    const hasIssuers = [...names].some((name) => name.endsWith('.issuer.crt'));
    return {
      items: idsIn(names).map((id) => itemOf(folder, base, id, names)),
      leftOut: [...leftOutOf(folder, BESIDE), ...(hasIssuers ? [ISSUERS] : [])],
    };
  },
};

const ISSUERS = { source: '*.issuer.crt', reason: 'certificates of issuers, which are no certificates of this folder' };

/** A certificate has a JSON file beside it; one whose first half alone was written has that and its key. */
function idsIn(names: ReadonlySet<string>): string[] {
  return [...names]
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .filter((id) => names.has(`${id}.crt`) || names.has(`${id}.key`));
}

function itemOf(folder: Folder, base: string, id: string, names: ReadonlySet<string>): FoundItem {
  const read = (ending: string): FoundItem['leaf'] => folder.read(joinPath(base, id + ending));
  const leaf = read('.crt');
  const isAlone = 'content' in leaf && leaf.content.split('-----BEGIN CERTIFICATE-----').length === 2;
  return {
    source: joinPath(base, id),
    id,
    // Of one that was issued from a request, only the client knows the key.
    key: names.has(`${id}.key`) ? read('.key') : undefined,
    leaf,
    // What is not bundled is there.
    chain: isAlone && names.has(`${id}.issuer.crt`) ? read('.issuer.crt') : undefined,
  };
}
