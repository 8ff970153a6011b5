import { mapAtOnce } from '../concurrency.ts';
import { apiErrorOf } from '../digitalocean/responses.ts';
import { getLoadBalancer, loadBalancerIn, loadBalancerPath, putLoadBalancer } from '../consumers/load-balancer.ts';
import type { LoadBalancer, Raw } from '../consumers/load-balancer.ts';
import { buildUpdate, differingFields } from '../consumers/load-balancer-update.ts';
import { pause } from '../digitalocean/retry.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { enumerate, nameConsumer } from '../text.ts';
import { consumerOf } from './progress.ts';
import type { Entry, Ledger } from './progress.ts';
import { rebindCdnEndpoint } from './rebind-cdn.ts';
import { orGone, pauseOrThrow, refuseWhenHalted } from './attempts.ts';
import type { Replacement } from './attempts.ts';
import type { Users } from './selection.ts';

const AT_ONCE = 4;
const BUSY_FIRST_MS = 2_000;
const BUSY_LONGEST_MS = 30_000;
/** A 404 to a PUT while the load balancer is there: the new certificate may not have reached every server yet. */
const MOST_NOT_FOUND = 4;

/**
 * Moves every consumer off the replaced certificates: the first load balancer alone, the rest four at a time once one compared well, CDN
 * endpoints beside them at their own rate. What fails is in the ledger; what must stop everything halts it.
 */
export async function rebindAll(
  users: Users,
  replacement: Replacement,
  ledger: Ledger,
  context: Context,
): Promise<void> {
  const one = async ({ id, name }: LoadBalancer): Promise<void> => {
    const entry = ledger.entryOf(consumerOf({ id, name }, 'load_balancer'));
    await attempt(entry, ledger, context, () => rebindLoadBalancer(entry, replacement, ledger, context));
  };
  const loadBalancers = async (): Promise<void> => {
    const rest = [...users.loadBalancers];
    // One alone until the answer to one compared well: what would go wrong with all goes wrong with one.
    for (let first = rest.shift(); first !== undefined; first = rest.shift()) {
      await one(first);
      if (ledger.entries.get(first.id)?.status === 'rebound') break;
    }
    await mapAtOnce(rest, AT_ONCE, one);
  };
  const cdnEndpoints = async (): Promise<void> => {
    for (const { id, name } of users.cdnEndpoints) {
      const entry = ledger.entryOf(consumerOf({ id, name }, 'cdn_endpoint'));
      await attempt(entry, ledger, context, () => rebindCdnEndpoint(entry, replacement, ledger, context));
    }
  };
  await Promise.all([loadBalancers(), cdnEndpoints()]);
}

async function attempt(entry: Entry, ledger: Ledger, { log }: Context, work: () => Promise<void>): Promise<void> {
  const name = nameConsumer(entry.consumer);
  try {
    refuseWhenHalted(ledger);
    await work();
    entry.error = '';
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    entry.status = 'failed';
    entry.error = error.message;
    // These would come back at every consumer, or mean that writing on does harm.
    if (isApiError(error, 'missing_scope', 'unauthorized') || ['changed_otherwise', 'cancelled'].includes(error.code))
      ledger.halt(error);
    log.info(`Not rebound: ${name}: ${error.message}`);
  }
}

async function rebindLoadBalancer(
  entry: Entry,
  { targetId, replacedIds }: Replacement,
  ledger: Ledger,
  { client, log }: Context,
): Promise<void> {
  const { id } = entry.consumer;
  const path = loadBalancerPath(id);
  const newIdOf = (old: string): string | undefined => (replacedIds.has(old) ? targetId : undefined);
  let sent: Raw | undefined;
  let busyMs = BUSY_FIRST_MS;
  let tries = 0;
  let notFound = 0;
  for (;;) {
    refuseWhenHalted(ledger);
    const now = await orGone(getLoadBalancer(client, id));
    if (now === undefined) {
      log.info(`${nameConsumer(entry.consumer)} is gone meanwhile: nothing to rebind`);
      return;
    }
    const moving = now.uses.filter(({ certificateId }) => replacedIds.has(certificateId));
    if (moving.length === 0 || now.isKubernetes) {
      if (sent !== undefined) confirm(entry, sent, now, log);
      else if (now.isKubernetes) entry.status = 'kubernetes';
      return;
    }
    entry.awaited ??= {
      status: now.status,
      validationReasons: now.validationReasons,
      domains: moving.flatMap(({ domain }) => domain ?? []),
    };
    for (const { certificateId } of moving) entry.movedOff.add(certificateId);
    sent = buildUpdate(now, newIdOf);
    const answer = await putLoadBalancer(client, id, sent);
    const updated = loadBalancerIn(answer);
    if (updated !== undefined) {
      confirm(entry, sent, updated, log);
      return;
    }
    const error = apiErrorOf('PUT', path, answer);
    if (error.kind === 'busy') {
      log.info(`${nameConsumer(entry.consumer)} is busy; trying again in ${busyMs / 1_000} s`);
      if (!(await pause(client.patience, busyMs))) throw error;
      busyMs = Math.min(busyMs * 2, BUSY_LONGEST_MS);
    } else if (error.kind === 'not_found' && notFound < MOST_NOT_FOUND) {
      notFound += 1;
      if (!(await pause(client.patience, BUSY_FIRST_MS))) throw error;
    } else {
      tries += 1;
      await pauseOrThrow(answer, tries, path, client);
    }
  }
}

function confirm(entry: Entry, sent: Raw, now: LoadBalancer, log: Context['log']): void {
  const fields = differingFields(sent, now);
  entry.times += 1;
  if (fields.length > 0) {
    throw new ActionError(
      'changed_otherwise',
      `After the update ${nameConsumer(entry.consumer)} (${entry.consumer.id}) differs from what was sent in ${enumerate(fields.map((field) => `\`${field}\``))}. Nothing more was written. Look at these fields in the control panel before you run this again.`,
    );
  }
  entry.status = 'rebound';
  const isActive = now.status === 'active' || now.status === entry.awaited?.status;
  if (!now.isGlobal && isActive) entry.awaited = undefined;
  log.info(`Rebound ${nameConsumer(entry.consumer)} (${entry.consumer.id})`);
}
