import type { Folder } from '../folder.ts';
import type { FoundItem, Layout } from './layout.ts';

const KEY = '-key.pem';
/** The leaf certificate with its chain; what others who name keys so call it. */
const CHAIN = '-chain.pem';
const LEAVES = [CHAIN, '-crt.pem', '.pem'];

/** win-acme: `NAME-key.pem` and `NAME-chain.pem`, which begins with the leaf certificate. */
export const WIN_ACME: Layout = {
  name: 'win-acme',
  isAt: (folder) => {
    const names = folder.names('');
    return stemsIn(names, KEY).some((stem) => names.has(stem + CHAIN));
  },
  contentOf: (folder) => {
    const names = new Set(folder.list('').keys());
    const stems = new Set([...stemsIn(names, KEY), ...stemsIn(names, CHAIN)]);
    return { items: [...stems].map((stem) => itemOf(folder, stem, names)), leftOut: [] };
  },
};

function stemsIn(names: ReadonlySet<string>, ending: string): string[] {
  return [...names].filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
}

function itemOf(folder: Folder, stem: string, names: ReadonlySet<string>): FoundItem {
  const ending = LEAVES.find((each) => names.has(stem + each)) ?? CHAIN;
  return {
    source: stem,
    id: stem,
    key: names.has(stem + KEY) ? folder.read(stem + KEY) : undefined,
    leaf: folder.read(stem + ending),
  };
}
