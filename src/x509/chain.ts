import { createHash } from 'node:crypto';
import type { Fault } from '../errors.ts';
import { countOf, enumerate } from '../text.ts';
import { anchorOf, isRootOf, mainPathOf } from './anchors.ts';
import type { Anchor } from './anchors.ts';
import { isSelfIssued } from './ca-rules.ts';
import { isSignedBy, issuerOf, namesIssuer, subjectOf } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { bufferOf, bytesOf, readSequence } from './der.ts';
import { recallChain, rememberChain } from './known-chains.ts';
import { textOfName } from './names.ts';
import type { OrderedChain } from './ordered-chain.ts';
import { findPaths, isSameCa, TOO_MANY_PATHS } from './paths.ts';
import type { Paths, Rejection } from './paths.ts';
import { makeSharedFacts } from './shared-facts.ts';
import type { SharedFacts } from './shared-facts.ts';
import { rootsOfNode } from './trust.ts';
import type { KnownRootOf, KnownRoots } from './trust.ts';

const CHAIN_OF_CA = 'Use the certificate chain that your CA offers today.';
const MESH: Fault = {
  what: 'has too many certificates that signed each other, so its paths cannot be checked',
  remedy: 'Supply only the certificate chain that came with the leaf certificate.',
};

/**
 * Orders what was supplied beside the leaf.
 * @param pool any order, with the leaf, roots and duplicates
 * @param older leaf certificates that this one renewed: what they were issued from may be there too
 */
export function orderChain(
  leaf: PemCertificate,
  pool: readonly PemCertificate[],
  older: readonly PemCertificate[],
  now: Date,
  knownRoots: KnownRoots = rootsOfNode,
  shared: SharedFacts = makeSharedFacts(now, knownRoots),
): OrderedChain {
  // What older ones were issued from is judged anew.
  if (older.length > 0) return findChain(leaf, pool, older, now, shared);
  const known = recallChain(leaf, pool, shared);
  if (known !== undefined) return known;
  const chain = findChain(leaf, pool, older, now, shared);
  rememberChain(leaf, pool, chain, shared);
  return chain;
}

function findChain(
  leaf: PemCertificate,
  pool: readonly PemCertificate[],
  older: readonly PemCertificate[],
  now: Date,
  shared: SharedFacts,
): OrderedChain {
  const paths = findPaths(leaf, pool, now, shared.memory);
  if (paths === TOO_MANY_PATHS)
    return { intermediates: [], anchor: 'none', top: leaf, faults: [MESH], dropped: [], issuers: [] };
  const { knownRootOf } = shared;
  const anchor = anchorOf(leaf, paths, knownRootOf);
  const strangers = older.reduce((rest, each) => strangersTo(each, rest, now), paths.strangers);
  const main = mainPathOf(leaf, paths, knownRootOf);
  const needed = paths.rejections.filter((rejection) => isNeeded(rejection, paths, anchor));
  return {
    intermediates: [...new Set([...main.slice(1), ...[...paths.valid].filter((each) => !isRootOf(leaf, each))])],
    anchor,
    top: main.at(-1) ?? leaf,
    faults: [...rejectionFaults(needed), ...strangerFaults(leaf, { ...paths, strangers }, knownRootOf)],
    dropped: paths.rejections.filter(
      ({ certificate }, at, all) =>
        !needed.some((each) => each.certificate === certificate) &&
        all.findIndex((each) => each.certificate === certificate) === at,
    ),
    issuers: issuersIn(paths),
  };
}

function strangersTo(leaf: PemCertificate, pool: readonly PemCertificate[], now: Date): readonly PemCertificate[] {
  const paths = findPaths(leaf, pool, now);
  return paths === TOO_MANY_PATHS ? pool : paths.strangers;
}

/** Would clients have to use the certificate, because no other way leads upwards from what it issued? */
function isNeeded({ certificate }: Rejection, { valid }: Paths, anchor: Anchor): boolean {
  return anchor === 'none' && ![...valid].some((each) => isSameCa(each, certificate));
}

