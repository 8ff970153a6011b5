import { faultSentences } from '../errors.ts';
import { countOf, formatTime } from '../text.ts';
import { subjectOf } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { fitsKey } from './private-key.ts';
import type { PemKey } from './private-key.ts';
import type { Reading } from './reading.ts';
import { faultsOfServer } from './server-rules.ts';

/**
 * The certificate that matches the key; of several one that can be used, and then the one that was issued last: lifetimes shrink, so
 * it may expire first. If none does, the only one that may be meant; undefined if that would be a guess.
 */
export function chooseLeaf(
  all: readonly PemCertificate[],
  key: PemKey | undefined,
  { sources, now, problems }: Reading,
): PemCertificate | undefined {
  if (key === undefined) return onlyServerOf(all);
  const fitting = all.filter((certificate) => fitsKey(certificate, key));
  if (fitting.length === 1) return fitting[0];
  // In an order that depends on their content alone.
  const [leaf] = fitting
    .toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
    .map((certificate) => ({ certificate, by: rankOf(certificate, now) }))
    .toSorted((a, b) => b.by[0] - a.by[0] || b.by[1] - a.by[1] || b.by[2] - a.by[2]);
  if (leaf !== undefined) return leaf.certificate;
  const only = onlyServerOf(all);
  const { privateKey, leafCertificate } = sources;
  const [first = only] = all;
  const named = first === undefined ? '' : ` (${only === undefined ? 'the first is ' : ''}${subjectOf(only ?? first)})`;
  problems.push(
    `The key in \`${privateKey.input}\` does not belong to ${all.length === 1 ? 'the certificate' : 'any certificate'} in \`${leafCertificate.input}\`${named}. Supply the key that the certificate was issued for: a renewal often comes with a new one.`,
  );
  return only;
}

/** Fewer faults, then a later date of issue, then a later expiry. */
function rankOf(certificate: PemCertificate, now: Date): readonly [number, number, number] {
  const { notBefore, notAfter } = certificate.fields;
  return [-faultsOfServer(certificate, now).length, notBefore?.getTime() ?? 0, notAfter?.getTime() ?? 0];
}

/** The one certificate that is no CA, or the one that there is. */
function onlyServerOf(all: readonly PemCertificate[]): PemCertificate | undefined {
  const unique = [...new Map(all.map((each) => [each.fields.der, each])).values()];
  const servers = unique.filter(({ fields }) => fields.isCa !== true);
  const [only, another] = servers.length > 0 ? servers : unique;
  return another === undefined ? only : undefined;
}

/** The other certificates of the same key, which are no part of a chain: the leaf renewed them. */
export function olderThan(
  leaf: PemCertificate,
  all: readonly PemCertificate[],
  key: PemKey,
  { sources, remarks }: Reading,
): readonly PemCertificate[] {
  const older = all.filter((each) => each.fields.der !== leaf.fields.der && fitsKey(each, key));
  const count = new Set(older.map(({ fields }) => fields.der)).size;
  const { notBefore } = leaf.fields;
  if (count > 0)
    remarks.push({
      level: 'notice',
      message: `\`${sources.leafCertificate.input}\`: ${countOf(count, 'other certificate')} of the same key ${count === 1 ? 'is' : 'are'} not uploaded. The leaf certificate ${subjectOf(leaf)} is the latest${notBefore === undefined ? '' : ` (${formatTime(notBefore)})`}.`,
    });
  return older;
}

/** Reports why clients reject the leaf certificate, whatever its chain is. */
export function checkLeaf(leaf: PemCertificate, { sources, now, problems, remarks }: Reading): void {
  const name = (): string => `\`${sources.leafCertificate.input}\`: the leaf certificate ${subjectOf(leaf)}`;
  problems.push(...faultsOfServer(leaf, now).map((fault) => faultSentences(name(), fault)));
  if (leaf.names.dnsNames.length + leaf.names.ipAddresses.length === 0) {
    remarks.push({
      level: 'warning',
      message: `${name()} has no DNS name or IP address in its subjectAltName. Browsers reject it. Issue it with its names.`,
    });
  }
}
