import { getCACertificates } from 'node:tls';
import { dateFaultOf, isSignedBy, namesIssuer, parseCertificate } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { bufferOf, bytesOf } from './der.ts';
import type { Bytes } from './der.ts';
import { remember } from './remember.ts';
import { commonNamesAndOrganizationsOf, quoteText } from './names.ts';

/** Lists of root certificates as PEM. A list is read only if those before it do not have what is looked for. */
export type KnownRoots = () => Iterable<readonly string[]>;

/** The root that issued a certificate, if clients know one. Remembers what it has read, for one run. */
export type KnownRootOf = (certificate: PemCertificate) => PemCertificate | undefined;

/** The roots that Node trusts: its own, those of NODE_EXTRA_CA_CERTS, and the machine's if Node was told to use them. */
export function* rootsOfNode(): Generator<readonly string[]> {
  yield getCACertificates('bundled');
  yield getCACertificates('extra');
  // Takes as long as all the rest.
  yield getCACertificates('default');
}

/** The roots of one name, and how many of the lists have been searched for them. */
interface NamedRoots {
  readonly roots: PemCertificate[];
  searched: number;
}

/** Looks the issuer of a certificate up among the roots, by name, key identifier and signature. */
export function makeKnownRootOf(knownRoots: KnownRoots, now: Date): KnownRootOf {
  const lists = knownRoots()[Symbol.iterator]();
  const decoded: (readonly Bytes[])[] = [];
  const byName = new Map<string, NamedRoots>();
  const found = new Map<PemCertificate, PemCertificate | undefined>();
  const nextList = (at: number): readonly Bytes[] | undefined => {
    const next = at < decoded.length ? undefined : lists.next();
    if (next?.done === false) decoded.push(next.value.map(derOf));
    return decoded[at];
  };
  const search = (certificate: PemCertificate): PemCertificate | undefined => {
    const name = certificate.fields.issuer;
    const named = byName.get(name) ?? { roots: [], searched: 0 };
    byName.set(name, named);
    let fitting = named.roots.find((root) => hasIssued(root, certificate, now));
    let list = fitting === undefined ? nextList(named.searched) : undefined;
    while (fitting === undefined && list !== undefined) {
      const roots = rootsNamed(list, certificate.fields.issuer);
      named.roots.push(...roots);
      named.searched += 1;
      fitting = roots.find((root) => hasIssued(root, certificate, now));
      list = fitting === undefined ? nextList(named.searched) : undefined;
    }
    return fitting;
  };
  return (certificate) => {
    const root = found.has(certificate) ? found.get(certificate) : search(certificate);
    found.set(certificate, root);
    return root;
  };
}

/**
 * What Node was given to trust, and would use above these certificates, valid or not: roots, and intermediates if NODE_EXTRA_CA_CERTS
 * has some. Reads all lists.
 */
export function storedAbove(
  certificates: readonly PemCertificate[],
  knownRoots: KnownRoots,
): readonly PemCertificate[] {
  const ders = [...knownRoots()].flatMap((list) => list.map(derOf));
  const found = new Map<string, PemCertificate>();
  const queue = [...certificates];
  for (const certificate of queue) {
    for (const der of ders.filter((each) => each.includes(certificate.fields.issuer))) {
      const stored = parseCertificate({ der: bufferOf(der), pem: '' });
      if (stored === undefined || !namesIssuer(certificate, stored) || found.has(stored.fields.der)) continue;
      found.set(stored.fields.der, stored);
      queue.push(stored);
    }
  }
  return [...found.values()];
}

function derOf(pem: string): Bytes {
  return bytesOf(Buffer.from(pem.slice(pem.indexOf('\n'), pem.lastIndexOf('\n-----END ')), 'base64'));
}

/** There are hundreds of roots, and few are worth reading. */
function rootsNamed(ders: readonly Bytes[], name: Bytes): PemCertificate[] {
  return ders
    .filter((der) => der.includes(name))
    .map((der) => parseCertificate({ der: bufferOf(der), pem: '' }))
    .filter((root) => root !== undefined);
}

function hasIssued(root: PemCertificate, certificate: PemCertificate, now: Date): boolean {
  return dateFaultOf(root, now) === undefined && namesIssuer(certificate, root) && isSignedBy(certificate, root);
}

/** Names that CAs give to what their staging environments issue; the second was Let's Encrypt's until 2020. */
const TEST_NAMES = ['(STAGING)', 'Fake LE ', 'Pebble '];

/** Is the name of a test CA anywhere in it, in whatever kind of string? Names are read only then. */
function mayBeTest(name: Bytes): boolean {
  const text = name.replaceAll('\0', '');
  return TEST_NAMES.some((start) => text.includes(start));
}

/** The name of a test CA in a distinguished name; empty if there is none. */
const testNameIn = remember((name: Bytes): string => {
  const names = mayBeTest(name) ? commonNamesAndOrganizationsOf(name) : [];
  return names.find((each) => TEST_NAMES.some((start) => each.startsWith(start))) ?? '';
});

/** The name of a test CA in the path of a certificate, or of its issuer, for a message; undefined if there is none. */
export function testCaOf(leaf: PemCertificate, path: Iterable<PemCertificate>): string | undefined {
  let name = testNameIn(leaf.fields.issuer);
  for (const each of path) {
    // A leaf may well be called like a test CA.
    if (each !== leaf) name ||= testNameIn(each.fields.subject) || testNameIn(each.fields.issuer);
  }
  return name === '' ? undefined : quoteText(name);
}
