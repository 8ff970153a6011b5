import { nameCertificate } from '../certificates/describe.ts';
import { findExpiring, firstToExpire } from '../certificates/expiry.ts';
import { currentMember } from '../certificates/family.ts';
import { findTargets, notFoundError } from '../certificates/find.ts';
import type { ConsumerName } from '../consumers/consumer.ts';
import { nameServices } from '../consumers/clusters.ts';
import { consumersOf, missingScopes, readConsumers } from '../consumers/survey.ts';
import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { CheckTask, Target } from '../task.ts';
import { enumerate } from '../text.ts';

/** What a check reads of the account. */
export interface AccountReading {
  /** What the check is about, in the API's order. */
  readonly certificates: readonly Certificate[];
  /** The one that was named. */
  readonly named?: Certificate | undefined;
  /** Those that must pass. */
  readonly counted: readonly Certificate[];
  /** The consumers of older members that count because of them, by the certificate's id. */
  readonly usedBy?: ReadonlyMap<string, readonly ConsumerName[]>;
  /** Why it could not be read, or not be found. */
  readonly failure?: ActionError;
  /** Is it known of each that matters whether it must pass? */
  readonly isComplete: boolean;
}

const NOTHING: AccountReading = { certificates: [], counted: [], isComplete: true };

/** Reads the certificates that a check is about. A failure is part of the reading, so that endpoints are reported all the same. */
export async function readAccount(task: CheckTask, context: Context): Promise<AccountReading> {
  try {
    if (task.scope.kind === 'endpoints') return NOTHING;
    return task.scope.kind === 'account' ? await readAll(context) : await readTarget(task.scope.target, task, context);
  } catch (error) {
    if (error instanceof ActionError && error.code !== 'cancelled') return { ...NOTHING, failure: error };
    throw error;
  }
}

async function readAll({ client, log }: Context): Promise<AccountReading> {
  const certificates = await listCertificates(client);
  if (certificates.length === 0)
    log.warning('The account has no certificates. Check that `token` belongs to the right account.');
  return { certificates, counted: certificates, isComplete: true };
}

async function readTarget(target: Target, task: CheckTask, context: Context): Promise<AccountReading> {
  const members = await findTargets(target, context);
  const named = currentMember(members);
  if (named === undefined) return { ...NOTHING, failure: notFoundError(target) };
  const older = members.filter(({ id }) => id !== named.id);
  const rule = { minDays: task.minDays, now: context.deadline.clock.now() };
  const expiring = findExpiring(older, rule).map(({ certificate }) => certificate);
  const reading = { certificates: members, named, counted: [named], isComplete: true };
  if (expiring.length === 0) return reading;
  try {
    const { used, usedBy, isComplete } = await findUsed(expiring, context);
    return { ...reading, counted: [named, ...used], usedBy, isComplete };
  } catch (error) {
    if (!(error instanceof ActionError) || error.code === 'cancelled') throw error;
    return { ...reading, failure: error, isComplete: false };
  }
}

/** Those that a consumer still uses. What may not be read is warned of. */
async function findUsed(
  expiring: readonly Certificate[],
  { client, log, clusters }: Context,
): Promise<{ used: Certificate[]; usedBy: Map<string, readonly ConsumerName[]>; isComplete: boolean }> {
  const { consumers, unreadable } = await readConsumers(client);
  const usedBy = new Map<string, readonly ConsumerName[]>();
  for (const { id } of expiring) usedBy.set(id, await nameServices(consumersOf(consumers, id), clusters));
  const used = expiring.filter(({ id }) => (usedBy.get(id) ?? []).length > 0);
  const unknown = expiring.filter((certificate) => !used.includes(certificate));
  const isComplete = unknown.length === 0 || unreadable.length === 0;
  if (!isComplete)
    log.warning(
      `Older members of the family expire soon too: ${enumerate(unknown.map(nameCertificate), 10)}. Whether something still uses them is not known, because the token lacks ${missingScopes(unreadable)}. Add what is missing to be sure.`,
    );
  return { used: firstToExpire(used), usedBy, isComplete };
}
