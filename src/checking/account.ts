import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { readConsumers } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { ActionError } from '../errors.ts';
import { currentMember, firstToEnd } from '../certificates/family.ts';
import type { Context } from '../outcome.ts';
import { findTargets, notFound } from '../certificates/remove.ts';
import type { CheckTask, Target } from '../task.ts';
import { enumerate, nameCertificate, nameConsumer } from '../text.ts';
import { findShort } from '../certificates/expiry.ts';

/** What a check reads of the account. */
export interface AccountReading {
  /** What the check is about, in the API's order. */
  readonly certificates: readonly Certificate[];
  /** The one that was named. */
  readonly named?: Certificate | undefined;
  /** Those that must pass. */
  readonly counted: readonly Certificate[];
  /** Why it could not be read, or not be found. */
  readonly obstacle?: ActionError;
  /** Is it known of each that matters whether it must pass? */
  readonly isWhole: boolean;
}

const NOTHING: AccountReading = { certificates: [], counted: [], isWhole: true };

/** Reads the certificates that a check is about; what goes wrong is an obstacle, so that endpoints are told all the same. */
export async function readAccount(task: CheckTask, context: Context): Promise<AccountReading> {
  try {
    if (task.scope.kind === 'endpoints') return NOTHING;
    return task.scope.kind === 'account' ? await readAll(context) : await readTarget(task.scope.target, task, context);
  } catch (error) {
    if (error instanceof ActionError && error.code !== 'cancelled') return { ...NOTHING, obstacle: error };
    throw error;
  }
}

async function readAll({ client, log }: Context): Promise<AccountReading> {
  const certificates = await listCertificates(client);
  if (certificates.length === 0) log.warning('The account has no certificates: is `token` of the right account?');
  return { certificates, counted: certificates, isWhole: true };
}

async function readTarget(target: Target, task: CheckTask, context: Context): Promise<AccountReading> {
  const members = await findTargets(target, context);
  const named = currentMember(members);
  if (named === undefined) return { ...NOTHING, obstacle: notFound(target) };
  const lower = members.filter(({ id }) => id !== named.id);
  const short = findShort(lower, task.minDays, context.client.patience.clock.now()).map(
    ({ certificate }) => certificate,
  );
  const reading = { certificates: members, named, counted: [named], isWhole: true };
  if (short.length === 0) return reading;
  try {
    const { used, isWhole } = await stillUsed(short, context);
    return { ...reading, counted: [named, ...used], isWhole };
  } catch (error) {
    if (!(error instanceof ActionError) || error.code === 'cancelled') throw error;
    return { ...reading, obstacle: error, isWhole: false };
  }
}

/** Those that a load balancer or CDN endpoint uses still. What may not be read is warned of. */
async function stillUsed(
  short: readonly Certificate[],
  { client, log }: Context,
): Promise<{ used: Certificate[]; isWhole: boolean }> {
  const { usersOf, missingScopes } = await readConsumers(client);
  const users = new Map<Certificate, Consumer[]>(short.map((certificate) => [certificate, usersOf(certificate.id)]));
  const isUsed = (certificate: Certificate): boolean => (users.get(certificate) ?? []).length > 0;
  for (const certificate of short.filter(isUsed))
    log.info(
      `Certificate ${nameCertificate(certificate)} is an older one, and ${enumerate((users.get(certificate) ?? []).map(nameConsumer), 10)} still on it`,
    );
  const unknown = short.filter((certificate) => !isUsed(certificate));
  const isWhole = unknown.length === 0 || missingScopes.length === 0;
  if (!isWhole) {
    log.warning(
      `${enumerate(unknown.map(nameCertificate), 10)}, of the same family, is short of days too, and whether something still uses it is not known: the token lacks ${enumerate(missingScopes)}, which would tell.`,
    );
  }
  return { used: firstToEnd(short.filter(isUsed)), isWhole };
}
