import type { Folder } from '../folder.ts';
import { decodedText, jsonFilesIn, listIn, membersOf, notOfLayout, readJson, textIn } from './json-values.ts';
import type { FoundItem, Layout } from './layout.ts';

/** traefik 2 and 3: the file `acme.json`, or the folder in which it lies. Each resolver has a list of certificates. */
export const TRAEFIK: Layout = {
  name: 'traefik',
  isAt: (folder) => filesOf(folder).some((path) => itemsIn(folder, path) !== undefined),
  contentOf: (folder) => ({
    items: filesOf(folder).flatMap((path) => {
      const items = itemsIn(folder, path);
      if (items === undefined) throw notOfLayout(path, "traefik's `acme.json`");
      return items;
    }),
    leftOut: [],
  }),
};

function filesOf(folder: Folder): string[] {
  return jsonFilesIn(folder, (name) => /^acme.*\.json$/iu.test(name)).map(({ path }) => path);
}

/** The certificates of every resolver; undefined if it is no such file. */
function itemsIn(folder: Folder, path: string): FoundItem[] | undefined {
  const resolvers = Object.entries(membersOf(readJson(folder, path)) ?? {});
  if (!resolvers.some(([, value]) => isResolver(value))) return undefined;
  return resolvers.flatMap(([resolver, value]) =>
    listIn(membersOf(value)?.['Certificates']).map((certificate, at) => itemOf(path, resolver, certificate, at)),
  );
}

/** One that has not issued anything yet has null for its certificates. */
function isResolver(value: unknown): boolean {
  return Object.hasOwn(membersOf(value) ?? {}, 'Certificates');
}

function itemOf(path: string, resolver: string, value: unknown, at: number): FoundItem {
  const certificate = membersOf(value) ?? {};
  const domain = membersOf(certificate['domain']) ?? {};
  const id = textIn(domain['main']) || textIn(listIn(domain['sans'])[0]) || `${resolver} ${at + 1}`;
  const source = `${path}#${resolver}/${id}`;
  return {
    source,
    id,
    key: decodedText(`${source} key`, textIn(certificate['key'])),
    leaf: decodedText(`${source} certificate`, textIn(certificate['certificate'])),
  };
}
