import type { RenewalWindow } from '../acme/renewal-info.ts';
import { nameCertificate } from '../certificates/describe.ts';
import { durationMsOf, firstToExpire, lifetimeMsOf, renewalMsOf } from '../certificates/expiry.ts';
import type { Validity } from '../certificates/expiry.ts';
import { currentMember, familyNameOf } from '../certificates/family.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { DueCertificate } from '../outcome.ts';
import type { CheckTask } from '../task.ts';
import { enumerate, formatTime } from '../text.ts';
import type { Served } from '../tls/handshake.ts';
import { validityOf } from '../tls/validity.ts';
import { covers, dnsNamesOf } from '../x509/dns-names.ts';
import type { AccountReading } from './account.ts';

/** What decides whether certificates are due. */
export interface DueFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What was served, by SHA-1 fingerprint. */
  readonly served: ReadonlyMap<string, Served>;
  /** What the CAs ask for, by SHA-1 fingerprint; absent where they were not asked, or did not say. */
  readonly windows: ReadonlyMap<string, RenewalWindow>;
  /** Names that each certificate must cover. */
  readonly dnsNames: readonly string[];
}

/**
 * The certificates of which it is to be told whether they are due: the named one, or the current member of each family. An older member
 * is not renewed: it was replaced. Without an account it is what the endpoints serve, which has no name and no id.
 */
export function renewableOf(
  scope: CheckTask['scope'],
  { named, certificates }: AccountReading,
  served: ReadonlyMap<string, Served>,
): Certificate[] {
  if (scope.kind === 'endpoints') return [...served.values()].map(certificateOf);
  if (scope.kind === 'certificate') return named === undefined ? [] : [named];
  const families = Map.groupBy(certificates, familyNameOf);
  return [...families.values()].flatMap((members) => currentMember(members) ?? []);
}

function certificateOf({ sha1Fingerprint, notAfter, sent: [leaf] }: Served): Certificate {
  return {
    id: '',
    name: '',
    type: '',
    state: '',
    notAfter,
    notAfterText: formatTime(notAfter),
    sha1Fingerprint,
    createdAtText: '',
    dnsNames: dnsNamesOf(leaf),
  };
}

/** Those that are due for renewal, the first to expire first. */
export function findDue(certificates: readonly Certificate[], facts: DueFacts): DueCertificate[] {
  return firstToExpire(certificates).flatMap((certificate) => {
    const due = dueOf(certificate, facts);
    return due === undefined ? [] : [{ certificate, ...due }];
  });
}

function dueOf(certificate: Certificate, facts: DueFacts): Omit<DueCertificate, 'certificate'> | undefined {
  const { notAfter, type, sha1Fingerprint } = certificate;
  // DigitalOcean renews what it ordered; what is still pending has nothing to renew.
  if (type === 'lets_encrypt' || notAfter === undefined) return undefined;
  const { now, served, windows } = facts;
  const leaf = served.get(sha1Fingerprint);
  const window = windows.get(sha1Fingerprint);
  if (leaf !== undefined && window !== undefined && isRevoked(window, validityOf(leaf), now))
    return { dueAt: window.start, reason: 'revoked' };
  if (missingNames(certificate, facts).length > 0) return { dueAt: new Date(now), reason: 'names' };
  const seen = leaf && new Map([[sha1Fingerprint, validityOf(leaf)]]);
  const lifetimeStart = notAfter.getTime() - renewalMsOf(lifetimeMsOf(certificate, seen));
  const [dueAt, reason] =
    window === undefined ? [new Date(lifetimeStart), 'lifetime' as const] : [window.start, 'ari' as const];
  return dueAt.getTime() <= now ? { dueAt, reason } : undefined;
}

/** The names that a certificate must cover and does not; none if its own names are not known. */
function missingNames(
  { dnsNames, sha1Fingerprint }: Certificate,
  { dnsNames: wanted, served }: Pick<DueFacts, 'dnsNames' | 'served'>,
): readonly string[] {
  const leaf = served.get(sha1Fingerprint);
  // The API sometimes lists a certificate without its names.
  const own = leaf === undefined ? dnsNames : dnsNamesOf(leaf.sent[0]);
  return own.length === 0 && leaf === undefined ? [] : wanted.filter((name) => !covers(own, name));
}

/**
 * Does the window tell that the CA has revoked the certificate? Then it lies in the past, while more than half of the lifetime is left: no
 * CA asks to renew so early without need.
 */
export function isRevoked({ end }: RenewalWindow, validity: Validity, now: number): boolean {
  const lifetimeMs = durationMsOf(validity);
  const leftMs = validity.notAfter.getTime() - now;
  return end.getTime() <= now && lifetimeMs !== undefined && leftMs > lifetimeMs / 2;
}

/** `Certificate "web" (8920…) is due for renewal since 2026-11-24T12:00:00Z: …`, for the log. */
export function describeDue({ certificate, dueAt, reason }: DueCertificate, { dnsNames, served }: DueFacts): string {
  const missing = missingNames(certificate, { dnsNames, served });
  const why = {
    lifetime: 'little of its lifetime is left',
    ari: 'its CA asks to renew it (ARI)',
    revoked: 'its CA has revoked it (ARI)',
    names: `it does not cover ${enumerate(missing, 10)}`,
  };
  const { name, sha1Fingerprint } = certificate;
  const subject =
    name === '' ? `The certificate with SHA-1 ${sha1Fingerprint}` : `Certificate ${nameCertificate(certificate)}`;
  return `${subject} is due for renewal since ${formatTime(dueAt)}: ${why[reason]}`;
}
