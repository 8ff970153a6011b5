import type { Fault } from '../errors.ts';
import { decodeData, isCertificates, isToken, parseServer } from './connection.ts';
import type { Connection } from './connection.ts';
import { parseYaml } from './yaml.ts';
import { YamlError } from './yaml-scalars.ts';
import type { Value } from './yaml-scalars.ts';

/** The connection that a kubeconfig describes, or why it cannot be used; and what in it is a secret in either case. */
export type KubeconfigReading = ({ readonly connection: Connection } | { readonly fault: Fault }) & {
  readonly secrets: readonly string[];
};

/** The content of a file that a kubeconfig names, relative to it, or undefined if it cannot be read. */
export type ReadFile = (path: string) => string | undefined;

type Mapping = Readonly<Record<string, Value>>;

/** Secret members, also in a file that is not understood. Keys and tokens of known forms are found besides. */
const SECRET = /["']?(?:[\w-]*token|password|client-secret|client-key-data)["']?\s*:\s*["']?([^\s"',}\]#]{8,})/giu;

/** Thrown while a kubeconfig is read, and caught at its end. */
class Unusable extends Error {
  readonly fault: Fault;
  constructor(what: string, remedy: string) {
    super(what);
    this.fault = { what, remedy };
  }
}

/**
 * Reads a kubeconfig (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files") as YAML or JSON: cluster and user of its
 * current context. Nothing of its content is part of a fault.
 */
export function readKubeconfig(content: string, readFile: ReadFile): KubeconfigReading {
  const secrets = secretsInKubeconfig(content);
  const keep = (secret: string): string => {
    secrets.push(secret);
    return secret;
  };
  try {
    return { connection: connectionIn(parseYaml(content), readFile, keep), secrets };
  } catch (error) {
    if (error instanceof Unusable) return { fault: error.fault, secrets };
    if (!(error instanceof YamlError)) throw error;
    const what = `names a file that is not understood (line ${error.line})`;
    return { fault: { what, remedy: 'Write it with `kubectl config view --minify --flatten --raw`.' }, secrets };
  }
}

/** Every value of a secret member, as it stands. */
export function secretsInKubeconfig(content: string): string[] {
  return [...content.matchAll(SECRET)].map(([, value = '']) => value);
}

function connectionIn(config: Value, readFile: ReadFile, keep: (secret: string) => string): Connection {
  const current = textIn(config, 'current-context');
  if (!isMapping(config) || (config['clusters'] ?? '') === '')
    throw new Unusable('names a file that is no kubeconfig', 'Name a kubeconfig file.');
  if (current === '')
    throw new Unusable('names a kubeconfig without a current context', 'Set `current-context` in it.');
  const context = entryOf(config, 'contexts', 'context', current);
  const cluster = entryOf(config, 'clusters', 'cluster', textIn(context, 'cluster'));
  const user = entryOf(config, 'users', 'user', textIn(context, 'user'));
  const server = parseServer(textIn(cluster, 'server'));
  if (server === undefined)
    throw new Unusable(
      'names a kubeconfig whose `server` is no URL that begins with `https://`',
      'Credentials are never sent over plain http. Correct it.',
    );
  rejectUnsafe(cluster);
  const certificateAuthority = dataOf(cluster, 'certificate-authority', readFile);
  if (certificateAuthority !== undefined && !isCertificates(certificateAuthority))
    throw new Unusable('names a kubeconfig whose `certificate-authority` is no certificate', 'Correct it.');
  const serverName = textIn(cluster, 'tls-server-name');
  return {
    server,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(serverName === '' ? {} : { serverName }),
    ...credentialsIn(user, readFile, keep),
  };
}

function rejectUnsafe(cluster: Mapping): void {
  // The words for true of YAML 1.1, which Kubernetes reads.
  if (/^(?:true|yes|on|y|1)$/iu.test(textIn(cluster, 'insecure-skip-tls-verify')))
    throw new Unusable(
      'names a kubeconfig with `insecure-skip-tls-verify: true`, so anyone on the network could read its credentials',
      'Remove it, and set `certificate-authority-data`.',
    );
  if (textIn(cluster, 'proxy-url') !== '')
    throw new Unusable(
      'names a kubeconfig with `proxy-url`, which is not supported',
      'Set the environment variable HTTPS_PROXY.',
    );
}

function credentialsIn(
  user: Mapping,
  readFile: ReadFile,
  keep: (secret: string) => string,
): Pick<Connection, 'token' | 'clientCertificate'> {
  for (const [member, what] of [
    ['exec', 'an exec plugin'],
    ['auth-provider', 'an auth provider plugin'],
  ] as const)
    if ((user[member] ?? '') !== '')
      throw new Unusable(
        `names a kubeconfig whose user takes its credentials from ${what} (\`${member}\`), and no plugin is run here`,
        'Use a kubeconfig with a token or a client certificate, such as that of a service account.',
      );
  const other = ['username', 'password', 'as', 'as-uid', 'as-groups'].find((member) => (user[member] ?? '') !== '');
  if (other !== undefined)
    throw new Unusable(
      `names a kubeconfig whose user has \`${other}\`, which is not supported`,
      'Use a token or a client certificate.',
    );
  const tokenFile = textIn(user, 'tokenFile');
  const fromFile = tokenFile === '' ? undefined : readFile(tokenFile)?.trim();
  if (tokenFile !== '' && fromFile === undefined) throw unreadable('tokenFile');
  const token = fromFile ?? textIn(user, 'token').trim();
  if (token !== '') keep(token);
  if (token !== '' && !isToken(token))
    throw new Unusable('names a kubeconfig whose `token` has blanks or line ends', 'Copy it again.');
  const certificate = dataOf(user, 'client-certificate', readFile);
  const privateKey = dataOf(user, 'client-key', readFile);
  if (privateKey !== undefined) keep(privateKey);
  const isPair = certificate !== undefined && privateKey !== undefined;
  if (!isPair && (certificate !== undefined || privateKey !== undefined))
    throw new Unusable('names a kubeconfig with only one of `client-certificate` and `client-key`', 'Give both.');
  if (certificate !== undefined && !isCertificates(certificate))
    throw new Unusable('names a kubeconfig whose `client-certificate` is no certificate', 'Correct it.');
  if (token === '' && !isPair)
    throw new Unusable(
      'names a kubeconfig whose user has neither a token nor a client certificate',
      'Write it with `kubectl config view --minify --flatten --raw`.',
    );
  return { ...(token === '' ? {} : { token }), ...(isPair ? { clientCertificate: { certificate, privateKey } } : {}) };
}

/** The member with `-data` (base64), else the file that the member without it names. */
function dataOf(entry: Mapping, member: string, readFile: ReadFile): string | undefined {
  const data = textIn(entry, `${member}-data`);
  const path = textIn(entry, member);
  if (data !== '') {
    const decoded = decodeData(data);
    if (decoded === undefined)
      throw new Unusable(`names a kubeconfig whose \`${member}-data\` is no base64`, 'Copy it again.');
    return decoded;
  }
  if (path === '') return undefined;
  const content = readFile(path);
  if (content === undefined) throw unreadable(member);
  return content;
}

function unreadable(member: string): Unusable {
  return new Unusable(
    `names a kubeconfig whose \`${member}\` is a file that cannot be read`,
    'Relative paths begin at the folder of the kubeconfig. Write it with `kubectl config view --minify --flatten --raw` to have everything in one file.',
  );
}

/** The entry of a list of `{name, context}`, `{name, cluster}` or `{name, user}`. */
function entryOf(config: Mapping, list: string, member: string, name: string): Mapping {
  const entries = config[list];
  const found = Array.isArray(entries) ? entries.find((each: Value) => textIn(each, 'name') === name) : undefined;
  const entry: Value = isMapping(found) ? (found[member] ?? '') : '';
  if (name === '' || !isMapping(entry))
    throw new Unusable(
      `names a kubeconfig whose current context has no ${member} in \`${list}\``,
      'Write it with `kubectl config view --minify --flatten --raw`.',
    );
  return entry;
}

function textIn(value: Value | undefined, member: string): string {
  const found = isMapping(value) && Object.hasOwn(value, member) ? value[member] : undefined;
  return typeof found === 'string' ? found : '';
}

function isMapping(value: Value | undefined): value is Mapping {
  return typeof value === 'object' && !Array.isArray(value);
}
