import { createPublicKey } from 'node:crypto';
import { isSignedBy, namesIssuer } from '../../x509/certificate.ts';
import type { PemCertificate } from '../../x509/certificate.ts';
import { dnsNamesOf, ipAddressesOf } from '../../x509/dns-names.ts';
import { publicKeyIdOf } from '../../x509/public-key.ts';
import type { Parser } from '../../x509/shared-facts.ts';
import { joinPath } from '../folder.ts';
import type { Folder, FoundText } from '../folder.ts';
import type { FoundItem, Layout, LayoutContent, LeftOut } from './layout.ts';

/** Files with another ending are not opened: they may hold tokens, or be archives. */
const READ = /\.(?:pem|crt|cer|cert|key|chain|bundle|ca-bundle|fullchain)$/iu;
/** Archives and accounts of clients that store such files too, and what is no folder of certificates. */
const LEFT_OUT = /^(?:accounts?|archive|backup|csr|\.git|node_modules)$/iu;
const ACCOUNT_FILE = /^(?:account|acct)[-_.]/iu;
const BINARY = /\.(?:p12|pfx|p7b|p7c|der|jks)$/iu;
/** What is no part of a certificate's own name in the name of its files. */
const ROLE =
  /(?:^|[-_.])(?:priv(?:ate)?[-_]?key|key|full[-_]?chain|chain|chain[-_]only|cert(?:ificate)?|crt|cer|tls|leaf|bundle|pem|server|fullchain)$/iu;

