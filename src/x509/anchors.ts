import { isSelfIssued } from './ca-rules.ts';
import type { Path } from './ca-rules.ts';
import { isSelfSigned } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import type { Paths } from './paths.ts';
import type { KnownRootOf } from './trust.ts';

/** Where the paths of a certificate end. */
export type Anchor =
  /** At a root that Node knows. */
  | 'known_root'
  /** At a root that was supplied, and that Node does not know. */
  | 'supplied_root'
  /** It signed itself. */
  | 'self_signed'
  /** Nobody knows. */
  | 'none';

/** Is it a root, and not a leaf that signed itself? */
export function isRootOf(leaf: PemCertificate, certificate: PemCertificate): boolean {
  return certificate !== leaf && isSelfIssued(certificate) && isSelfSigned(certificate);
}

/** Where the best of these paths ends. */
export function anchorOf(leaf: PemCertificate, { valid }: Paths, knownRootOf: KnownRootOf): Anchor {
  if (isSelfSigned(leaf)) return 'self_signed';
  // What is highest is the likeliest to be issued by a root.
  const upwards = [leaf, ...valid];
  if (upwards.findLast((each) => knownRootOf(each) !== undefined) !== undefined) return 'known_root';
  return upwards.some((each) => isRootOf(leaf, each)) ? 'supplied_root' : 'none';
}

/**
 * The path that is sent first, without its root: one that ends at a root, and of these the one with the most certificates. OpenSSL
 * takes the first issuer that was sent and tries no other. Of two of one length it is the one with the older root, which more clients
 * know.
 */
export function mainPathOf(
  leaf: PemCertificate,
  { all, valid }: Paths,
  knownRootOf: KnownRootOf,
): readonly PemCertificate[] {
  const roots = new Set([...valid].filter((each) => isRootOf(leaf, each)));
  const rated = all.map((path) => ratePath(path, roots, knownRootOf));
  const [best] = rated.toSorted(
    (a, b) => b.anchor - a.anchor || b.sent.length - a.sent.length || a.rootNotBefore - b.rootNotBefore,
  );
  return best?.sent ?? [leaf];
}

interface RatedPath {
  /** 2 if Node knows its root, 1 if that was supplied. */
  readonly anchor: 0 | 1 | 2;
  readonly sent: readonly PemCertificate[];
  readonly rootNotBefore: number;
}

function ratePath(path: Path, roots: ReadonlySet<PemCertificate>, knownRootOf: KnownRootOf): RatedPath {
  const sent = path.filter((each) => !roots.has(each));
  const last = path.findLast((each) => knownRootOf(each) !== undefined);
  const root = last && knownRootOf(last);
  const suppliedRank = sent.length < path.length ? 1 : 0;
  return {
    anchor: root === undefined ? suppliedRank : 2,
    sent,
    rootNotBefore: root?.fields.notBefore?.getTime() ?? 0,
  };
}
