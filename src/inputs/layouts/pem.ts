import { createPublicKey } from 'node:crypto';
import { namesIssuer } from '../../x509/certificate.ts';
import type { PemCertificate } from '../../x509/certificate.ts';
import type { PemBlock } from '../../x509/pem.ts';
import { isSignedOnce } from '../../x509/paths.ts';
import { publicKeyIdOf } from '../../x509/public-key.ts';
import { joinPath } from '../folder.ts';
import type { FileText, Folder, FoundText } from '../folder.ts';
import { idOf, READ, stemOf } from './file-roles.ts';
import type { FolderParser, FoundItem, Layout, LayoutContent, LeftOut } from './layout.ts';

/** Archives and accounts of clients that store such files too, and what is no folder of certificates. */
const LEFT_OUT = /^(?:accounts?|archive|backup|csr|\.git|node_modules)$/iu;
const ACCOUNT_FILE = /^(?:account|acct)[-_.]/iu;
const BINARY = /\.(?:p12|pfx|p7b|p7c|der|jks)$/iu;
/** Any folder of PEM files: keys and certificates that belong together, whatever they are called. */
export const PEM: Layout = {
  name: 'pem',
  isAt: () => true,
  contentOf: (folder, parser) => {
    const leftOut: LeftOut[] = [];
    const texts = [...filesIn(folder, '', leftOut)].map((path) => folder.read(path));
    const seen = new Set<PemCertificate>();
    const { pairs, ...rest } = pairByKey(
      texts.flatMap((text) => partsOf(text, parser, seen)),
      parser,
    );
    const halves = pairByName(rest, texts);
    return { items: [...pairs, ...halves.items], leftOut: [...leftOut, ...halves.leftOut] };
  },
};

function* filesIn(folder: Folder, path: string, leftOut: LeftOut[]): Generator<string> {
  for (const entry of folder.list(path, (name) => LEFT_OUT.test(name)).values()) {
    if (entry.kind === 'folder') yield* filesIn(folder, entry.path, leftOut);
    else if (ACCOUNT_FILE.test(entry.name))
      leftOut.push({ source: entry.path, reason: 'an account, which is not read' });
    else if (READ.test(entry.name)) yield entry.path;
    else if (BINARY.test(entry.name))
      leftOut.push({
        source: entry.path,
        reason: 'no PEM. If nothing else has this certificate, convert it with openssl',
      });
  }
  for (const name of folder.names(path))
    if (LEFT_OUT.test(name) && !name.startsWith('.') && name !== 'node_modules')
      leftOut.push({ source: joinPath(path, name), reason: 'accounts and earlier versions, which are not read' });
}

interface KeyPart {
  readonly kind: 'key';
  readonly text: FoundText;
  /** See {@link publicKeyIdOf}. */
  readonly publicKey: string;
}
interface CertificatePart {
  readonly kind: 'certificate';
  readonly text: FoundText;
  readonly block: PemBlock;
  readonly certificate: PemCertificate;
  readonly publicKey: string;
}
type Part = KeyPart | CertificatePart;

/**
 * The keys and certificates in a file that can be read.
 * @param seen what is there again counts where it is found first
 */
function partsOf(text: FileText, parser: FolderParser, seen: Set<PemCertificate>): Part[] {
  const reading = 'content' in text ? parser.readPem(text.content) : undefined;
  if (reading === undefined || !('blocks' in reading)) return [];
  const parts: Part[] = [];
  const chain: PemCertificate[] = [];
  for (const block of reading.blocks) {
    if (block.kind === 'private_key') {
      const key = parser.parsePrivateKey(block);
      const publicKey = key && publicKeyIdOf(key.publicHalf, () => createPublicKey(key.readKey()));
      if (publicKey !== undefined) parts.push({ kind: 'key', text: { path: text.path, blocks: [block] }, publicKey });
    }
    const certificate = block.kind === 'certificate' ? parser.parseCertificate(block) : undefined;
    if (certificate === undefined) continue;
    chain.push(certificate);
    if (seen.has(certificate)) continue;
    seen.add(certificate);
    const publicKey = publicKeyIdOf(certificate.fields.publicNumbers, () => certificate.x509.publicKey);
    if (publicKey !== undefined) parts.push({ kind: 'certificate', text, block, certificate, publicKey });
  }
  parser.ahead.add(chain);
  return parts;
}

interface Unpaired {
  readonly keys: readonly KeyPart[];
  readonly leaves: readonly CertificatePart[];
  /** Every file with a key that can be read. */
  readonly keyPaths: ReadonlySet<string>;
}

