import { nameCertificate } from '../certificates/describe.ts';
import { daysRemaining } from '../certificates/expiry.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { formatTime } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import type { Probed, Served } from '../tls/handshake.ts';
import { faultsOfSentChain } from '../x509/chain.ts';
import { covers, dnsNamesOf } from '../x509/dns-names.ts';
import type { Limits, Problem } from './findings.ts';

/** What an endpoint must serve. */
export interface Expectation extends Limits {
  /** The certificate that was named; absent if none was. */
  readonly named?: Certificate | undefined;
}

/** What is wrong with what an endpoint serves. An endpoint that serves nothing has a fault instead. */
export function findProblems({ endpoint, served }: Probed, expectation: Expectation): Problem[] {
  if (served === undefined) return [];
  const { now } = expectation;
  const [leaf] = served.sent;
  const dnsNames = dnsNamesOf(leaf);
  const { host } = endpoint;
  return [
    ...expiryProblems(served, expectation),
    ...(leaf.validFromDate.getTime() > now ? [{ kind: 'not_yet_valid', notBefore: leaf.validFromDate } as const] : []),
    ...(covers(dnsNames, host) ? [] : [{ kind: 'host_not_covered', host, dnsNames } as const]),
    // A chain that is trusted is complete.
    ...(served.distrust === '' ? [] : faultsOfSentChain(served.sent, new Date(now))).map(
      (fault) => ({ kind: 'incomplete_chain', fault }) as const,
    ),
  ];
}

function expiryProblems(served: Served, { minDays, now, named }: Expectation): Problem[] {
  const days = daysRemaining(served.notAfter, now);
  const isOther = named !== undefined && named.sha1Fingerprint !== served.sha1Fingerprint;
  // That the named certificate itself expires soon is reported already.
  const isNews = named === undefined || isOther;
  return [
    ...(isOther ? [{ kind: 'other_certificate', served, named } as const] : []),
    ...(days < 0 ? [{ kind: 'served_expired', served } as const] : []),
    ...(days >= 0 && days < minDays && isNews ? [{ kind: 'served_expiring', served } as const] : []),
  ];
}

/** What an address serves, as a line for the log. */
export function describeServed({ endpoint, served, fault }: Probed): string {
  return served === undefined
    ? `${nameEndpoint(endpoint)}: ${fault.what}`
    : `${nameEndpoint(endpoint)} serves SHA-1 ${served.sha1Fingerprint}, which expires ${formatTime(served.notAfter)}`;
}

/** What is said of an endpoint without failing: a chain that public clients do not trust. */
export function distrustWarning({ endpoint, served }: Probed): string {
  return `${nameEndpoint(endpoint)} serves a certificate that Node's root certificates do not trust (${served?.distrust ?? ''}). Browsers do not trust it either, unless they know its CA. If it is a CA of your own, set the environment variable NODE_EXTRA_CA_CERTS to a file with its root.`;
}

/** Certificates that are still pending, for a warning. */
export function pendingWarning(pending: readonly Certificate[]): string {
  const names = pending.map(nameCertificate).join(', ');
  return `Still pending, and not valid yet: ${names}. Use \`operation: present\` with \`type: lets_encrypt\` to wait for one.`;
}
