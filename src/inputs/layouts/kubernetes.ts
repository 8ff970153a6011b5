import type { Folder } from '../folder.ts';
import { decodedText, jsonFilesIn, listIn, membersOf, notOfLayout, readJson, textIn } from './json-values.ts';
import type { FoundItem, Layout, LeftOut } from './layout.ts';

const TLS = 'kubernetes.io/tls';
const WANTED = 'Secret or List as `kubectl get secret -o json` prints it';
/** JSON of clients, which may hold an account. */
const OTHERS = /^(?:acme|acct|account|order|reg|dir|meta|plugin|private_key)/iu;

/** What `kubectl get secret -o json` prints: one Secret, or a List of them. A file, or a folder of such files. */
export const KUBERNETES: Layout = {
  name: 'kubernetes',
  isAt: (folder) => filesOf(folder).some((path) => secretsIn(readJson(folder, path)) !== undefined),
  contentOf: (folder) => {
    const others: LeftOut[] = [];
    const found = filesOf(folder).flatMap((path) => {
      const secrets = secretsIn(readJson(folder, path));
      if (secrets === undefined && folder.isFile) throw notOfLayout(path, WANTED);
      if (secrets === undefined) others.push({ source: path, reason: `no ${WANTED}` });
      return (secrets ?? []).map((secret) => ({ path, secret }));
    });
    return {
      items: found.filter(({ secret }) => isTls(secret)).map(({ path, secret }) => itemOf(path, secret)),
      leftOut: [
        ...others,
        ...found
          .filter(({ secret }) => !isTls(secret))
          .map(({ path, secret }) => ({ source: `${path}#${nameOf(secret)}`, reason: `no Secret of the type ${TLS}` })),
      ],
    };
  },
};

type Members = Readonly<Record<string, unknown>>;

/** JSON beside a certificate of the same name is of another client. */
function filesOf(folder: Folder): string[] {
  const names = folder.names('');
  const isBeside = (name: string): boolean =>
    ['.crt', '.key'].some((ending) => names.has(name.replace(/\.json$/iu, ending)));
  return jsonFilesIn(folder, (name) => /\.json$/iu.test(name) && !OTHERS.test(name) && !isBeside(name)).map(
    ({ path }) => path,
  );
}

/** The Secrets in JSON; undefined if it is something else. */
function secretsIn(value: unknown): Members[] | undefined {
  const object = membersOf(value) ?? {};
  const kind = textIn(object['kind']);
  if (kind === 'Secret') return [object];
  if (kind !== 'List' && kind !== 'SecretList') return undefined;
  return listIn(object['items'])
    .map((item) => membersOf(item) ?? {})
    .filter((item) => kind === 'SecretList' || textIn(item['kind']) === 'Secret');
}

function isTls(secret: Members): boolean {
  return textIn(secret['type']) === TLS;
}

function nameOf(secret: Members): string {
  const metadata = membersOf(secret['metadata']) ?? {};
  return [textIn(metadata['namespace']), textIn(metadata['name'])].filter((part) => part !== '').join('/');
}

function itemOf(path: string, secret: Members): FoundItem {
  const data = membersOf(secret['data']) ?? {};
  const id = nameOf(secret) || path;
  const source = `${path}#${id}`;
  return {
    source,
    id,
    key: decodedText(`${source} tls.key`, textIn(data['tls.key'])),
    leaf: decodedText(`${source} tls.crt`, textIn(data['tls.crt'])),
  };
}
