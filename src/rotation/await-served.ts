import { mapConcurrently } from '../concurrency.ts';
import { ActionError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Context } from '../outcome.ts';
import { enumerate, formatSeconds } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import type { Probed } from '../tls/handshake.ts';
import { probeAddress, probeEndpoint, probeRemedy } from '../tls/probe.ts';
import { poll } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import { hasProxy } from '../digitalocean/proxies.ts';

/** Handshakes in a row that must show the new certificate: a load balancer has several servers behind one address. */
const IN_A_ROW = 3;
const CONCURRENT_ENDPOINTS = 8;
const PACE = { firstMs: 1_000, factor: 2, maxMs: 15_000 };

/** Where a new certificate must be served. */
export interface AwaitedEndpoint {
  readonly endpoint: Endpoint;
  /** The SHA-1 fingerprints that are right there: of another item's certificate too, if that covers the host as well. */
  readonly accepted: ReadonlySet<string>;
}

/** What each address serves in the end, and the failure if it is not the new certificate. */
export interface Serving {
  readonly probed: readonly Probed[];
  readonly failure: ActionError | undefined;
  /** Is there no use in looking again? */
  readonly isFinal: boolean;
}

/** Probes until every address of every endpoint shows the certificate three times in a row, or the deadline has passed. */
export async function awaitServed(
  endpoints: readonly AwaitedEndpoint[],
  sha1Fingerprint: string,
  context: Context,
): Promise<Serving> {
  let isHopeless = false;
  const deadline: Deadline = {
    ...context.deadline,
    remainingMs: () => (isHopeless ? 0 : context.deadline.remainingMs()),
  };
  const log = noticingOnce(context.log);
  const results = await mapConcurrently(endpoints, CONCURRENT_ENDPOINTS, async (awaited) => {
    const probed = await awaitEndpoint(awaited, { ...context, deadline, log });
    const wrong = probed.filter((each) => !isServed(each, awaited));
    // When one cannot be right any more, the rotation fails: nothing is gained by waiting for the others.
    isHopeless ||= wrong.length > 0;
    return { probed, wrong };
  });
  const probed = results.flatMap((result) => result.probed);
  const wrong = results.flatMap((result) => result.wrong);
  if (wrong.length === 0) return { probed, failure: undefined, isFinal: true };
  const message = `Not every endpoint serves the new certificate (SHA-1 ${sha1Fingerprint}): ${enumerate(wrong.map(describe), 10)}. The old certificate stays. ${remedyOf(wrong, context)} Then run this again.`;
  return { probed, failure: new ActionError('not_served', message), isFinal: wrong.some(isUnresolved) };
}

/** What was seen to be served is no matter of the network; what was not seen may be. */
function remedyOf(wrong: readonly Probed[], { proxies }: Context): string {
  const isOther = wrong.some(({ served }) => served !== undefined);
  const isOut = wrong.some(({ fault }) => fault !== undefined);
  return [
    ...(isOther ? ['Check that these names lead to load balancers or CDN endpoints of this account.'] : []),
    ...(isOut ? [probeRemedy(hasProxy(proxies))] : []),
  ].join(' ');
}

/** An endpoint is probed again and again, and what is worth knowing of it is worth it once. */
function noticingOnce(log: Log): Log {
  const told = new Set<string>();
  return {
    ...log,
    notice: (message) => {
      if (!told.has(message)) log.notice(message);
      told.add(message);
    },
  };
}

async function awaitEndpoint(awaited: AwaitedEndpoint, context: Context): Promise<Probed[]> {
  const { deadline, log } = context;
  let last: Probed[] = [];
  await poll(
    deadline,
    PACE,
    async () => {
      last = await probeInARow(awaited, context);
      const wrong = last.filter((each) => !isServed(each, awaited));
      // A name that does not exist will not come into being while we wait.
      const isFinal = wrong.length === 0 || wrong.some(isUnresolved);
      return isFinal ? { value: true } : { reason: enumerate(wrong.map(describe), 3) };
    },
    (reason, waitedMs) =>
      log.info(
        `Waiting for ${nameEndpoint(awaited.endpoint)} to serve the new certificate: ${reason} (${formatSeconds(waitedMs)} so far)`,
      ),
  );
  return last;
}

async function probeInARow(awaited: AwaitedEndpoint, context: Context): Promise<Probed[]> {
  const first = await probeEndpoint(awaited.endpoint, context);
  return Promise.all(
    first.map(async (probed) => {
      let last = probed;
      for (let count = 1; count < IN_A_ROW && isServed(last, awaited); count += 1)
        last = await probeAddress(probed.endpoint, context);
      return last;
    }),
  );
}

function isServed({ served }: Probed, { accepted }: AwaitedEndpoint): boolean {
  return served !== undefined && accepted.has(served.sha1Fingerprint);
}

function isUnresolved({ fault }: Probed): boolean {
  return fault?.kind === 'unresolved';
}

function describe({ endpoint, served, fault }: Probed): string {
  return `${nameEndpoint(endpoint)} ${served === undefined ? `(${fault?.what ?? ''})` : `serves SHA-1 ${served.sha1Fingerprint}`}`;
}
