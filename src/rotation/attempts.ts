import { apiErrorOf } from '../digitalocean/responses.ts';
import type { Answer } from '../digitalocean/responses.ts';
import { isTransient } from '../digitalocean/client.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { Ledger } from './progress.ts';

/** What is put in place of what. */
export interface Replacement {
  readonly targetId: string;
  readonly replacedIds: ReadonlySet<string>;
}

/** @throws ActionError `halted` once something has stopped all writes */
export function refuseWhenHalted({ halted }: Ledger): void {
  if (halted !== undefined) throw new ActionError('halted', `Not tried, after this: ${halted.message}`);
}

/** The answer to a PUT that settles nothing is worth another GET and PUT; every other one is final. */
export async function pauseOrThrow(
  answer: Answer,
  tries: number,
  path: string,
  client: Context['client'],
): Promise<void> {
  const isStrange = answer.kind === 'answer' && answer.status >= 200 && answer.status < 300;
  if (!isTransient(answer) && !isStrange) throw apiErrorOf('PUT', path, answer);
  await client.pauseAfter(tries, 'PUT', path, answer);
}

/** What was read, or undefined when it is gone. */
export async function orGone<Found>(reading: Promise<Found>): Promise<Found | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isApiError(error, 'not_found')) return undefined;
    throw error;
  }
}
