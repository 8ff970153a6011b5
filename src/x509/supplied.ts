import { faultSentences } from '../errors.ts';
import type { Fault } from '../errors.ts';
import { enumerate } from '../text.ts';
import {
  dateFaultOf,
  fitsKey,
  isSelfSigned,
  parseCertificate,
  sha1FingerprintOf,
  subjectOf,
  tellsIssuerLocation,
} from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { orderChain } from './chain.ts';
import { dnsNamesOf } from './dns-names.ts';
import { readPem } from './pem.ts';
import type { PemBlock } from './pem.ts';
import { readPrivateKey, strengthFaultOf } from './private-key.ts';
import type { PemKey } from './private-key.ts';

/** PEM in whatever form, and the input that it came from, as the user typed it. */
export interface PemSource {
  readonly input: string;
  readonly content: string;
}

/** A certificate with its key and chain that has passed every check: what is uploaded, and what is known of it. */
export interface SuppliedCertificate {
  /** Canonical PEM. */
  readonly privateKey: string;
  readonly leafCertificate: string;
  /** From the leaf's issuer upwards; empty when there is none. */
  readonly certificateChain: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly dnsNames: readonly string[];
  readonly sha1Fingerprint: string;
  /** The issuer's name, one attribute a line. */
  readonly issuer: string;
}

/** Something to report that is no failure. */
export interface Remark {
  readonly level: 'warning' | 'notice';
  readonly message: string;
}

export interface PemSources {
  readonly privateKey: PemSource;
  readonly leafCertificate: PemSource;
  readonly certificateChain?: PemSource;
}

export type SuppliedReading =
  | { readonly supplied: SuppliedCertificate; readonly remarks: readonly Remark[] }
  | { readonly problems: readonly string[]; readonly remarks: readonly Remark[] };

/**
 * Reads and checks a private key, a leaf certificate and a chain: that they are what they are said to be, belong together, are strong
 * enough and valid at `now`, and that clients can build the chain. Reports all problems at once, and quotes no content.
 */
export function readSupplied(sources: PemSources, now: Date): SuppliedReading {
  const problems: string[] = [];
  const remarks: Remark[] = [];
  const key = keyIn(sources.privateKey, problems);
  const first = certificatesIn(sources.leafCertificate, problems);
  const rest = sources.certificateChain === undefined ? [] : certificatesIn(sources.certificateChain, problems);
  const all = [...first, ...rest];
  const leaf = chooseLeaf(sources, all, key, problems);
  if (key !== undefined) checkKey(sources.privateKey.input, key, problems, remarks);
  if (leaf === undefined || first.length === 0) return { problems, remarks };
  checkLeaf(sources.leafCertificate.input, leaf, now, problems, remarks);
  // When the key fits nothing, which certificate is the leaf is a guess, and so would be all that is said of the chain.
  if (key !== undefined && !fitsKey(leaf, key.key)) return { problems, remarks };
  const certificateChain = chainOf(sources, leaf, all, now, problems, remarks);
  if (problems.length > 0 || key === undefined) return { problems, remarks };
  const supplied = {
    privateKey: key.pem,
    leafCertificate: leaf.pem,
    certificateChain,
    notBefore: leaf.x509.validFromDate,
    notAfter: leaf.x509.validToDate,
    dnsNames: dnsNamesOf(leaf.x509),
    sha1Fingerprint: sha1FingerprintOf(leaf),
    issuer: leaf.x509.issuer,
  };
  return { supplied, remarks };
}

function blocksIn({ input, content }: PemSource, problems: string[]): readonly PemBlock[] | undefined {
  const reading = readPem(content);
  if ('blocks' in reading) return reading.blocks;
  problems.push(faultSentences(`\`${input}\``, reading.fault));
  return undefined;
}

function keyIn(source: PemSource, problems: string[]): PemKey | undefined {
  const blocks = blocksIn(source, problems);
  if (blocks === undefined) return undefined;
  const key = readPrivateKey(blocks);
  if (!('fault' in key)) return key;
  problems.push(faultSentences(`\`${source.input}\``, key.fault));
  return undefined;
}

function certificatesIn(source: PemSource, problems: string[]): PemCertificate[] {
  const blocks = blocksIn(source, problems);
  if (blocks === undefined) return [];
  const found = blocks.filter(({ kind }) => kind === 'certificate');
  if (found.length === 0) problems.push(faultSentences(`\`${source.input}\``, missingCertificateFault(blocks)));
  const certificates = found.map(parseCertificate);
  const damaged = certificates.indexOf(undefined);
  if (damaged >= 0)
    problems.push(
      `\`${source.input}\`: certificate ${damaged + 1} of ${found.length} is damaged and cannot be read. Supply the file again, as it was created.`,
    );
  return certificates.filter((certificate) => certificate !== undefined);
}

