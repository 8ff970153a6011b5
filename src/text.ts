import type { Certificate } from './digitalocean/certificates.ts';
import type { Consumer } from './consumers/consumer.ts';
import type { PlannedStep } from './outcome.ts';

const DAY_MS = 86_400_000;

/** Whole days left at `now` (milliseconds), rounded down: 0 on the last day, negative once it has ended. */
export function daysRemaining(notAfter: Date, now: number): number {
  return Math.floor((notAfter.getTime() - now) / DAY_MS);
}

/** `1 day`, `5 days`. */
export function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A time as the API writes it: UTC, to the second. */
export function formatTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** `"web" (8920…)`: a certificate by the name that people know and the id that is unique. */
export function nameCertificate({ name, id }: Pick<Certificate, 'name' | 'id'>): string {
  return `"${name}" (${id})`;
}

/** The same with its end and fingerprint. */
export function describeCertificate(certificate: Certificate): string {
  const end = certificate.notAfterText === '' ? 'has no end yet' : `ends ${certificate.notAfterText}`;
  const fingerprint = certificate.sha1Fingerprint === '' ? '' : `, SHA-1 ${certificate.sha1Fingerprint}`;
  return `${nameCertificate(certificate)}, ${end}${fingerprint}`;
}

/** `load balancer "front-door"`. */
export function nameConsumer({ kind, name }: Pick<Consumer, 'kind' | 'name'>): string {
  return `${kind === 'load_balancer' ? 'load balancer' : 'CDN endpoint'} "${name}"`;
}

/** `Leave certificate "web" (8920…): a managed domain uses it.` */
export function describeStep({ action, object, reason }: PlannedStep): string {
  const verb = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  return `${verb} ${object}${reason === '' ? '' : `: ${reason}`}.`;
}

/** `a, b and c`; when there are more than `most`, the rest is counted. */
export function enumerate(words: readonly string[], most = Infinity): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : [...words];
  const last = shown.pop() ?? 'none';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
