import type { Certificate } from '../digitalocean/certificates.ts';
import type { ExpiringCertificate } from '../outcome.ts';
import { countOf } from '../text.ts';

/**
 * How much time a certificate must have left: as many days (fractions count), a percentage of its lifetime, or what suits its lifetime.
 */
export type MinDays =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'percentage'; readonly percentage: number }
  | { readonly kind: 'auto' };

/** From when to when a certificate is valid. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What certificates are judged by. */
export interface ExpiryRule {
  readonly minDays: MinDays;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The certificates that were seen, such as by a TLS handshake, by their SHA-1 fingerprint: the API does not tell `notBefore`. */
  readonly seen?: ReadonlyMap<string, Validity>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The most that `auto` asks for, and what it asks for if the lifetime is not known. */
const LONGEST_AUTO_MS = 14 * DAY_MS;
/** Of a lifetime up to this, a larger part must be left: a run that fails has to leave time for the next ones. */
const SHORT_LIFETIME_MS = 10 * DAY_MS;
/** Let's Encrypt's lifetime until 2027, for a certificate whose own is not known. */
const USUAL_LIFETIME_MS = 90 * DAY_MS;

/** Whole days left at `now` (milliseconds), rounded down: 0 on the last day, negative after expiry. */
export function daysRemaining(notAfter: Date, now: number): number {
  return Math.floor((notAfter.getTime() - now) / DAY_MS);
}

/** The time left, to stand after "in": whole days, and on the last day whole hours. */
export function describeTimeLeft(notAfter: Date, now: number): string {
  const days = daysRemaining(notAfter, now);
  if (days >= 1) return countOf(days, 'day');
  const hours = Math.floor((notAfter.getTime() - now) / HOUR_MS);
  return hours >= 1 ? countOf(hours, 'hour') : 'less than an hour';
}

/** The certificate that expires first comes first; one without a date (still pending) comes last. */
export function firstToExpire(certificates: readonly Certificate[]): Certificate[] {
  // Each date is taken once: there may be ten thousand.
  const timed = certificates.map((certificate) => ({ certificate, ms: certificate.notAfter?.getTime() ?? Infinity }));
  return timed.sort((a, b) => a.ms - b.ms || 0).map(({ certificate }) => certificate);
}

/**
 * The lifetime of a certificate in milliseconds: from `notBefore` to `notAfter` if it was seen, else since it was created on DigitalOcean;
 * undefined if neither is known, or if it would have ended before it began.
 */
export function lifetimeMsOf(certificate: Certificate, seen?: ExpiryRule['seen']): number | undefined {
  const { sha1Fingerprint, notAfter, createdAtText } = certificate;
  const validity = seen?.get(sha1Fingerprint);
  const own = validity === undefined ? undefined : durationMsOf(validity);
  return own ?? (notAfter && durationMsOf({ notBefore: new Date(createdAtText), notAfter }));
}

/** The time between two dates in milliseconds; undefined if one cannot be read, or if the second is not the later one. */
export function durationMsOf({ notBefore, notAfter }: Validity): number | undefined {
  const ms = notAfter.getTime() - notBefore.getTime();
  return ms > 0 ? ms : undefined;
}

/**
 * The limit that applies to a certificate with this lifetime, in milliseconds. `auto` takes a sixth of it and at most 14 days, and a
 * quarter of ten days or less. Without a lifetime there is nothing to take a part of: 14 days.
 */
export function limitMsOf(minDays: MinDays, lifetimeMs: number | undefined): number {
  if (minDays.kind === 'days') return minDays.days * DAY_MS;
  if (lifetimeMs === undefined) return LONGEST_AUTO_MS;
  if (minDays.kind === 'percentage') return (lifetimeMs * minDays.percentage) / 100;
  return Math.min(LONGEST_AUTO_MS, lifetimeMs / (lifetimeMs <= SHORT_LIFETIME_MS ? 4 : 6));
}

/**
 * How long before its expiry a certificate is due for renewal without word from its CA, in milliseconds: a third of its lifetime, and half
 * of ten days or less (letsencrypt.org, "Integration guide"). Without a lifetime twice what `auto` asks for, as it is for most.
 */
export function renewalMsOf(lifetimeMs: number | undefined): number {
  if (lifetimeMs === undefined) return 2 * LONGEST_AUTO_MS;
  return lifetimeMs / (lifetimeMs <= SHORT_LIFETIME_MS ? 2 : 3);
}

/** The limit in the words of the input, with what came of it: `min_days is 14`, `min_days is auto (7.5 days)`. */
export function describeLimit(minDays: MinDays, limitMs: number): string {
  const typed = `min_days is ${typedOf(minDays)}`;
  return minDays.kind === 'days' ? typed : `${typed} (${describeDays(limitMs)})`;
}

/** The same for a report that lasts: `fewer than 7.5 days left (min_days is auto)`. */
export function describeShort(minDays: MinDays, limitMs: number): string {
  const short = `fewer than ${describeDays(limitMs)} left`;
  return minDays.kind === 'days' ? short : `${short} (min_days is ${typedOf(minDays)})`;
}

/** The input as the user typed it. */
export function typedOf(minDays: MinDays): string {
  if (minDays.kind === 'auto') return 'auto';
  return minDays.kind === 'days' ? String(minDays.days) : `${minDays.percentage}%`;
}

/** With one decimal, rounded up: what is left is less, and must not look like more. */
function describeDays(ms: number): string {
  return countOf(Math.ceil((ms / DAY_MS) * 10 - 1e-6) / 10, 'day');
}

/** Why a certificate does not pass, and the limit that it was judged by. */
export interface Verdict {
  readonly reason: ExpiringCertificate['reason'] | undefined;
  readonly limitMs: number;
}

/**
 * The one rule for what has too little time left. The time is taken exactly, so that a day and a half is no less than 1.5 days. A
 * certificate that is still pending has no expiry, and passes.
 */
export function verdictOf(certificate: Certificate, { minDays, now, seen }: ExpiryRule): Verdict {
  const { state, notAfter } = certificate;
  const limitMs = limitMsOf(minDays, lifetimeMsOf(certificate, seen));
  const reason = state === 'error' ? 'error' : notAfter && timeVerdict(notAfter, limitMs, now);
  return { reason, limitMs };
}

/** The same for the time alone. */
export function timeVerdict(notAfter: Date, limitMs: number, now: number): 'expired' | 'short' | undefined {
  const leftMs = notAfter.getTime() - now;
  if (leftMs < 0) return 'expired';
  return leftMs < limitMs ? 'short' : undefined;
}

/** Those that do not pass, in the order given. */
export function findExpiring(certificates: readonly Certificate[], rule: ExpiryRule): ExpiringCertificate[] {
  return certificates.flatMap((certificate) => {
    const { reason, limitMs } = verdictOf(certificate, rule);
    return reason === undefined ? [] : [{ certificate, reason, limitMs }];
  });
}

/**
 * Is DigitalOcean late to renew a certificate that it ordered itself? It renews 30 days before the expiry, which is a third of 90 days. So
 * with less than a quarter of it left, about 22 days, renewal is a week late; and shorter lifetimes have the same share of time.
 */
export function isRenewalLate(certificate: Certificate, { now, seen }: Omit<ExpiryRule, 'minDays'>): boolean {
  const { notAfter } = certificate;
  const lifetimeMs = lifetimeMsOf(certificate, seen) ?? USUAL_LIFETIME_MS;
  return notAfter !== undefined && notAfter.getTime() - now < lifetimeMs / 4;
}
