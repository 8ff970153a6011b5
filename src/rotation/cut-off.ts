import type { ErrorCode } from '../errors.ts';
import { failEntry } from './progress.ts';
import type { Entry } from './progress.ts';

export const TIMED_OUT = '`wait_timeout` ended.';
export const CANCELLED = 'the job was cancelled.';

/** What cuts work off says nothing against the consumer. */
export const CUTTING: Readonly<Partial<Record<ErrorCode, string>>> = {
  timeout: TIMED_OUT,
  // A rate limit that ends after the deadline cuts off too.
  api_rate_limited: TIMED_OUT,
  cancelled: CANCELLED,
};

/** Work that was cut off has not failed; only what was refused until then has, for a reason of its own. */
export function cutOff(entries: readonly Entry[], why: string): void {
  for (const entry of entries) cutOffOne(entry, why);
}

function cutOffOne(entry: Entry, why: string): void {
  const { lastError } = entry;
  const { seen = 'just updated', warnings = '' } = entry.before ?? {};
  if (entry.phase === 'confirm' && warnings !== '')
    failEntry(entry, `Its Service was annotated, and its cluster did not bind the certificate. It says ${warnings}.`);
  else if (entry.phase === 'confirm') entry.error = `Rebound, not confirmed yet (${seen}): ${why}`;
  else if (lastError === undefined) entry.error = `Not tried: ${why}`;
  else if (lastError.code === 'api_rate_limited')
    entry.error = `Not tried: the token's rate limit is used up, and ${why}`;
  else failEntry(entry, lastError.message);
  entry.phase = 'done';
}