/** Every certificate whose key is in the folder, with the chain that can be built for it. */
function pairByKey(parts: readonly Part[], parser: FolderParser): Unpaired & { readonly pairs: readonly FoundItem[] } {
  const foundKeys = parts.filter((part) => part.kind === 'key');
  const keys = new Map(foundKeys.map((part) => [part.publicKey, part]));
  const found = parts.filter((part) => part.kind === 'certificate');
  // What is there twice counts where it is found first.
  const certificates = new Map(found.toReversed().map((part) => [part.certificate.fields.der, part]));
  const bySubject = Map.groupBy(certificates.values(), ({ certificate }) => certificate.fields.subject);
  const candidates = [...certificates.values()].filter((part) => isForServers(part));
  const paired = candidates.filter(({ publicKey }) => keys.has(publicKey));
  const used = new Set(paired.map(({ publicKey }) => publicKey));
  return {
    pairs: paired.map(({ text, block, certificate, publicKey }) => ({
      source: text.path,
      id: idOf(text.path),
      key: keys.get(publicKey)?.text,
      leaf: { path: text.path, blocks: [block] },
      chain: lazyText(text.path, () => issuersOf(certificate, bySubject, parser)),
    })),
    keys: [...keys.values()].filter(({ publicKey }) => !used.has(publicKey)),
    leaves: candidates.filter(({ publicKey, certificate }) => !used.has(publicKey) && certificate.fields.isCa !== true),
    keyPaths: new Set(foundKeys.map(({ text }) => text.path)),
  };
}

/** A chain that is looked for when it is asked for: by then, signatures that other threads verify are done. */
function lazyText(path: string, find: () => readonly PemBlock[]): FoundText {
  let known: readonly PemBlock[] | undefined;
  return {
    path,
    get blocks() {
      return (known ??= find());
    },
  };
}

/** A CA of one's own, whose key may lie beside, is no certificate for a server. */
function isForServers({ certificate: { names, fields } }: CertificatePart): boolean {
  return fields.isCa !== true || names.dnsNames.length + names.ipAddresses.length > 0;
}

/** Everything that a certificate may have been issued from: what does not belong to it would be an error. */
function issuersOf(
  leaf: PemCertificate,
  bySubject: ReadonlyMap<string, readonly CertificatePart[]>,
  parser: FolderParser,
): readonly PemBlock[] {
  const chain = new Map<PemCertificate, PemBlock | undefined>([[leaf, undefined]]);
  for (const each of chain.keys()) {
    for (const { certificate, block } of bySubject.get(each.fields.issuer) ?? [])
      if (!chain.has(certificate) && namesIssuer(each, certificate) && isSignedOnce(each, certificate, parser))
        chain.set(certificate, block);
  }
  return [...chain.values()].filter((block) => block !== undefined);
}

/**
 * What is left, by the names of the files: a key and a certificate that do not belong together, but are called so, are a pair of which
 * one half is missing, damaged or old.
 */
function pairByName({ keys, leaves, keyPaths }: Unpaired, texts: readonly FileText[]): LayoutContent {
  const damaged = texts.filter((text) => !keyPaths.has(text.path) && mayBeKey(text));
  const spare = new Map<string, FoundText>(
    [...damaged, ...keys.map(({ text }) => text)].map((text) => [stemOf(text.path), text]),
  );
  const unread = texts.filter((text) => 'fault' in text && !spare.has(stemOf(text.path)));
  const items = leaves
    .filter(({ text }) => spare.has(stemOf(text.path)))
    .map(({ text, block }) => ({
      source: text.path,
      id: idOf(text.path),
      key: spare.get(stemOf(text.path)),
      leaf: { path: text.path, blocks: [block] },
    }));
  const taken = new Set(items.map(({ source }) => stemOf(source)));
  const isAlone = (path: string): boolean => !taken.has(stemOf(path));
  return {
    items,
    leftOut: [
      ...leaves
        .filter(({ text }) => isAlone(text.path))
        .map(({ text }) => ({ source: text.path, reason: 'no key in the folder belongs to this certificate' })),
      ...[...spare.values()]
        .filter(({ path }) => isAlone(path))
        .map(({ path }) => ({ source: path, reason: 'no certificate in the folder belongs to this key' })),
      ...unread.map(({ path }) => ({ source: path, reason: 'a file that this user may not read' })),
    ],
  };
}

/** Is it a key that could not be read: encrypted, cut off, or not readable for this user? */
function mayBeKey(text: FileText): boolean {
  if ('fault' in text) return /key/iu.test(text.path);
  return /PRIVATE KEY/u.test(text.content) || (text.content.trim() === '' && /key/iu.test(text.path));
}