function rejectionFaults(rejections: readonly Rejection[]): Fault[] {
  return [...new Set(rejections.flatMap(describeRejection))].map((what) => ({ what, remedy: CHAIN_OF_CA }));
}

function describeRejection({ certificate, faults }: Rejection): readonly string[] {
  const name = subjectOf(certificate);
  return faults.map((fault) => `the chain certificate ${name} ${fault}`);
}

/** All that was supplied and issued something on a valid path, accepted or not. */
function issuersIn({ valid, rejections }: Paths): readonly PemCertificate[] {
  return [...valid, ...rejections.map(({ certificate }) => certificate)];
}

/** The certificates on valid paths whose issuer is neither among what was supplied nor a known root. */
function openEndsOf(leaf: PemCertificate, paths: Paths, knownRootOf: KnownRootOf): readonly PemCertificate[] {
  const supplied = issuersIn(paths);
  return [leaf, ...paths.valid].filter(
    (each) =>
      !isSelfIssued(each) && !supplied.some((issuer) => namesIssuer(each, issuer)) && knownRootOf(each) === undefined,
  );
}

function strangerFaults(leaf: PemCertificate, paths: Paths, knownRootOf: KnownRootOf): Fault[] {
  const { strangers } = paths;
  if (strangers.length === 0) return [];
  const ends = openEndsOf(leaf, paths, knownRootOf);
  const impostors = ends.flatMap((end) => strangers.map((stranger) => impostorFaultOf(end, stranger)));
  const impostor = impostors.find((fault) => fault !== undefined);
  if (impostor !== undefined) return [impostor];
  const names = strangers.map((stranger) => `${subjectOf(stranger)} (issued by ${issuerOf(stranger)})`);
  const count = countOf(strangers.length, 'certificate does', 'certificates do');
  const what = `${count} not belong to the chain of the leaf certificate: ${enumerate(names, 3)}`;
  // Only the leaf's issuer is surely missing: further up, clients may know it as a root.
  return ends.includes(leaf)
    ? [
        {
          what: `${what}; the certificate of ${issuerOf(leaf)}, which issued ${subjectOf(leaf)}, is missing`,
          remedy: 'Use the certificate chain that came with this leaf certificate.',
        },
      ]
    : [{ what, remedy: `Remove ${strangers.length === 1 ? 'it' : 'them'}.` }];
}

/** Why a certificate did not issue another, although it has the name of the issuer; undefined if it has another name. */
export function impostorFaultOf(certificate: PemCertificate, impostor: PemCertificate): Fault | undefined {
  if (textOfName(certificate.fields.issuer) !== textOfName(impostor.fields.subject)) return undefined;
  const [name, other] = [subjectOf(certificate), subjectOf(impostor)];
  const isSigned = isSignedBy(certificate, impostor);
  const remedy = 'Use the certificate chain that came with this leaf certificate.';
  if (isSigned && certificate.fields.issuer === impostor.fields.subject)
    return {
      what: `${name} names another key identifier for its issuer than the supplied certificate ${other} has`,
      remedy,
    };
  if (isSigned)
    return { what: `${name} names its issuer in another encoding than the supplied certificate ${other} does`, remedy };
  if (hasNamedKey(certificate, impostor))
    return {
      what: `the signature of ${name} does not fit the key of its issuer ${other}, so one of the two is damaged`,
      remedy: 'Supply the files again, as they were created.',
    };
  return {
    what: `${name} was not issued by the supplied certificate ${other}, but by another of the same name with another key`,
    remedy,
  };
}

/** Is the key of this CA the one that the certificate names? Key identifiers are the SHA-1 of the key (RFC 5280, 4.2.1.2), or anything. */
function hasNamedKey({ fields }: PemCertificate, ca: PemCertificate): boolean {
  const key = readSequence(ca.fields.publicKey)[1]?.content.slice(1) ?? '';
  return fields.authorityKeyId === bytesOf(createHash('sha1').update(bufferOf(key)).digest());
}
