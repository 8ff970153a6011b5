import { faultSentences } from '../errors.ts';
import { unusableKeyOf } from './ca-rules.ts';
import { sha1FingerprintOf, subjectOf } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { checkLeaf, chooseLeaf, olderThan } from './leaf.ts';
import { textOfName } from './names.ts';
import { damageOf, fitsKey, strengthFaultOf, unreadableFault } from './private-key.ts';
import type { PemKey } from './private-key.ts';
import type { PemSources, Reading, Remark, TrustOptions } from './reading.ts';
import { certificatesIn, keyIn } from './sources.ts';
import { chainOf } from './supplied-chain.ts';

export type { PemSource, PemText, Remark } from './reading.ts';

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
  readonly ipAddresses: readonly string[];
  readonly sha1Fingerprint: string;
  /** What the issuer's name says, an attribute a line. */
  readonly issuer: string;
}

export type SuppliedReading =
  | { readonly supplied: SuppliedCertificate; readonly remarks: readonly Remark[] }
  | { readonly problems: readonly string[]; readonly remarks: readonly Remark[] };

/**
 * Reads and checks a private key, a leaf certificate and a chain: that they are what they are said to be, belong together, are strong
 * enough and valid at `now`, and that clients can build the chain. Reports all problems at once, and quotes no content.
 */
export function readSupplied(sources: PemSources, now: Date, trust: TrustOptions = {}): SuppliedReading {
  const reading: Reading = { sources, now, trust, problems: [], remarks: [] };
  const { problems, remarks } = reading;
  const given = keyIn(sources.privateKey, problems, trust.shared);
  const first = certificatesIn(sources.leafCertificate, problems, trust.shared);
  const rest =
    sources.certificateChain === undefined ? [] : certificatesIn(sources.certificateChain, problems, trust.shared);
  const all = (first ?? []).concat(rest ?? []);
  const key = readableKey(given, all, reading);
  if (key !== undefined) checkKey(key, reading);
  const leaf = first === undefined ? undefined : chooseLeaf(all, key, reading);
  if (leaf === undefined) return { problems, remarks };
  checkLeaf(leaf, reading);
  // Of what has not been read, or does not belong to the key, nothing can be said.
  if (rest === undefined || (key !== undefined && !fitsKey(leaf, key))) return { problems, remarks };
  const isUsable = key !== undefined && strengthFaultOf(key) === undefined;
  const damage = isUsable ? damageOf(key, leaf) : undefined;
  if (damage !== undefined) problems.push(faultSentences(`\`${sources.privateKey.input}\``, damage));
  const type = isUsable ? unusableKeyOf(leaf) : undefined;
  if (type !== undefined)
    problems.push(
      `\`${sources.leafCertificate.input}\`: the leaf certificate ${subjectOf(leaf)} has ${type}, which clients reject. Issue it again.`,
    );
  const older = key === undefined ? [] : olderThan(leaf, all, key, reading);
  const certificateChain = chainOf(leaf, all, older, reading);
  const { notBefore, notAfter } = leaf.fields;
  // A date that cannot be read is a problem.
  if (problems.length > 0 || key === undefined || notBefore === undefined || notAfter === undefined)
    return { problems, remarks };
  const supplied = {
    privateKey: key.block.pem,
    leafCertificate: leaf.block.pem,
    certificateChain,
    notBefore,
    notAfter,
    ...leaf.names,
    sha1Fingerprint: sha1FingerprintOf(leaf),
    issuer: textOfName(leaf.fields.issuer),
  };
  return { supplied, remarks };
}

/** The key. One that fits no certificate may be damaged, which its numbers do not tell. */
function readableKey(
  key: PemKey | undefined,
  all: readonly PemCertificate[],
  { sources, problems }: Reading,
): PemKey | undefined {
  if (key === undefined || all.some((each) => fitsKey(each, key))) return key;
  try {
    key.readKey();
    return key;
  } catch {
    problems.unshift(faultSentences(`\`${sources.privateKey.input}\``, unreadableFault(key.block)));
    return undefined;
  }
}

function checkKey(key: PemKey, { sources, problems, remarks }: Reading): void {
  const { input } = sources.privateKey;
  const fault = strengthFaultOf(key);
  if (fault !== undefined) problems.push(faultSentences(`\`${input}\``, fault));
  if (key.numbers === undefined && key.readKey().asymmetricKeyType === 'ed25519') {
    const what =
      'DigitalOcean does not document that it accepts these, and many clients do not. Use RSA or ECDSA to be safe.';
    remarks.push({
      level: 'warning',
      message: `\`${input}\` is an Ed25519 key. ${what}`,
      ofMany: `Ed25519 keys. ${what}`,
    });
  }
}
