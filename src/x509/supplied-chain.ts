import { faultSentences } from '../errors.ts';
import { isSelfSigned, issuerLocationsOf, issuerOf, subjectOf } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { orderChain } from './chain.ts';
import type { OrderedChain } from './ordered-chain.ts';
import { quoteText } from './names.ts';
import type { Reading, Remark } from './reading.ts';
import { testCaOf } from './trust.ts';

/**
 * The certificate chain that is uploaded, as PEM; reports what is wrong with it.
 * @param all what was supplied, in any order
 * @param older what the leaf renewed
 */
export function chainOf(
  leaf: PemCertificate,
  all: readonly PemCertificate[],
  older: readonly PemCertificate[],
  reading: Reading,
): string {
  const { sources, now, trust, problems, remarks } = reading;
  const input = (): string => `\`${(sources.certificateChain ?? sources.leafCertificate).input}\``;
  const pool = all.filter((each) => !older.includes(each));
  const chain = orderChain(leaf, pool, older, now, trust.knownRoots, trust.shared);
  problems.push(...chain.faults.map((fault) => faultSentences(`${input()}:`, fault)));
  for (const { certificate, faults } of chain.dropped) {
    const what = `the certificate ${subjectOf(certificate)} is not uploaded, because it ${faults.join(' and ')}. Clients do not need it. Remove it.`;
    remarks.push({ level: 'notice', message: `${input()}: ${what}`, ofMany: what });
  }
  checkTestCa(leaf, chain, reading);
  if (chain.faults.length === 0) checkAnchor(leaf, chain, input, reading);
  return chain.intermediates.map(({ block }) => block.pem).join('');
}

function checkTestCa(leaf: PemCertificate, { issuers }: OrderedChain, { sources, trust, problems }: Reading): void {
  const name = trust.allowsTestCa === true ? undefined : testCaOf(leaf, issuers);
  if (name === undefined) return;
  problems.push(
    `\`${sources.leafCertificate.input}\`: the leaf certificate ${subjectOf(leaf)} comes from the test CA ${name}, which no browser trusts. Issue it with the CA's production environment, or set \`allow_test_ca: true\`.`,
  );
}

/** Reports what clients must know themselves to trust the certificate. */
function checkAnchor(
  leaf: PemCertificate,
  chain: OrderedChain,
  input: () => string,
  { sources, problems, remarks }: Reading,
): void {
  const { anchor, top } = chain;
  if (anchor === 'known_root') return;
  const [location] = anchor === 'none' ? issuerLocationsOf(top) : [];
  if (location !== undefined && top === leaf) {
    const needed = `the leaf certificate ${subjectOf(leaf)} needs one: clients that do not fetch intermediates themselves fail`;
    problems.push(
      sources.isStored === true
        ? `${input()} has no certificate chain, and ${needed}. Let the client store the full chain, or renew the certificate.`
        : `\`certificate_chain\` is empty, and ${needed}. Supply the chain that came with it, or the full chain as \`leaf_certificate\`.`,
    );
  } else if (location !== undefined) {
    const what = `the chain may be too short. The certificate of ${issuerOf(top)}, which issued ${subjectOf(top)}, is missing, and Node does not know it as a root. It is found at ${quoteText(location)}.`;
    remarks.push(remarkOfMany('warning', () => `${input()}: ${what}`, what));
  } else if (anchor === 'self_signed') {
    const message = `${input()}: The leaf certificate ${subjectOf(leaf)} is self-signed. Clients trust it only if they know it.`;
    const ofMany = 'self-signed certificates. Clients trust them only if they know them.';
    remarks.push({ level: 'notice', message, ofMany });
  } else {
    const root = rootOf(chain);
    const message = (): string =>
      `${input()}: The leaf certificate ${subjectOf(leaf)} comes from a private CA: Node does not know the root ${root}. Clients trust it only if they know that root.`;
    const ofMany = `certificates of a private CA: Node does not know the root ${root}. Clients trust them only if they know that root.`;
    remarks.push(remarkOfMany('notice', message, ofMany));
  }
}

/** Something that hundreds of certificates may have in common, so that what is said of one alone is put together only when it is asked for. */
function remarkOfMany(level: Remark['level'], message: () => string, ofMany: string): Remark {
  return {
    level,
    ofMany,
    get message() {
      return message();
    },
  };
}

/** The root that was supplied, or the name of what issued the top of the chain. */
function rootOf({ issuers, top }: OrderedChain): string {
  const root = issuers.find((each) => isSelfSigned(each));
  return root === undefined ? issuerOf(top) : subjectOf(root);
}
