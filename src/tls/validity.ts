import type { Probed, Served } from './handshake.ts';

/** From when to when a served certificate is valid. */
export function validityOf({ sent: [leaf], notAfter }: Served): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: leaf.validFromDate, notAfter };
}

/** What was served, each certificate once, by its SHA-1 fingerprint. */
export function servedByFingerprint(probed: readonly Probed[]): ReadonlyMap<string, Served> {
  return new Map(probed.flatMap(({ served }) => (served === undefined ? [] : [[served.sha1Fingerprint, served]])));
}

/** The validity of all that was served, by SHA-1 fingerprint. */
export function seenIn(probed: readonly Probed[]): ReadonlyMap<string, ReturnType<typeof validityOf>> {
  return new Map([...servedByFingerprint(probed)].map(([fingerprint, served]) => [fingerprint, validityOf(served)]));
}
