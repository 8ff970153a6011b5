import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { mapConcurrently } from '../concurrency.ts';
import { nodeErrorCode } from '../errors.ts';
import type { Log } from '../log.ts';
import { enumerate } from '../text.ts';
import { orAborted, poll, throwIfCancelled } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import { nameEndpoint } from './endpoint.ts';
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
 * What every address of an endpoint serves, or why it serves nothing. A look-up or connection that fails is tried three times.
 * @throws ActionError `cancelled`
 */
export async function probeEndpoint(
  endpoint: Endpoint,
  context: ProbeContext,
  resolve: Resolve = resolveEndpoint,
): Promise<Probed[]> {
  const found = await lookUp(endpoint, context, resolve);
  if ('fault' in found) return [{ endpoint, fault: found.fault }];
  return mapConcurrently(found.addresses, CONCURRENT_PROBES, (address) =>
    retry(address, () => probeAddress(address, context), context),
  );
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
    const named = enumerate(
      unreachable.map(({ address = '' }) => address),
      5,
    );
    context.log.notice(`${nameEndpoint(endpoint)}: ${named} was not probed, because this machine has no IPv6.`);
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
      return fault === undefined || count >= MOST_ATTEMPTS ? { value: last } : { reason: fault.what };
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
