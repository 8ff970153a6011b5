import { nameCertificate } from '../certificates/describe.ts';
import { nameConsumer } from '../consumers/consumer.ts';
import { describeLimit, describeTimeLeft, durationMsOf, isRenewalLate, limitMsOf } from '../certificates/expiry.ts';
import type { ExpiryRule } from '../certificates/expiry.ts';
import { DNS_REMEDY } from '../certificates/lets-encrypt.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { ExpiringCertificate } from '../outcome.ts';
import { clauseOf, enumerate, formatTime, shortNames } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import type { Served } from '../tls/handshake.ts';
import { probeRemedy } from '../tls/probe.ts';
import { validityOf } from '../tls/validity.ts';

/** Everything that a check can find to be wrong. Its sentence and its remedy follow from the kind. */
export type Problem =
  | { readonly kind: 'certificate'; readonly expiring: ExpiringCertificate }
  | { readonly kind: 'other_certificate'; readonly served: Served; readonly named: Certificate }
  | { readonly kind: 'served_expired'; readonly served: Served }
  | { readonly kind: 'served_expiring'; readonly served: Served }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'not_yet_valid'; readonly notBefore: Date }
  /** With the IP addresses that it covers among the names. */
  | { readonly kind: 'host_not_covered'; readonly host: string; readonly dnsNames: readonly string[] }
  | { readonly kind: 'test_ca'; readonly ca: string }
  | ChainProblem;

/** What is wrong with a chain, or with the leaf certificate below it, whoever looks at it. */
export interface ChainProblem {
  readonly kind: 'incomplete_chain' | 'rejected_chain' | 'rejected_leaf';
  /** To stand after a colon. */
  readonly fault: string;
  /** Is it the certificate that was named, which was uploaded with its chain? */
  readonly isNamed?: boolean;
}

/** A problem, and where it was found; the account's certificates are named by the problem itself. */
export interface Finding {
  readonly problem: Problem;
  readonly endpoint?: Endpoint;
}

/** More than these are counted in a message; outputs and summary have all. */
const MOST_LISTED = 10;

/** What is wrong, to stand after the endpoint; or, of a certificate, the whole statement. */
export function describeProblem(problem: Problem, rule: ExpiryRule): string {
  switch (problem.kind) {
    case 'certificate':
      return describeExpiring(problem.expiring, rule);
    case 'other_certificate': {
      const { served, named } = problem;
      const expected =
        named.sha1Fingerprint === ''
          ? 'one that is not issued yet'
          : `SHA-1 ${named.sha1Fingerprint}, which expires ${named.notAfterText}`;
      return `serves another certificate than ${nameCertificate(named)}: SHA-1 ${served.sha1Fingerprint}, which expires ${formatTime(served.notAfter)}, instead of ${expected}`;
    }
    case 'served_expired':
      return `serves a certificate that expired ${formatTime(problem.served.notAfter)}; ${limitOf(problem.served, rule)}`;
    case 'served_expiring': {
      const { notAfter } = problem.served;
      return `serves a certificate that expires in ${describeTimeLeft(notAfter, rule.now)} (${formatTime(notAfter)}); ${limitOf(problem.served, rule)}`;
    }
    case 'revoked':
      return 'serves a certificate that its CA has revoked (ARI)';
    case 'not_yet_valid':
      return `serves a certificate that is not valid before ${formatTime(problem.notBefore)}`;
    case 'host_not_covered': {
      const { dnsNames } = problem;
      const names = dnsNames.length === 0 ? 'no DNS name or IP address' : enumerate(shortNames(dnsNames), 10);
      return `serves a certificate that does not cover ${problem.host} (it covers ${names})`;
    }
    case 'incomplete_chain':
      return `sends an incomplete certificate chain, which some clients cannot verify: ${problem.fault}`;
    case 'rejected_chain':
      return `sends a certificate chain that clients reject: ${problem.fault}`;
    case 'rejected_leaf':
      return `serves a certificate that clients reject: ${problem.fault}`;
    case 'test_ca':
      return `serves a certificate of the test CA ${problem.ca}, which no browser trusts`;
  }
}

/** The limit for what is served. */
function limitOf(served: Served, { minDays }: ExpiryRule): string {
  return describeLimit(minDays, limitMsOf(minDays, durationMsOf(validityOf(served))));
}

function describeExpiring(
  { certificate, reason, limitMs, usedBy = [] }: ExpiringCertificate,
  { minDays, now }: ExpiryRule,
): string {
  const { notAfter, notAfterText } = certificate;
  const users =
    usedBy.length === 0
      ? ''
      : `, which ${enumerate(usedBy.map(nameConsumer), 10)} still ${usedBy.length === 1 ? 'uses' : 'use'},`;
  const name = `Certificate ${nameCertificate(certificate)}${users}`;
  const limit = describeLimit(minDays, limitMs);
  if (reason === 'error') return `${name} is in state "error"`;
  if (reason === 'expired') return `${name} expired ${notAfterText}; ${limit}`;
  const left = notAfter === undefined ? 'no time' : describeTimeLeft(notAfter, now);
  return `${name} expires in ${left} (${notAfterText}); ${limit}`;
}

