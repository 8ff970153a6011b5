import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const PREFIX = 'digitalocean-renew-';

/** A private folder for one run of lego. */
export interface RenewFolder {
  readonly path: string;
  /** What lego keeps its files in. */
  readonly lego: string;
}

export interface LegoAccount {
  readonly directory: URL;
  readonly email: string;
  readonly key: KeyObject;
  readonly url: string;
}

/** What lego issued. */
export interface Issued {
  readonly privateKey: string;
  readonly fullChain: string;
}

/**
 * Makes a folder that only this user can enter.
 * @param remember is told the path before anything is there: this process may be killed at any moment
 */
export function makeFolder(tempFolder: string, remember: (path: string) => void = () => undefined): RenewFolder {
  const path = join(realpathSync(tempFolder), `${PREFIX}${randomBytes(8).toString('hex')}`);
  remember(path);
  mkdirSync(path, { mode: 0o700 });
  chmodSync(path, 0o700);
  return { path, lego: join(path, 'lego-files') };
}

/** Removes a folder that {@link makeFolder} made, with everything in it; nothing else, whatever the path says. */
export function removeFolder(path: string): void {
  if (path === '' || !basename(path).startsWith(PREFIX)) return;
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

/** Writes the account as lego 4 keeps it: it finds the key and the account's URL, and registers nothing. */
export function writeAccount({ lego }: RenewFolder, { directory, email, key, url }: LegoAccount): void {
  const account = join(lego, 'accounts', directory.host.replaceAll(':', '_'), email);
  const registration = { body: { status: 'valid' }, uri: url };
  writePrivate(join(account, 'account.json'), JSON.stringify({ email, registration }));
  // lego reads the forms that it writes.
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  writePrivate(join(account, 'keys', `${email}.key`), String(key.export({ type, format: 'pem' })));
}

/** Writes the certificate that is to be replaced, without its key, which nobody has: lego tells the CA which one its order replaces. */
export function writeReplaced({ lego }: RenewFolder, domain: string, leaf: string): void {
  const name = join(lego, 'certificates', domain.replaceAll('*', '_'));
  writePrivate(`${name}.crt`, leaf);
  writePrivate(`${name}.json`, JSON.stringify({ domain, certUrl: '', certStableUrl: '' }));
}

/** Takes back what {@link writeReplaced} wrote. */
export function removeCertificates({ lego }: RenewFolder): void {
  rmSync(join(lego, 'certificates'), { recursive: true, force: true });
}

/** The certificate that lego issued. It did if there is a key: its exit code says nothing. */
export function readIssued({ lego }: RenewFolder): Issued | undefined {
  const folder = join(lego, 'certificates');
  const files = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
  const key = files.find((file) => file.endsWith('.key'));
  if (key === undefined) return undefined;
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return { privateKey: read(key), fullChain: read(key.replace(/\.key$/u, '.crt')) };
}

function writePrivate(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, content, { mode: 0o600 });
}
