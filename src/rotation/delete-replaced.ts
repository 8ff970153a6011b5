import { nameCertificate } from '../certificates/describe.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { consumersOf } from '../consumers/survey.ts';
import { sendDelete } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { isUuid } from '../digitalocean/responses.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { enumerate } from '../text.ts';
import type { Progress } from './progress.ts';
import { keptForKubernetes } from './selection.ts';
import type { Selection } from './selection.ts';

/** What a rotation knows of the account right now. */
interface Reading {
  readonly consumers: readonly Consumer[];
  readonly selection: Selection;
}

/**
 * Deletes one certificate that was replaced and that nothing refers to. One reading covers one deletion.
 * @returns whether to look again; or those that the API reports as in use, although no consumer refers to them
 */
export async function deleteNext(
  { consumers, selection }: Reading,
  progress: Progress,
  context: Context,
): Promise<'done' | 'again' | readonly Certificate[]> {
  const { client, log } = context;
  // One with an unusual id cannot be deleted, and must not keep the others from it: it comes last.
  const deletable = findDeletable(consumers, selection)
    .filter(({ id }) => !progress.gone.has(id))
    .toSorted((a, b) => Number(isUuid(b.id)) - Number(isUuid(a.id)));
  const inUse: Certificate[] = [];
  for (const certificate of deletable) {
    const name = nameCertificate(certificate);
    progress.registry.throwIfHalted('deletion');
    try {
      if (await sendDelete(client, certificate.id)) {
        progress.deleted.push(certificate);
        log.info(`Deleted certificate ${name}`);
      } else log.info(`Certificate ${name} does not exist any more. Nothing to delete.`);
      progress.gone.add(certificate.id);
      return deletable.length > 1 ? 'again' : 'done';
    } catch (error) {
      if (isApiError(error, 'unauthorized', 'missing_scope')) progress.registry.halt(error, 'deletion');
      if (!isApiError(error, 'in_use')) throw error;
      // A refusal changes nothing, so the reading still holds for the next one.
      inUse.push(certificate);
    }
  }
  return inUse.length === 0 ? 'done' : inUse;
}

/** The replaced certificates that may be deleted: nothing refers to them, and no cluster may still come to them. */
export function findDeletable(consumers: readonly Consumer[], { older }: Pick<Selection, 'older'>): Certificate[] {
  const kubernetes = consumers.filter(({ isKubernetes }) => isKubernetes);
  const kept = keptForKubernetes(older, kubernetes);
  return older.filter(
    (certificate) => !kept.includes(certificate) && consumersOf(consumers, certificate.id).length === 0,
  );
}

/** Logs what stays, and why. */
export function logKept(consumers: readonly Consumer[], { older }: Selection, { log }: Context): void {
  const deletable = findDeletable(consumers, { older });
  for (const certificate of older.filter((each) => !deletable.includes(each))) {
    const isUsed = consumersOf(consumers, certificate.id).length > 0;
    const why = isUsed
      ? 'a managed domain or a Kubernetes load balancer still refers to it'
      : 'a Kubernetes load balancer still uses an older one, and its Service may be annotated with this one';
    log.info(`Certificate ${nameCertificate(certificate)} stays: ${why}.`);
  }
}

/** A success with a warning only if this run rebound a consumer from each, and none refers to it now; the API releases certificates late. */
export function leaveInUse(inUse: readonly Certificate[], { entries }: Progress, { log }: Context): void {
  const isOurs = inUse.every(({ id }) => [...entries.values()].some(({ reboundFrom }) => reboundFrom.has(id)));
  const message = `The API still reports ${enumerate(inUse.map(nameCertificate), 10)} as in use, although no consumer refers to it any more, and \`wait_timeout\` ended. It was not deleted. The next run deletes it.`;
  if (!isOurs) throw new ActionError('in_use', message);
  log.warning(message);
}
