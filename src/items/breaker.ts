import { ActionError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';

/** These come back at every item. */
const HALTING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'api_unauthorized',
  'api_missing_scope',
  'api_rate_limited',
  'cancelled',
  'timeout',
]);
/** These may be the item's own, such as an upload that the API cannot read; several in a row are the API's. */
const OUTAGES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['api_server', 'api_lost', 'upload_unknown']);
const MOST_OUTAGES = 4;

/** Does some work, unless it would be in vain. @throws ActionError `halted`, and what the work throws */
export type Breaker = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Stops work that would fail for every item: after a refusal of the token, at the end of the time, or while the API is down. */
export function makeBreaker(): Breaker {
  let outages = 0;
  let reason: ActionError | undefined;
  const note = (error: ActionError): void => {
    // What an upload that may have been made hides is its cause: a token that was revoked meanwhile, or the end of the time.
    const cause = error.cause instanceof ActionError ? error.cause : error;
    if (OUTAGES.has(error.code)) outages += 1;
    if (HALTING.has(cause.code) || outages >= MOST_OUTAGES) reason ??= cause;
  };
  return async (work) => {
    if (reason !== undefined) throw new ActionError('halted', `Not tried, because of this: ${reason.message}`);
    try {
      const value = await work();
      outages = 0;
      return value;
    } catch (error) {
      if (error instanceof ActionError) note(error);
      throw error;
    }
  };
}