/** Any folder of PEM files: keys and certificates that belong together, whatever they are called. */
export const PEM: Layout = {
  name: 'pem',
  isAt: () => true,
  contentOf: (folder, parser) => {
    const leftOut: LeftOut[] = [];
    const texts = [...filesIn(folder, '', leftOut)].map((path) => folder.read(path));
    const { pairs, ...rest } = pairByKey(
      texts.flatMap((text) => partsOf(text, parser)),
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
  readonly certificate: PemCertificate;
  readonly publicKey: string;
}
type Part = KeyPart | CertificatePart;

/** The keys and certificates in a file that can be read. */
function partsOf(text: FoundText, parser: Parser): Part[] {
  const reading = 'content' in text ? parser.readPem(text.content) : undefined;
  if (reading === undefined || !('blocks' in reading)) return [];
  return reading.blocks.flatMap((block): Part[] => {
    if (block.kind === 'private_key') {
      const key = parser.parsePrivateKey(block);
      const publicKey = key && publicKeyIdOf(() => createPublicKey(key));
      return publicKey === undefined ? [] : [{ kind: 'key', text: { path: text.path, content: block.pem }, publicKey }];
    }
    const certificate = block.kind === 'certificate' ? parser.parseCertificate(block) : undefined;
    const publicKey = certificate && publicKeyIdOf(() => certificate.x509.publicKey);
    return certificate === undefined || publicKey === undefined
      ? []
      : [{ kind: 'certificate', text, certificate, publicKey }];
  });
}

interface Unpaired {
  readonly keys: readonly KeyPart[];
  readonly leaves: readonly CertificatePart[];
  /** Every file with a key that can be read. */
  readonly keyPaths: ReadonlySet<string>;
}

/** Every certificate whose key is in the folder, with the chain that can be built for it. */
function pairByKey(parts: readonly Part[], parser: Parser): Unpaired & { readonly pairs: readonly FoundItem[] } {
  const foundKeys = parts.filter((part) => part.kind === 'key');
  const keys = new Map(foundKeys.map((part) => [part.publicKey, part]));
  const found = parts.filter((part) => part.kind === 'certificate');
  // What is there twice counts where it is found first.
  const certificates = new Map(found.toReversed().map((part) => [part.certificate.x509.fingerprint256, part]));
  const bySubject = Map.groupBy(certificates.values(), ({ certificate }) => nameKey(certificate.fields.subject));
  const candidates = [...certificates.values()].filter((part) => isForServers(part));
  const paired = candidates.filter(({ publicKey }) => keys.has(publicKey));
  const used = new Set(paired.map(({ publicKey }) => publicKey));
  return {
    pairs: paired.map(({ text, certificate, publicKey }) => ({
      source: text.path,
      id: idOf(text.path),
      key: keys.get(publicKey)?.text,
      leaf: { path: text.path, content: certificate.pem },
      chain: { path: text.path, content: pemOfIssuers(certificate, bySubject, parser) },
    })),
    keys: [...keys.values()].filter(({ publicKey }) => !used.has(publicKey)),
    leaves: candidates.filter(({ publicKey, certificate }) => !used.has(publicKey) && certificate.fields.isCa !== true),
    keyPaths: new Set(foundKeys.map(({ text }) => text.path)),
  };
}

/** A CA of one's own, whose key may lie beside, is no certificate for a server. */
function isForServers({ certificate: { x509, fields } }: CertificatePart): boolean {
  return fields.isCa !== true || dnsNamesOf(x509).length + ipAddressesOf(x509).length > 0;
}

function nameKey(name: Buffer): string {
  return name.toString('latin1');
}

/** Everything that a certificate may have been issued from: what does not belong to it would be an error. */
function pemOfIssuers(
  leaf: PemCertificate,
  bySubject: ReadonlyMap<string, readonly CertificatePart[]>,
  { signatures }: Parser,
): string {
  const chain = new Set([leaf]);
  for (const each of chain) {
    for (const { certificate } of bySubject.get(nameKey(each.fields.issuer)) ?? [])
      if (!chain.has(certificate) && namesIssuer(each, certificate) && isSigned(each, certificate, signatures))
        chain.add(certificate);
  }
  // Without the leaf: all that one CA issued have the same chain, which is then read once.
  return [...chain]
    .slice(1)
    .map(({ pem }) => pem)
    .join('');
}

/** Is it signed? If it is, the search for paths need not verify it again. */
function isSigned(certificate: PemCertificate, issuer: PemCertificate, signatures: Parser['signatures']): boolean {
  const known = signatures.get(certificate) ?? new Map<string, boolean>();
  const key = issuer.fields.publicKey.toString('latin1');
  if (known.get(key) === true) return true;
  if (!isSignedBy(certificate, issuer)) return false;
  signatures.set(certificate, known.set(key, true));
  return true;
}

/**
 * What is left, by the names of the files: a key and a certificate that do not belong together, but are called so, are a pair of which
 * one half is missing, damaged or old.
 */
function pairByName({ keys, leaves, keyPaths }: Unpaired, texts: readonly FoundText[]): LayoutContent {
  const damaged = texts.filter((text) => !keyPaths.has(text.path) && mayBeKey(text));
  const spare = new Map([...damaged, ...keys.map(({ text }) => text)].map((text) => [stemOf(text.path), text]));
  const unread = texts.filter((text) => 'fault' in text && !spare.has(stemOf(text.path)));
  const items = leaves
    .filter(({ text }) => spare.has(stemOf(text.path)))
    .map(({ text, certificate }) => ({
      source: text.path,
      id: idOf(text.path),
      key: spare.get(stemOf(text.path)),
      leaf: { path: text.path, content: certificate.pem },
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
function mayBeKey(text: FoundText): boolean {
  if ('fault' in text) return /key/iu.test(text.path);
  return /PRIVATE KEY/u.test(text.content) || (text.content.trim() === '' && /key/iu.test(text.path));
}

/** The path without what tells a key from a certificate. */
function stemOf(path: string): string {
  const parts = path.split('/');
  let stem = (parts.pop() ?? '').replace(READ, (ending) => (/key/iu.test(ending) ? '-key' : ''));
  let before: string;
  do {
    before = stem;
    stem = stem.replace(ROLE, '');
  } while (stem !== before);
  return [...parts, stem].join('/');
}

/** What its files are called, without their roles; of files called `tls.crt` or `fullchain.pem`, the folder. */
function idOf(path: string): string {
  const stem = stemOf(path);
  if (!stem.endsWith('/') && stem !== '') return stem;
  return stem.slice(0, -1) || (path.split('/').pop() ?? '').replace(READ, '');
}
