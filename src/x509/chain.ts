import type { X509Certificate } from 'node:crypto';
import type { Fault } from '../errors.ts';
import { countOf, enumerate } from '../text.ts';
import { dateFaultOf, isIssuedBy, isSelfSigned, issuerOf, subjectOf } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';

/** A certificate chain in order, and what is wrong with it. */
export interface OrderedChain {
  /** From the leaf's issuer upwards, without the self-signed root. */
  readonly intermediates: readonly PemCertificate[];
  /** Does it end at a self-signed root that was supplied? */
  readonly reachesRoot: boolean;
  /** What is wrong, to stand after a colon. */
  readonly faults: readonly Fault[];
  /** Certificates of another path to a root, which are not sent. */
  readonly leftOut: readonly PemCertificate[];
}

/** No path is longer: the longest seen in public has four. */
const MOST_INTERMEDIATES = 9;

/** The best way from a leaf upwards, and what else there was. */
interface FoundPath {
  readonly path: Path;
  /** What is on some way upwards from the leaf, the leaf included. */
  readonly reachable: ReadonlySet<PemCertificate>;
  readonly others: readonly PemCertificate[];
  /** What is wrong with the certificates above the leaf. */
  readonly faults: readonly Fault[];
}

/**
 * Which certificate issued which, by name, key identifier and signature: of several paths the one without faults is taken, then one
 * that reaches a root, then the longest.
 */
function findPath(leaf: PemCertificate, pool: readonly PemCertificate[], now: Date): FoundPath {
  const others = unique(pool).filter(({ x509 }) => x509.fingerprint256 !== leaf.x509.fingerprint256);
  const issuers = new Map(
    [leaf, ...others].map((certificate) => [certificate, others.filter((other) => isIssuedBy(certificate, other))]),
  );
  const path = pathsFrom([leaf], issuers).reduce((a, b) => (compare(rate(a, now), rate(b, now)) >= 0 ? a : b));
  const reachable = new Set<PemCertificate>(path);
  for (const certificate of reachable) for (const issuer of issuers.get(certificate) ?? []) reachable.add(issuer);
  return { path, reachable, others, faults: path.slice(1).flatMap((certificate) => faultsOf(certificate, now)) };
}

/**
 * Orders what was supplied beside the leaf.
 * @param pool any order, with the leaf, roots and duplicates
 */
export function orderChain(leaf: PemCertificate, pool: readonly PemCertificate[], now: Date): OrderedChain {
  const found = findPath(leaf, pool, now);
  const path = found.path.slice(1);
  const strangers = found.others.filter((other) => !found.reachable.has(other));
  const reachesRoot = path.length > 0 && isSelfSigned(topOf(found.path));
  return {
    intermediates: reachesRoot ? path.slice(0, -1) : path,
    reachesRoot,
    faults: [...found.faults, ...strangerFaults(found.path, strangers)],
    leftOut: found.others.filter((other) => found.reachable.has(other) && !path.includes(other)),
  };
}

/**
 * Why a client that knows no more than public roots, and fetches nothing, cannot build the chain that a server sent; nothing when it
 * can, or when only its roots decide that. The server may send it in any order (RFC 8446, 4.4.2).
 */
export function faultsOfSentChain(sent: readonly X509Certificate[], now: Date): readonly string[] {
  const [leaf, ...pool] = sent.map((x509) => ({ x509, pem: '' }));
  if (leaf === undefined || isSelfSigned(leaf)) return [];
  const { path, faults } = findPath(leaf, pool, now);
  return path.length === 1
    ? [`the certificate of its issuer ${issuerOf(leaf)} is not sent`]
    : faults.map(({ what }) => what);
}

function unique(certificates: readonly PemCertificate[]): PemCertificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.x509.fingerprint256, certificate])).values()];
}

/** From the leaf upwards. */
type Path = readonly [PemCertificate, ...PemCertificate[]];

function topOf(path: Path): PemCertificate {
  return path.at(-1) ?? path[0];
}

type Issuers = ReadonlyMap<PemCertificate, readonly PemCertificate[]>;

/** Every way upwards from the end of this path. A subject that is on it already leads in a circle. */
function pathsFrom(path: Path, issuers: Issuers): Path[] {
  const next = (issuers.get(topOf(path)) ?? []).filter(
    (issuer) =>
      !path.some(({ x509 }) => x509.subject === issuer.x509.subject && x509.publicKey.equals(issuer.x509.publicKey)),
  );
  if (next.length === 0 || path.length > MOST_INTERMEDIATES) return [path];
  return next.flatMap((issuer) => pathsFrom([...path, issuer], issuers));
}

function rate(path: Path, now: Date): readonly number[] {
  const chain = path.slice(1);
  const faults = chain.flatMap((certificate) => faultsOf(certificate, now)).length;
  return [-faults, Number(isSelfSigned(topOf(path))), chain.length];
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((value, at) => value - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function faultsOf(certificate: PemCertificate, now: Date): Fault[] {
  const name = `the chain certificate ${subjectOf(certificate)}`;
  const dates = dateFaultOf(certificate, now);
  return [
    ...(dates === undefined
      ? []
      : [{ what: `${name} ${dates}`, remedy: 'Use the certificate chain that your CA offers today.' }]),
    ...(certificate.x509.ca
      ? []
      : [
          {
            what: `${name} is not a CA certificate, so clients reject what it issued`,
            remedy: 'Use the certificate chain that your CA offers.',
          },
        ]),
  ];
}

function strangerFaults(path: Path, strangers: readonly PemCertificate[]): Fault[] {
  if (strangers.length === 0) return [];
  const remedy = 'Use the certificate chain that came with this leaf certificate.';
  const last = topOf(path);
  const namesake = strangers.find(({ x509 }) => x509.subject === last.x509.issuer);
  if (namesake !== undefined)
    return [
      {
        what: `${subjectOf(last)} was not issued by the supplied certificate ${subjectOf(namesake)}, but by another of the same name with another key`,
        remedy,
      },
    ];
  const names = strangers.map((stranger) => `${subjectOf(stranger)} (issued by ${issuerOf(stranger)})`);
  const gap = isSelfSigned(last)
    ? ''
    : `; the certificate of ${issuerOf(last)}, which issued ${subjectOf(last)}, is missing`;
  const count = countOf(strangers.length, 'certificate does', 'certificates do');
  return [{ what: `${count} not belong to the chain of the leaf certificate: ${enumerate(names, 3)}${gap}`, remedy }];
}
