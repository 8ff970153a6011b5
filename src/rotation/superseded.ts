import { nameCertificate } from '../certificates/describe.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { consumersOf } from '../consumers/survey.ts';
import { sendDelete } from '../digitalocean/certificates.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { enumerate, quoteName } from '../text.ts';
import type { Progress } from './progress.ts';
import type { Selection } from './selection.ts';
import type { Source } from './source.ts';

/** Deletes our own upload if another run was faster with a newer one, and nothing uses ours. */
export async function deleteUnused(
  consumers: readonly Consumer[],
  { created, deleted }: Progress,
  { client, log }: Context,
): Promise<void> {
  if (created === undefined || consumersOf(consumers, created.id).length > 0) return;
  try {
    if (await sendDelete(client, created.id)) {
      deleted.push(created);
      log.info(`Deleted certificate ${nameCertificate(created)}, because a newer one appeared.`);
    }
  } catch (error) {
    if (!isApiError(error, 'in_use')) throw error;
  }
}

/** The failure of a run that another, with a newer certificate, has overtaken. */
export function supersededError({ family }: Source, { newer }: Selection): ActionError {
  return new ActionError(
    'superseded',
    `A newer certificate of ${quoteName(family)} appeared meanwhile: ${enumerate(
      newer.map(nameCertificate),
      5,
    )}. Nothing was taken from it. Run its rotation again to complete it.`,
  );
}
