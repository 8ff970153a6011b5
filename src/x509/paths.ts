import { faultsAbove, faultsOfCa, isSelfIssued, unusableKeyOf } from './ca-rules.ts';
import type { Path } from './ca-rules.ts';
import { isSignedBy, namesIssuer } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';

/** A certificate that issued another, and why clients reject it in that place. */
export interface Rejection {
  readonly certificate: PemCertificate;
  /** What it issued, which is on a valid path. */
  readonly below: PemCertificate;
  /** Each to stand after its name. */
  readonly faults: readonly string[];
}

/** Every way from a leaf upwards. */
export interface Paths {
  /** Every valid path that cannot go on, or that has reached a root: the leaf alone if there is no other. Not empty. */
  readonly all: readonly Path[];
  /** What is on any valid path, without the leaf. */
  readonly valid: ReadonlySet<PemCertificate>;
  readonly rejections: readonly Rejection[];
  /** What is on no way upwards at all. */
  readonly strangers: readonly PemCertificate[];
}

/** More paths are possible than are looked at. */
export const TOO_MANY_PATHS = 'too many paths';

/**
 * A path through 100 certificates needs 100 signature checks, and a chain as CAs make them less than ten. A mesh of cross-signed CAs
 * has more paths than atoms in a room.
 */
const MOST_SIGNATURES = 200;
const MOST_STEPS = 2_000;

/** What is true of certificates in any search at one moment. */
export interface SearchMemory {
  /** By certificate, and then by the key of the one that may have signed it. */
  readonly signatures: Map<PemCertificate, Map<string, boolean>>;
  readonly caFaults: Map<PemCertificate, readonly string[]>;
}

export function makeSearchMemory(): SearchMemory {
  return { signatures: new Map(), caFaults: new Map() };
}

/** Is a certificate signed with the key of another, as far as that is remembered? */
export function recallSigned(
  certificate: PemCertificate,
  { fields }: PemCertificate,
  { signatures }: Pick<SearchMemory, 'signatures'>,
): boolean | undefined {
  return signatures.get(certificate)?.get(fields.publicKey);
}

/** Remembers whether a certificate is signed with the key of another. */
export function rememberSigned(
  certificate: PemCertificate,
  { fields }: PemCertificate,
  isTrue: boolean,
  { signatures }: Pick<SearchMemory, 'signatures'>,
): void {
  const known = signatures.get(certificate) ?? new Map<string, boolean>();
  signatures.set(certificate, known.set(fields.publicKey, isTrue));
}

/** Is a certificate signed with the key of another? Verifies only what is not remembered, and remembers it. */
export function isSignedOnce(
  certificate: PemCertificate,
  issuer: PemCertificate,
  memory: Pick<SearchMemory, 'signatures'>,
): boolean {
  const known = recallSigned(certificate, issuer, memory);
  if (known !== undefined) return known;
  const isTrue = isSignedBy(certificate, issuer);
  rememberSigned(certificate, issuer, isTrue, memory);
  return isTrue;
}

/** One search. */
interface Search extends SearchMemory {
  readonly now: Date;
  readonly bySubject: ReadonlyMap<string, readonly PemCertificate[]>;
  readonly valid: Set<PemCertificate>;
  readonly rejections: Rejection[];
  readonly all: Path[];
  signatureChecks: number;
  steps: number;
}

class BudgetError extends Error {}

/**
 * Looks for every path from the leaf upwards, as a client does (RFC 4158), and judges each certificate in its place. The result does
 * not depend on the order of the pool.
 * @param pool what may be on a path: with the leaf, roots, duplicates, and what does not belong to it
 */
