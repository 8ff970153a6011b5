import type { Certificate } from '../digitalocean/certificates.ts';
import type { ExpiringCertificate } from '../outcome.ts';

const DAY_MS = 86_400_000;

/** Whole days left at `now` (milliseconds), rounded down: 0 on the last day, negative after expiry. */
export function daysRemaining(notAfter: Date, now: number): number {
  return Math.floor((notAfter.getTime() - now) / DAY_MS);
}

/** The certificate that expires first comes first; one without a date (still pending) comes last. */
export function firstToExpire(certificates: readonly Certificate[]): Certificate[] {
  return certificates.toSorted(
    (a, b) => (a.notAfter?.getTime() ?? Infinity) - (b.notAfter?.getTime() ?? Infinity) || 0,
  );
}

/**
 * Those that do not pass, in the order given. Days are whole ones, rounded down: one that expires in five hours has none left, and has
 * not expired yet. One that is still pending has no expiry, and passes.
 * @param now milliseconds since the epoch
 */
export function findExpiring(
  certificates: readonly Certificate[],
  minDays: number,
  now: number,
): ExpiringCertificate[] {
  return certificates.flatMap((certificate) => {
    const reason = reasonOf(certificate, minDays, now);
    return reason === undefined ? [] : [{ certificate, reason }];
  });
}

function reasonOf(
  { state, notAfter }: Certificate,
  minDays: number,
  now: number,
): ExpiringCertificate['reason'] | undefined {
  if (state === 'error') return 'error';
  if (notAfter === undefined) return undefined;
  const days = daysRemaining(notAfter, now);
  if (days < 0) return 'expired';
  return days < minDays ? 'short' : undefined;
}
