import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { mapConcurrently } from '../concurrency.ts';
import { nodeErrorCode } from '../errors.ts';
import type { Log } from '../log.ts';
import { enumerate } from '../text.ts';
import { orAborted, poll, throwIfCancelled } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import { isAddress, nameEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { handshake, HANDSHAKE_MS } from './handshake.ts';
import type { Probed, ProbeFault } from './handshake.ts';

/** Endpoints, and again addresses of one, that are probed side by side. */
const CONCURRENT_PROBES = 8;
/** What fails once may be chance; three times is a fact. */
const MOST_ATTEMPTS = 3;
const PACE = { firstMs: 1_000, factor: 2, maxMs: 2_000 };

/** The addresses of an endpoint that are probed, and those that this machine cannot reach. */
export interface Addresses {
  readonly reachable: readonly Endpoint[];
  readonly unreachable: readonly Endpoint[];
}

/** Finds the addresses of an endpoint. @throws Error of `dns.lookup` */
export type Resolve = (endpoint: Endpoint) => Promise<Addresses>;

/** What a prober works with. */
export interface ProbeContext {
  readonly deadline: Deadline;
  readonly log: Log;
}

/**
 * What every address of an endpoint serves, or why it serves nothing. A look-up or connection that fails is tried three times. IPv6
 * addresses without a route are reported, and left out if an IPv4 address of the endpoint answers.
 * @throws ActionError `cancelled`
 */
export async function probeEndpoint(
  endpoint: Endpoint,
  context: ProbeContext,
  resolve: Resolve = resolveEndpoint,
): Promise<Probed[]> {
  const found = await lookUp(endpoint, context, resolve);
  if ('fault' in found) return [{ endpoint, fault: found.fault }];
  const probed = await mapConcurrently(found.addresses, CONCURRENT_PROBES, (address) =>
    retry(address, () => probeAddress(address, context), context),
  );
  for (const each of probed)
    if (each.served?.refusal !== undefined)
      context.log.notice(`${nameEndpoint(each.endpoint)}: ${each.served.refusal}.`);
  const answers = probed.some((each) => each.served !== undefined && isIP(addressOf(each)) === 4);
  const lost = answers ? probed.filter(isWithoutRoute) : [];
  for (const each of lost) context.log.notice(notProbed(each.endpoint, [addressOf(each)], each.fault?.what ?? ''));
  return probed.filter((each) => !lost.includes(each));
}

function addressOf({ endpoint }: Probed): string {
  return endpoint.address ?? endpoint.host;
}

function isWithoutRoute(probed: Probed): boolean {
  return probed.fault?.kind === 'no_route' && isIP(addressOf(probed)) === 6;
}

function notProbed({ host, port }: Endpoint, addresses: readonly string[], why: string): string {
  return `${nameEndpoint({ host, port, address: undefined })}: ${enumerate(addresses, 5)} was not probed, because ${why}.`;
}

/** {@link probeEndpoint} for many. */
export async function probeEndpoints(
  endpoints: readonly Endpoint[],
  context: ProbeContext,
  resolve: Resolve = resolveEndpoint,
): Promise<Probed[]> {
  const probed = await mapConcurrently(endpoints, CONCURRENT_PROBES, (endpoint) =>
    probeEndpoint(endpoint, context, resolve),
  );
  return probed.flat();
}

const NOT_PROBED = 'not probed: `wait_timeout` ended before';

/** One handshake with one address, which ends at the latest one request after the deadline. @throws ActionError `cancelled` */
export async function probeAddress(endpoint: Endpoint, { deadline }: Pick<ProbeContext, 'deadline'>): Promise<Probed> {
  throwIfCancelled(deadline);
  const limitMs = deadline.requestMs(HANDSHAKE_MS);
  if (limitMs === 0) return { endpoint, fault: { kind: 'handshake', what: NOT_PROBED } };
  const signal = AbortSignal.any([deadline.clock.timeoutSignal(limitMs), deadline.stop]);
  const probed = await handshake(endpoint, signal, limitMs);
  throwIfCancelled(deadline);
  return probed;
}

/** The addresses of an endpoint. Those that this machine cannot reach are reported, and left out if there are others. */
async function lookUp(
  endpoint: Endpoint,
  context: ProbeContext,
  resolve: Resolve,
): Promise<{ readonly addresses: readonly Endpoint[] } | { readonly fault: ProbeFault }> {
  const { deadline } = context;
  const { clock } = deadline;
  let pending: Promise<Addresses> | undefined;
  const attempt = async (): Promise<LookUp> => {
    throwIfCancelled(deadline);
    if (deadline.requestMs() === 0) return { fault: { kind: 'lookup', what: NOT_PROBED } };
    // What is under way is awaited once more: few look-ups run side by side, and those that hang would fill the queue for all others.
    pending ??= resolve(endpoint);
    const signal = AbortSignal.any([clock.timeoutSignal(deadline.requestMs(HANDSHAKE_MS)), deadline.stop]);
    try {
      return { addresses: await orAborted(pending, signal) };
    } catch (error) {
      if (!signal.aborted) pending = undefined;
      throwIfCancelled(deadline);
      return { fault: resolveFaultOf(error) };
    }
  };
  const found = await retry(endpoint, attempt, context);
  if (found.fault !== undefined) return { fault: found.fault };
  const { reachable, unreachable } = found.addresses;
  if (unreachable.length > 0) {
    const named = unreachable.map(({ address = '' }) => address);
    context.log.notice(notProbed(endpoint, named, 'this machine has no IPv6'));
  }
  return { addresses: reachable };
}

type LookUp =
  | { readonly addresses: Addresses; readonly fault?: undefined }
  | { readonly addresses?: undefined; readonly fault: ProbeFault };

async function retry<Result extends { readonly fault?: ProbeFault | undefined }>(
  endpoint: Endpoint,
  attempt: () => Promise<Result>,
  { deadline, log }: ProbeContext,
): Promise<Result> {
  let count = 0;
  let last: Result | undefined;
  const result = await poll(
    deadline,
    PACE,
    async () => {
      last = await attempt();
      count += 1;
      const { fault } = last;
      const isLast = count >= MOST_ATTEMPTS || fault?.kind === 'no_route';
      return fault === undefined || isLast ? { value: last } : { reason: fault.what };
    },
    (reason) => log.info(`${nameEndpoint(endpoint)}: ${reason}; attempt ${count + 1} of ${MOST_ATTEMPTS} follows`),
  );
  if ('value' in result) return result.value;
  // The deadline has passed: what was seen last counts.
  return last ?? (await attempt());
}

/**
 * The address given, else every one that the name resolves to. On a machine without IPv6 (GitHub's hosted runners have none) the IPv6
 * addresses are unreachable.
 */
export async function resolveEndpoint(endpoint: Endpoint): Promise<Addresses> {
  if (endpoint.address !== undefined) return { reachable: [endpoint], unreachable: [] };
  if (isAddress(endpoint)) return { reachable: [{ ...endpoint, address: endpoint.host }], unreachable: [] };
  const found = await lookup(endpoint.host, { all: true });
  const { reachable, unreachable } = chooseAddresses([...new Set(found.map(({ address }) => address))], hasIpv6());
  const at = (address: string): Endpoint => ({ ...endpoint, address });
  return { reachable: reachable.map(at), unreachable: unreachable.map(at) };
}

/** Which of these addresses are probed, if IPv6 leads nowhere but to this machine itself: all, if there would be none. */
export function chooseAddresses(
  addresses: readonly string[],
  withIpv6: boolean,
): { readonly reachable: readonly string[]; readonly unreachable: readonly string[] } {
  const isReachable = (address: string): boolean => withIpv6 || isIP(address) === 4 || address === '::1';
  const reachable = addresses.filter(isReachable);
  return reachable.length === 0
    ? { reachable: addresses, unreachable: [] }
    : { reachable, unreachable: addresses.filter((each) => !isReachable(each)) };
}

function hasIpv6(): boolean {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return all.some(({ family, internal, address }) => family === 'IPv6' && !internal && !address.startsWith('fe80:'));
}

/**
 * What to check if endpoints cannot be probed, as a sentence. Behind a proxy it is not plain that names must resolve here: those of the
 * API's host need not.
 */
export function probeRemedy(isProxySet: boolean): string {
  const direct = isProxySet
    ? ' HTTPS_PROXY is set, but endpoints are contacted directly, not through the proxy: their names must resolve on this machine, and it must be allowed to connect there.'
    : '';
  return `Check \`endpoints\`, the DNS records, and whether this machine may connect there.${direct}`;
}

/** Why a name has no address. */
export function resolveFaultOf(error: unknown): ProbeFault {
  const code = nodeErrorCode(error);
  if (code === 'ENOTFOUND')
    return {
      kind: 'unresolved',
      what: 'the name does not resolve: is it spelled right, and does its DNS record exist? (ENOTFOUND)',
    };
  return { kind: 'lookup', what: `the name could not be resolved: no name server responded (${code || 'time-out'})` };
}