export function findPaths(
  leaf: PemCertificate,
  pool: readonly PemCertificate[],
  now: Date,
  memory: SearchMemory = makeSearchMemory(),
): Paths | typeof TOO_MANY_PATHS {
  const others = unique(pool).filter(({ fields }) => fields.der !== leaf.fields.der);
  const search: Search = {
    now,
    bySubject: Map.groupBy(others, ({ fields }) => fields.subject),
    ...memory,
    valid: new Set(),
    rejections: [],
    all: [],
    signatureChecks: 0,
    steps: 0,
  };
  try {
    climb([leaf], search);
    const rejections = search.rejections.filter(({ certificate }) => !search.valid.has(certificate));
    const reachable = new Set([...search.valid, ...rejections.map(({ certificate }) => certificate)]);
    // What is above a rejected certificate is not judged, but does belong to it.
    for (const each of reachable) for (const issuer of issuersOf(each, search)) reachable.add(issuer);
    const strangers = others.filter((each) => !reachable.has(each));
    return { all: search.all, valid: search.valid, rejections, strangers };
  } catch (error) {
    if (error instanceof BudgetError) return TOO_MANY_PATHS;
    throw error;
  }
}

/** In an order that depends on their content alone: those that were issued last come first. */
function unique(certificates: readonly PemCertificate[]): PemCertificate[] {
  const all = new Map(certificates.map((certificate) => [certificate.fields.der, certificate]));
  return [...all.values()].toSorted((a, b) => issuedAt(b) - issuedAt(a) || (a.fingerprint < b.fingerprint ? -1 : 1));
}

function issuedAt({ fields }: PemCertificate): number {
  return fields.notBefore?.getTime() ?? 0;
}

/** Goes on upwards from the end of a valid path. */
function climb(path: Path, search: Search): void {
  const top = topOf(path);
  const issuers = path.length > 1 && isRoot(top, search) ? [] : validIssuersOf(path, search);
  for (const issuer of issuers) {
    search.valid.add(issuer);
    climb([...path, issuer], search);
  }
  if (issuers.length === 0) search.all.push(path);
}

function validIssuersOf(path: Path, search: Search): readonly PemCertificate[] {
  const top = topOf(path);
  return issuersOf(top, search).filter((issuer) => {
    // A name with the same key that is on the path already leads in a circle.
    if (path.some((each) => isSameCa(each, issuer))) return false;
    const faults = [...caFaultsOf(issuer, search), ...faultsAbove(path, issuer)];
    const isKnown = search.rejections.some(({ certificate, below }) => certificate === issuer && below === top);
    if (faults.length > 0 && !isKnown) search.rejections.push({ certificate: issuer, below: top, faults });
    return faults.length === 0;
  });
}

/** The certificates that issued this one, by name, key identifier and signature. */
function issuersOf(certificate: PemCertificate, search: Search): readonly PemCertificate[] {
  const namesakes = search.bySubject.get(certificate.fields.issuer) ?? [];
  return namesakes.filter((issuer) => {
    search.steps += 1;
    if (search.steps > MOST_STEPS) throw new BudgetError();
    return namesIssuer(certificate, issuer) && isSigned(certificate, issuer, search);
  });
}

function isSigned(certificate: PemCertificate, issuer: PemCertificate, search: Search): boolean {
  const before = recallSigned(certificate, issuer, search);
  if (before !== undefined) return before;
  search.signatureChecks += 1;
  if (search.signatureChecks > MOST_SIGNATURES) throw new BudgetError();
  // A key of an unusual type is rejected for that, and may take long: some need a second for one signature.
  const isUnusable = caFaultsOf(issuer, search).length > 0 && unusableKeyOf(issuer) !== undefined;
  if (isUnusable) rememberSigned(certificate, issuer, true, search);
  return isSignedOnce(certificate, issuer, search);
}

function caFaultsOf(ca: PemCertificate, { caFaults, now }: Search): readonly string[] {
  const faults = caFaults.get(ca) ?? faultsOfCa(ca, now);
  caFaults.set(ca, faults);
  return faults;
}

function isRoot(certificate: PemCertificate, search: Search): boolean {
  return isSelfIssued(certificate) && isSigned(certificate, certificate, search);
}

/** The same name and key: two certificates of one CA. */
export function isSameCa(a: PemCertificate, b: PemCertificate): boolean {
  return a.fields.subject === b.fields.subject && a.fields.publicKey === b.fields.publicKey;
}

function topOf(path: Path): PemCertificate {
  return path.at(-1) ?? path[0];
}
