import { mapAtOnce } from '../concurrency.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { pause, refuseAfterStop } from '../digitalocean/retry.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import type { Context, ServedState } from '../outcome.ts';
import { askCertificate, HANDSHAKE_MS, resolveEndpoint, resolveFaultOf, unserved } from '../tls/handshake.ts';
import type { Addresses, Served } from '../tls/handshake.ts';
import { daysRemaining, enumerate, formatTime, nameCertificate } from '../text.ts';
import { faultsOfSentChain } from '../x509/chain.ts';
import { covers, dnsNamesOf } from '../x509/dns-names.ts';

/** Endpoints, and again addresses of one, that are asked side by side. */
const AT_ONCE = 8;
/** A connection that fails once may be chance; three times it is a fact. */
const MOST_TRIES = 3;
const PAUSE_MS = 1_000;

/** Finds the addresses of an endpoint. */
export type Resolve = (endpoint: Endpoint) => Promise<Addresses>;

/** What every address of every endpoint serves, or why it serves nothing. */
export async function askEndpoints(
  endpoints: readonly Endpoint[],
  context: Context,
  resolve: Resolve = resolveEndpoint,
): Promise<Served[]> {
  return (await mapAtOnce(endpoints, AT_ONCE, (endpoint) => askAddresses(endpoint, context, resolve))).flat();
}

async function askAddresses(endpoint: Endpoint, context: Context, resolve: Resolve): Promise<Served[]> {
  const { asked, leftOut, fault } = await resolvePatiently(endpoint, context, resolve);
  if (fault !== undefined) return [unserved(endpoint, fault)];
  if (leftOut.length > 0) {
    const told = enumerate(
      leftOut.map(({ address = '' }) => address),
      5,
    );
    context.log.notice(`${nameEndpoint(endpoint)}: ${told} was not asked, since this machine has no IPv6.`);
  }
  return mapAtOnce(asked, AT_ONCE, (address) => askPatiently(address, context));
}

async function resolvePatiently(
  endpoint: Endpoint,
  { client }: Context,
  resolve: Resolve,
): Promise<Addresses & { readonly fault?: string }> {
  for (let count = 1; ; count += 1) {
    try {
      return await resolve(endpoint);
    } catch (error) {
      if (count >= MOST_TRIES || !(await pause(client.patience, PAUSE_MS * count)))
        return { asked: [], leftOut: [], fault: resolveFaultOf(error) };
    }
  }
}

async function askPatiently(endpoint: Endpoint, { client, log }: Context): Promise<Served> {
  const { clock, stop } = client.patience;
  for (let count = 1; ; count += 1) {
    const served = await askCertificate(endpoint, AbortSignal.any([clock.timeoutSignal(HANDSHAKE_MS), stop]));
    refuseAfterStop(stop);
    if (served.fault === '') {
      const end = served.notAfter === undefined ? '' : `, ends ${formatTime(served.notAfter)}`;
      log.info(`${nameEndpoint(endpoint)} serves SHA-1 ${served.sha1Fingerprint}${end}`);
      return served;
    }
    if (count >= MOST_TRIES || !(await pause(client.patience, PAUSE_MS * count))) return served;
    log.info(`${served.fault}; asking once more`);
  }
}

/** What an endpoint must serve. */
export interface Expectation {
  readonly minDays: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The certificate that was named; absent when none was. */
  readonly named?: Certificate | undefined;
}

/** What is wrong with what was served; without a word on what served nothing, which has its fault. */
export function judgeServed(served: Served, { minDays, now, named }: Expectation): ServedState {
  const [leaf] = served.sent;
  if (leaf === undefined) return { ...served, problems: [] };
  const { host } = served.endpoint;
  const [end, begin] = [leaf.validToDate, leaf.validFromDate];
  const days = daysRemaining(end, now);
  const isOther = named !== undefined && named.sha1Fingerprint !== served.sha1Fingerprint;
  const names = dnsNamesOf(leaf);
  const problems = [
    isOther &&
      `serves another certificate than ${nameCertificate(named)}: SHA-1 ${served.sha1Fingerprint}, which ends ${formatTime(end)}, instead of ${named.sha1Fingerprint === '' ? 'one that is not issued yet' : `SHA-1 ${named.sha1Fingerprint}, which ends ${named.notAfterText}`}`,
    days < 0 && `serves a certificate that has expired: it ended ${formatTime(end)}`,
    // That the certificate which was named is short is told of itself already.
    days >= 0 &&
      days < minDays &&
      (named === undefined || isOther) &&
      `serves a certificate with fewer than ${minDays} days left: it ends ${formatTime(end)}`,
    begin.getTime() > now && `serves a certificate that is not valid yet: it begins ${formatTime(begin)}`,
    !covers(names, host) &&
      `serves a certificate that does not cover ${host}, but ${names.length === 0 ? 'no DNS name' : enumerate(names, 10)}`,
    ...(served.distrust === '' ? [] : faultsOfSentChain(served.sent, new Date(now))).map(
      (fault) => `sends an incomplete chain, and clients that fetch nothing will fail: ${fault}`,
    ),
  ];
  return { ...served, problems: problems.filter((problem) => problem !== false) };
}
