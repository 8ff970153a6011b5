import { getLoadBalancer, listLoadBalancers } from '../consumers/load-balancer.ts';
import type { LoadBalancer } from '../consumers/load-balancer.ts';
import { pause } from '../digitalocean/retry.ts';
import type { Context } from '../outcome.ts';
import { enumerate, nameConsumer } from '../text.ts';
import type { Entry, Ledger } from './progress.ts';
import { orGone } from './attempts.ts';
import type { Replacement } from './attempts.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** Beyond this many, one list costs less than a request each. */
const MOST_SINGLE_READS = 3;

/**
 * Waits until every load balancer that was changed is bound: a regional one when it is active, or as it was before; a global one when every
 * domain that was changed shows another certificate than the replaced ones. A new validation error ends the wait for that one.
 */
export async function awaitBinding({ replacedIds }: Replacement, ledger: Ledger, context: Context): Promise<void> {
  const { client, log } = context;
  for (
    let waitMs = FIRST_PAUSE_MS, waitedMs = 0;
    ;
    waitedMs += waitMs, waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)
  ) {
    const waiting = [...ledger.entries.values()].filter(
      ({ status, awaited }) => status === 'rebound' && awaited !== undefined,
    );
    if (waiting.length === 0) return;
    if (!(await pause(client.patience, waitMs))) {
      for (const entry of waiting)
        fail(entry, 'it is not bound yet, and `wait_timeout` has passed. Run this again to complete it.');
      return;
    }
    const names = waiting.map(({ consumer }) => nameConsumer(consumer));
    log.info(`Waiting for ${enumerate(names, 5)} to be bound: ${Math.round((waitedMs + waitMs) / 1_000)} s so far`);
    const states = await readStates(waiting, context);
    for (const entry of waiting) look(entry, states.get(entry.consumer.id), replacedIds);
  }
}

async function readStates(waiting: readonly Entry[], { client }: Context): Promise<Map<string, LoadBalancer>> {
  const found =
    waiting.length > MOST_SINGLE_READS
      ? await listLoadBalancers(client)
      : await Promise.all(waiting.map(({ consumer }) => orGone(getLoadBalancer(client, consumer.id))));
  return new Map(found.filter((each) => each !== undefined).map((each) => [each.id, each]));
}

function look(entry: Entry, now: LoadBalancer | undefined, replacedIds: ReadonlySet<string>): void {
  const { awaited } = entry;
  // One that is gone serves nothing that would have to be bound.
  if (now === undefined || awaited === undefined) {
    entry.awaited = undefined;
    return;
  }
  const reasons = now.validationReasons.filter(
    (reason) =>
      !awaited.validationReasons.includes(reason) && awaited.domains.some((domain) => reason.startsWith(`${domain}: `)),
  );
  if (reasons.length > 0) {
    fail(entry, `DigitalOcean could not validate it: ${reasons.join('; ')}.`);
    return;
  }
  const isRebound = now.uses.every(({ certificateId }) => !replacedIds.has(certificateId));
  if (isRebound && (now.isGlobal || now.status === 'active' || now.status === awaited.status))
    entry.awaited = undefined;
}

function fail(entry: Entry, why: string): void {
  entry.status = 'failed';
  entry.error = why;
  entry.awaited = undefined;
}
