import type { Certificate } from '../digitalocean/certificates.ts';
import type { ShortCertificate } from '../outcome.ts';
import { countOf, daysRemaining, nameCertificate } from '../text.ts';

/**
 * Those that do not pass, in the order given. Days are whole ones, rounded down: one that ends in five hours has none left, and has not
 * ended yet. One that is still pending has no end, and is none of them.
 * @param now milliseconds since the epoch
 */
export function findShort(certificates: readonly Certificate[], minDays: number, now: number): ShortCertificate[] {
  return certificates.flatMap((certificate) => {
    const reason = reasonOf(certificate, minDays, now);
    return reason === undefined ? [] : [{ certificate, reason }];
  });
}

function reasonOf(
  { state, notAfter }: Certificate,
  minDays: number,
  now: number,
): ShortCertificate['reason'] | undefined {
  if (state === 'error') return 'error';
  if (notAfter === undefined) return undefined;
  const days = daysRemaining(notAfter, now);
  if (days < 0) return 'expired';
  return days < minDays ? 'short' : undefined;
}

/** One of them in a sentence. */
export function describeShort({ certificate, reason }: ShortCertificate, now: number): string {
  const name = `Certificate ${nameCertificate(certificate)}`;
  const { notAfter, notAfterText } = certificate;
  if (reason === 'error') return `${name} is in the state "error"`;
  if (reason === 'expired') return `${name} has expired: it ended ${notAfterText}`;
  return `${name} has ${countOf(notAfter === undefined ? 0 : daysRemaining(notAfter, now), 'day', 'days')} left: it ends ${notAfterText}`;
}