/** A chain belongs to the certificate it was uploaded with, and cannot be changed. */
const RENEW_UPLOADED = 'Renew the certificate with your CA, and use `operation: rotate`';

/** What to do about a problem. Problems with one remedy share it. */
function remedyOf(problem: Problem, rule: ExpiryRule): string {
  switch (problem.kind) {
    case 'certificate':
      if (problem.expiring.certificate.type === 'lets_encrypt') return ownRemedyOf(problem.expiring, rule);
      // Only an older member is counted for what uses it.
      if ((problem.expiring.usedBy ?? []).length > 0)
        return 'The family has a newer certificate. Put that in place: `operation: rotate` with `source: uploaded`.';
      return 'Renew it with your CA, and use `operation: rotate`. Delete it if nothing uses it (`operation: absent`).';
    case 'other_certificate':
      return 'Check that the name leads to what uses the certificate. `operation: rotate` rebinds load balancers and CDN endpoints.';
    case 'served_expired':
    case 'served_expiring':
      return 'Renew the certificate that the server uses.';
    case 'revoked':
      return 'Issue a new certificate now, and put it in place. Clients may reject the old one at any time.';
    case 'not_yet_valid':
      return 'Wait until it is valid, or put the previous certificate back.';
    case 'host_not_covered':
      return 'Issue a certificate that covers this name too, or bind another one there.';
    case 'test_ca':
      return "Issue it with the CA's production environment, or set `allow_test_ca: true`.";
    case 'incomplete_chain':
      return problem.isNamed
        ? `${RENEW_UPLOADED} with the full chain (\`fullchain.pem\`).`
        : 'Set the server up with the full chain (`fullchain.pem`): the leaf certificate, and then its intermediates. If the issuer is the root of a CA of your own, set the environment variable NODE_EXTRA_CA_CERTS to a file with it.';
    case 'rejected_chain':
      return problem.isNamed
        ? `${RENEW_UPLOADED} with the chain that your CA offers today.`
        : 'Set the server up with the chain that its CA offers today. If it sends that one already, use a certificate of another CA.';
    case 'rejected_leaf':
      return problem.isNamed
        ? `${RENEW_UPLOADED} with one that is made for TLS servers.`
        : 'Set the server up with a certificate that is made for TLS servers.';
  }
}

/** Of a certificate that DigitalOcean ordered: it is not to blame before it is late. */
function ownRemedyOf({ certificate, reason }: ExpiringCertificate, rule: ExpiryRule): string {
  return reason !== 'short' || isRenewalLate(certificate, rule)
    ? `DigitalOcean renews certificates from Let's Encrypt itself, and could not. ${DNS_REMEDY}`
    : "DigitalOcean renews certificates from Let's Encrypt itself, about 30 days before they expire, and is not late yet. Lower `min_days`, or wait a few days.";
}

/** All findings in one message that ends with what to do; undefined if there are none. */
export function describeFindings(findings: readonly Finding[], rule: ExpiryRule): string | undefined {
  if (findings.length === 0) return undefined;
  const sentences = findings.map(({ problem, endpoint }) => {
    const where = endpoint === undefined ? '' : `${nameEndpoint(endpoint)} `;
    return `${where}${describeProblem(problem, rule)}.`;
  });
  const remedies = [...new Set(findings.map(({ problem }) => remedyOf(problem, rule)))];
  const [only = ''] = sentences;
  const text = sentences.length === 1 ? only : `${sentences.length} problems were found. ${numbered(sentences)}`;
  return `${text} ${remedies.join(' ')}`;
}

/** Sentences with numbers; more than ten are counted. */
function numbered(sentences: readonly string[]): string {
  const shown = sentences.slice(0, MOST_LISTED).map((sentence, at) => `(${at + 1}) ${sentence}`);
  const rest = sentences.length - shown.length;
  return `${shown.join(' ')}${rest > 0 ? ` And ${rest} more: see the job summary and the outputs.` : ''}`;
}

/** Several failures as one error; undefined if there are none. */
export function joinFailures(failures: readonly ActionError[]): ActionError | undefined {
  const [first, ...others] = failures;
  if (first === undefined || others.length === 0) return first;
  const code: ErrorCode = first.code;
  return new ActionError(code, failures.map(({ message }) => message).join(' '), { cause: first });
}

/** The failure for endpoints that could not be probed, whose certificates are not known; undefined if there are none. */
export function unreachableError(
  faults: readonly { endpoint: Endpoint; what: string }[],
  isProxySet: boolean,
): ActionError | undefined {
  if (faults.length === 0) return undefined;
  const sentences = faults.map(({ endpoint, what }) => `${nameEndpoint(endpoint)}: ${clauseOf(what)}.`);
  const [only = ''] = sentences;
  const text =
    sentences.length === 1
      ? `An endpoint could not be probed. ${only}`
      : `${sentences.length} endpoints could not be probed. ${numbered(sentences)}`;
  return new ActionError('endpoint_unreachable', `${text} ${probeRemedy(isProxySet)}`);
}
