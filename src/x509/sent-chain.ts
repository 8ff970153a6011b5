import type { X509Certificate } from 'node:crypto';
import { isSelfIssued, unusableKeyOf } from './ca-rules.ts';
import { isSelfSigned, issuerLocationsOf, issuerOf, parseCertificate, subjectOf } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { impostorFaultOf } from './chain.ts';
import { quoteText } from './names.ts';
import { findPaths, isSameCa, TOO_MANY_PATHS } from './paths.ts';
import type { Paths } from './paths.ts';
import { formFaultsOf, signatureFaultsOf } from './server-rules.ts';
import { rootsOfNode, storedAbove, testCaOf } from './trust.ts';
import type { KnownRoots } from './trust.ts';

/** Why clients reject what a server sent, whatever roots they know. */
export interface SentFault {
  /**
   * The leaf certificate itself, an intermediate that is not sent, one that is not sent and that Node was given, or a certificate above
   * that clients reject.
   */
  readonly kind: 'leaf' | 'missing' | 'stored' | 'rejected';
  /** To stand after a colon. */
  readonly what: string;
}

/** What a server sent, as a client judges it that knows no more than Node's roots, and fetches nothing. */
export interface SentChain {
  readonly faults: readonly SentFault[];
  /** Does a valid path lead to a root that Node knows? */
  readonly isAnchored: boolean;
  readonly isSelfSigned: boolean;
  /** What issued the top of the chain, for a message. */
  readonly issuer: string;
  /** The top of the chain, and where its issuer's certificate is found, if that was not sent; both for a message. */
  readonly missing: { readonly below: string; readonly location: string } | undefined;
  /** The test CA that issued it, for a message. */
  readonly testCa: string | undefined;
}

/** What is said of a chain whose paths are not known. */
const UNKNOWN = { isAnchored: false, isSelfSigned: false, missing: undefined } as const;

/**
 * Judges what a server sent, in whatever order (RFC 8446, 4.4.2). The dates of the leaf certificate are left to the caller.
 *
 * That an intermediate is missing shows by what is known of it: the leaf certificate tells where it is found, another one of its name
 * was sent, or Node has it. A leaf certificate without all that may come from a private root itself, as those of Cloudflare's Origin CA
 * do, and no server need send a root.
 */
export function judgeSentChain(
  sent: readonly X509Certificate[],
  now: Date,
  knownRoots: KnownRoots = rootsOfNode,
): SentChain {
  const [leaf, ...pool] = sent
    .map((x509) => parseCertificate({ der: x509.raw, pem: '' }))
    .filter((certificate) => certificate !== undefined);
  if (leaf === undefined) return { ...UNKNOWN, faults: [], issuer: 'a CA', testCa: undefined };
  const known = storedAbove([leaf, ...pool], knownRoots);
  const stored = known.filter((each) => ![leaf, ...pool].some((other) => isSame(each, other)));
  const own = leafFaultsOf(leaf);
  const paths = findPaths(leaf, [...pool, ...stored], now);
  if (paths === TOO_MANY_PATHS) {
    const what = 'it has too many certificates that signed each other';
    return {
      ...UNKNOWN,
      faults: [...own, { kind: 'rejected', what }],
      issuer: issuerOf(leaf),
      testCa: testCaOf(leaf, []),
    };
  }
  const isKnownRoot = (each: PemCertificate): boolean =>
    isSelfIssued(each) && known.some((other) => isSame(each, other));
  const isAnchored = [leaf, ...paths.valid].some(isKnownRoot);
  const top = topOf(paths);
  const [location] = issuerLocationsOf(top);
  const isOpen = !isSelfIssued(top) && location !== undefined;
  return {
    faults: [
      ...own,
      ...missingFaultsOf(leaf, pool, paths),
      ...storedFaultsOf(stored, paths),
      ...rejectionFaultsOf(paths, isAnchored),
    ],
    isAnchored,
    isSelfSigned: isSelfSigned(leaf),
    issuer: issuerOf(top),
    missing: isOpen ? { below: subjectOf(top), location: quoteText(location) } : undefined,
    testCa: testCaOf(leaf, [...paths.valid, ...paths.rejections.map(({ certificate }) => certificate)]),
  };
}

function isSame(a: PemCertificate, b: PemCertificate): boolean {
  return a.fields.der === b.fields.der;
}

function leafFaultsOf(leaf: PemCertificate): SentFault[] {
  const key = unusableKeyOf(leaf);
  // Nobody verifies the signature of what is trusted for itself.
  const faults = [...formFaultsOf(leaf), ...(isSelfIssued(leaf) ? [] : signatureFaultsOf(leaf))];
  const whats = [...faults.map(({ what }) => what), ...(key === undefined ? [] : [`has ${key}, which clients reject`])];
  return whats.map((what) => ({ kind: 'leaf', what: `${subjectOf(leaf)} ${what}` }));
}

/** The end of the longest path. */
function topOf({ all }: Paths): PemCertificate {
  const [first, ...others] = all.map((path) => ({ length: path.length, top: path.at(-1) ?? path[0] }));
  if (first === undefined) throw new Error('a leaf is a path');
  return others.reduce((best, each) => (each.length > best.length ? each : best), first).top;
}

/** Is the intermediate that issued the leaf certificate missing? That of a root is not needed. */
function missingFaultsOf(leaf: PemCertificate, pool: readonly PemCertificate[], paths: Paths): SentFault[] {
  if (isSelfIssued(leaf) || paths.valid.size > 0 || paths.rejections.length > 0) return [];
  const [impostor] = pool
    .filter((each) => !isSelfIssued(each))
    .map((each) => impostorFaultOf(leaf, each))
    .filter((fault) => fault !== undefined);
  const [location] = issuerLocationsOf(leaf);
  if (impostor !== undefined) return [{ kind: 'missing', what: impostor.what }];
  if (location === undefined) return [];
  const what = `the certificate of its issuer ${issuerOf(leaf)} is not sent (it is found at ${quoteText(location)})`;
  return [{ kind: 'missing', what }];
}

/** Does every path lead through an intermediate that only Node was given? */
function storedFaultsOf(stored: readonly PemCertificate[], { all }: Paths): SentFault[] {
  const used = all.map((path) => path.find((each) => !isSelfIssued(each) && stored.includes(each)));
  const [first] = used;
  if (first === undefined || used.includes(undefined)) return [];
  const what = `the certificate of ${subjectOf(first)} is not sent, which NODE_EXTRA_CA_CERTS has and other clients have not`;
  return [{ kind: 'stored', what }];
}

/** What clients would have to use, because no other way leads upwards from what it issued. */
function rejectionFaultsOf({ valid, rejections }: Paths, isAnchored: boolean): SentFault[] {
  if (isAnchored) return [];
  const needed = rejections.filter(({ certificate }) => ![...valid].some((each) => isSameCa(each, certificate)));
  const whats = needed.flatMap(({ certificate, faults }) => {
    const name = `the ${isSelfIssued(certificate) ? 'root' : 'chain certificate'} ${subjectOf(certificate)}`;
    return faults.map((fault) => `${name} ${fault}`);
  });
  return [...new Set(whats)].map((what) => ({ kind: 'rejected', what }));
}
