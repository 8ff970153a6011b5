import { getCACertificates } from 'node:tls';
import { dateFaultOf, isSignedBy, namesIssuer, parseCertificate } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
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

/** Looks the issuer of a certificate up among the roots, by name, key identifier and signature. */
export function makeKnownRootOf(knownRoots: KnownRoots, now: Date): KnownRootOf {
  const lists = knownRoots()[Symbol.iterator]();
  const decoded: (readonly Buffer[])[] = [];
  const found = new Map<PemCertificate, PemCertificate | undefined>();
  const search = (certificate: PemCertificate): PemCertificate | undefined => {
    for (const list of decoded) {
      const root = rootIn(list, certificate, now);
      if (root !== undefined) return root;
    }
    const next = lists.next();
    if (next.done === true) return undefined;
    decoded.push(next.value.map(derOf));
    return search(certificate);
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
      const stored = parseCertificate({ der, pem: '' });
      if (stored === undefined || !namesIssuer(certificate, stored) || found.has(stored.x509.fingerprint256)) continue;
      found.set(stored.x509.fingerprint256, stored);
      queue.push(stored);
    }
  }
  return [...found.values()];
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.slice(pem.indexOf('\n'), pem.lastIndexOf('\n-----END ')), 'base64');
}

function rootIn(ders: readonly Buffer[], certificate: PemCertificate, now: Date): PemCertificate | undefined {
  // There are hundreds of roots, and only one is worth reading.
  return ders
    .filter((der) => der.includes(certificate.fields.issuer))
    .map((der) => parseCertificate({ der, pem: '' }))
    .find(
      (root) =>
        root !== undefined &&
        dateFaultOf(root, now) === undefined &&
        namesIssuer(certificate, root) &&
        isSignedBy(certificate, root),
    );
}

/** Names that CAs give to what their staging environments issue; the second was Let's Encrypt's until 2020. */
const TEST_NAMES = ['(STAGING)', 'Fake LE ', 'Pebble '];

/** The name of a test CA in the path of a certificate, or of its issuer, for a message; undefined if there is none. */
export function testCaOf(leaf: PemCertificate, path: Iterable<PemCertificate>): string | undefined {
  const names = [leaf.fields.issuer, ...[...path].flatMap(({ fields }) => [fields.subject, fields.issuer])];
  const name = names
    .flatMap(commonNamesAndOrganizationsOf)
    .find((each) => TEST_NAMES.some((start) => each.startsWith(start)));
  return name === undefined ? undefined : quoteText(name);
}
