import { nameCertificate } from '../certificates/describe.ts';
import { durationMsOf, limitMsOf, timeVerdict } from '../certificates/expiry.ts';
import type { ExpiryRule } from '../certificates/expiry.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { formatTime } from '../text.ts';
import { isAddress, nameEndpoint } from '../tls/endpoint.ts';
import type { Probed, Served } from '../tls/handshake.ts';
import { validityOf } from '../tls/validity.ts';
import { covers, dnsNamesOf, ipAddressesOf } from '../x509/dns-names.ts';
import { judgeSentChain } from '../x509/sent-chain.ts';
import type { SentChain, SentFault } from '../x509/sent-chain.ts';
import type { KnownRoots } from '../x509/trust.ts';
import { describeDistrust, meansUnknownRoot } from './distrust.ts';
import type { Problem } from './findings.ts';

/** What an endpoint must serve. */
export interface Expectation extends ExpiryRule {
  /** The certificate that was named; absent if none was. */
  readonly named?: Certificate | undefined;
  /** May a CA's staging environment have issued it? */
  readonly allowsTestCa?: boolean | undefined;
  readonly knownRoots?: KnownRoots | undefined;
}

/** What is wrong with what an endpoint serves. An endpoint that serves nothing has a fault instead. */
export function findProblems({ endpoint, served }: Probed, expectation: Expectation): Problem[] {
  if (served === undefined) return [];
  const { now, knownRoots } = expectation;
  const [leaf] = served.sent;
  const { host } = endpoint;
  const [dnsNames, ipAddresses] = [dnsNamesOf(leaf), ipAddressesOf(leaf)];
  const isCovered = isAddress(endpoint) ? ipAddresses.includes(host) : covers(dnsNames, host);
  const expiry = expiryProblems(served, expectation);
  const isEarly = leaf.validFromDate.getTime() > now;
  const chain = judgeSentChain(served.sent, new Date(now), knownRoots);
  return [
    ...expiry,
    ...(isEarly ? [{ kind: 'not_yet_valid', notBefore: leaf.validFromDate } as const] : []),
    ...(isCovered ? [] : [{ kind: 'host_not_covered', host, dnsNames: [...dnsNames, ...ipAddresses] } as const]),
    ...(chain.testCa === undefined || expectation.allowsTestCa === true
      ? []
      : [{ kind: 'test_ca', ca: chain.testCa } as const]),
    ...chainProblems(served, chain, expectation),
  ];
}

/**
 * What Node's verdict and our own make of a chain. Node's counts; ours tells the reason, also if Node knows no root and has no reason
 * to look any further.
 */
function chainProblems(served: Served, chain: SentChain, { now, named }: Expectation): Problem[] {
  const { distrust, sent } = served;
  const isNamed = named?.sha1Fingerprint === served.sha1Fingerprint;
  const isTrusted = distrust === '';
  // What is trusted may lack no more than what Node was given in addition.
  const faults = isTrusted ? chain.faults.filter(({ kind }) => kind === 'stored') : chain.faults;
  const problems = faults.map(({ kind, what }) => ({ kind: CHAIN_PROBLEMS[kind], fault: what, isNamed }));
  if (distrust === undefined || isTrusted || problems.length > 0) return problems;
  const { validFromDate, validToDate } = sent[0];
  // That the leaf certificate has expired is told already.
  if (distrust === 'CERT_HAS_EXPIRED' && validToDate.getTime() < now) return [];
  if (distrust === 'CERT_NOT_YET_VALID' && validFromDate.getTime() > now) return [];
  if (!meansUnknownRoot(distrust)) return [{ kind: 'rejected_chain', fault: describeDistrust(distrust), isNamed }];
  if (!chain.isAnchored) return [];
  const fault = `OpenSSL takes another path than the one that leads to a root that Node knows (${distrust})`;
  return [{ kind: 'rejected_chain', fault, isNamed }];
}

const CHAIN_PROBLEMS = {
  leaf: 'rejected_leaf',
  missing: 'incomplete_chain',
  stored: 'incomplete_chain',
  rejected: 'rejected_chain',
} as const satisfies Readonly<Record<SentFault['kind'], Problem['kind']>>;

function expiryProblems(served: Served, { minDays, now, named }: Expectation): Problem[] {
  const limitMs = limitMsOf(minDays, durationMsOf(validityOf(served)));
  const verdict = timeVerdict(served.notAfter, limitMs, now);
  const isOther = named !== undefined && named.sha1Fingerprint !== served.sha1Fingerprint;
  // That the named certificate itself expires soon is reported already.
  const isNews = named === undefined || isOther;
  return [
    ...(isOther ? [{ kind: 'other_certificate', served, named } as const] : []),
    ...(verdict === 'expired' ? [{ kind: 'served_expired', served } as const] : []),
    ...(verdict === 'short' && isNews ? [{ kind: 'served_expiring', served } as const] : []),
  ];
}

/** What an address serves, as a line for the log. */
export function describeServed({ endpoint, served, fault }: Probed): string {
  return served === undefined
    ? `${nameEndpoint(endpoint)}: ${fault.what}`
    : `${nameEndpoint(endpoint)} serves SHA-1 ${served.sha1Fingerprint}, which expires ${formatTime(served.notAfter)}`;
}

/** What is said of an endpoint without failing: a chain that public clients do not trust. Undefined if they do. */
export function distrustWarning({ endpoint, served }: Probed, { now, knownRoots }: Expectation): string | undefined {
  if (served === undefined || served.distrust === '') return undefined;
  const chain = judgeSentChain(served.sent, new Date(now), knownRoots);
  if (served.distrust === undefined && chain.isAnchored) return undefined;
  const where = nameEndpoint(endpoint);
  const code = served.distrust === undefined ? '' : ` (${served.distrust})`;
  const variable = 'set the environment variable NODE_EXTRA_CA_CERTS to a file with';
  if (chain.isSelfSigned)
    return `${where} serves a self-signed certificate that Node does not trust${code}. Browsers do not trust it either, unless they know it. If that is intended, ${variable} this certificate.`;
  if (chain.missing !== undefined)
    return `${where} may send too short a chain: the certificate of ${chain.issuer}, which issued ${chain.missing.below}, is not sent, and Node does not know it as a root${code}. It is found at ${chain.missing.location}. If it is the root of a CA of your own, ${variable} it.`;
  // Whether the one that issued the leaf certificate is a root, nobody knows.
  const alone =
    served.sent.length === 1 ? ` If ${chain.issuer} is not the root, let the server send its certificate too.` : '';
  return `${where} serves a certificate that Node's root certificates do not trust: they do not include ${chain.issuer}${code}. Browsers do not trust it either, unless they know its CA. If it is a CA of your own, ${variable} its root.${alone}`;
}

/** Certificates that are still pending, for a warning. */
export function pendingWarning(pending: readonly Certificate[]): string {
  const names = pending.map(nameCertificate).join(', ');
  return `Still pending, and not valid yet: ${names}. Use \`operation: present\` with \`type: lets_encrypt\` to wait for one.`;
}