function missingCertificateFault(blocks: readonly PemBlock[]): Fault {
  const kinds = new Set(blocks.map(({ kind }) => kind));
  if (kinds.has('private_key') || kinds.has('encrypted_private_key'))
    return {
      what: 'has a private key and no certificate',
      remedy: 'If the two were swapped, put the key into `private_key`.',
    };
  if (kinds.has('certificate_request'))
    return { what: 'has a certificate request', remedy: 'Supply the certificate that the CA made from it.' };
  if (kinds.has('public_key')) return { what: 'has a public key', remedy: 'Supply the certificate.' };
  return { what: `has no certificate, but "${blocks[0]?.label ?? ''}"`, remedy: 'Supply the certificate as PEM.' };
}

/** The certificate that matches the key; of several the one that expires last. Without a key, the first. */
function chooseLeaf(
  sources: PemSources,
  all: readonly PemCertificate[],
  key: PemKey | undefined,
  problems: string[],
): PemCertificate | undefined {
  const [first] = all;
  if (key === undefined || first === undefined) return first;
  const fitting = all.filter((certificate) => fitsKey(certificate, key.key));
  const [leaf] = fitting.toSorted((a, b) => b.x509.validToDate.getTime() - a.x509.validToDate.getTime());
  if (leaf !== undefined) return leaf;
  const { privateKey, leafCertificate } = sources;
  problems.push(
    `The key in \`${privateKey.input}\` does not belong to ${all.length === 1 ? 'the certificate' : 'any certificate'} in \`${leafCertificate.input}\` (the first is ${subjectOf(first)}). Supply the key that the certificate was issued for: a renewal often comes with a new one.`,
  );
  return first;
}

function checkKey(input: string, key: PemKey, problems: string[], remarks: Remark[]): void {
  const fault = strengthFaultOf(key);
  if (fault !== undefined) problems.push(faultSentences(`\`${input}\``, fault));
  if (key.key.asymmetricKeyType === 'ed25519') {
    remarks.push({
      level: 'warning',
      message: `\`${input}\` is an Ed25519 key. DigitalOcean does not document that it accepts these, and many clients do not. Use RSA or ECDSA to be safe.`,
    });
  }
}

function checkLeaf(input: string, leaf: PemCertificate, now: Date, problems: string[], remarks: Remark[]): void {
  const fault = dateFaultOf(leaf, now);
  if (fault !== undefined)
    problems.push(`\`${input}\`: the leaf certificate ${subjectOf(leaf)} ${fault}. Supply the renewed one.`);
  if (dnsNamesOf(leaf.x509).length === 0) {
    remarks.push({
      level: 'warning',
      message: `\`${input}\`: the leaf certificate ${subjectOf(leaf)} has no DNS name in its subjectAltName. Browsers reject it. Issue it with its names.`,
    });
  }
}

function chainOf(
  sources: PemSources,
  leaf: PemCertificate,
  all: readonly PemCertificate[],
  now: Date,
  problems: string[],
  remarks: Remark[],
): string {
  const input = (sources.certificateChain ?? sources.leafCertificate).input;
  const chain = orderChain(leaf, all, now);
  problems.push(...chain.faults.map(({ what, remedy }) => `\`${input}\`: ${what}. ${remedy}`));
  if (chain.leftOut.length > 0) {
    const names = [...new Set(chain.leftOut.map(subjectOf))];
    remarks.push({
      level: 'notice',
      message: `\`${input}\`: ${enumerate(names)} ${names.length === 1 ? 'is' : 'are'} not uploaded, as a root or part of a second path. Clients do not need ${names.length === 1 ? 'it' : 'them'}.`,
    });
  }
  const isBare =
    chain.intermediates.length === 0 && !chain.reachesRoot && chain.faults.length === 0 && !isSelfSigned(leaf);
  if (isBare && tellsIssuerLocation(leaf)) {
    problems.push(
      `\`certificate_chain\` is empty, and the leaf certificate ${subjectOf(leaf)} needs one: clients that do not fetch intermediates themselves fail. Supply the chain that came with it, or the full chain as \`leaf_certificate\`.`,
    );
  } else if (isBare) {
    remarks.push({
      level: 'warning',
      message: `\`certificate_chain\` is empty. Clients must know the issuer of the leaf certificate ${subjectOf(leaf)} themselves.`,
    });
  }
  return chain.intermediates.map(({ pem }) => pem).join('');
}
