import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError, internalError } from '../errors.ts';
import { knownOf, NOTHING_DONE } from '../outcome.ts';
import type { ItemState, Outcome } from '../outcome.ts';
import type { DirectoryEntry } from '../task.ts';
import { formatTime } from '../text.ts';

/** What became of one entry of a `directory`. */
export interface Item {
  readonly entry: DirectoryEntry;
  /** What is known of it, also if it failed. */
  readonly outcome: Outcome;
  readonly failure?: ActionError | undefined;
  /** Why it was skipped. */
  readonly reason?: string;
  /** Was its family to be rotated? */
  readonly isRotation: boolean;
}

/** Does what is to be done for an entry. What fails is its own. */
export async function attemptItem(
  entry: DirectoryEntry,
  act: () => Promise<Outcome> | Outcome,
  isRotation = false,
): Promise<Item> {
  try {
    return { entry, outcome: await act(), isRotation };
  } catch (error) {
    return failedItem(entry, error, isRotation);
  }
}

/** An entry that failed. */
export function failedItem(entry: DirectoryEntry, error: unknown, isRotation = false): Item {
  const failure = error instanceof ActionError ? error : internalError(error);
  return { entry, outcome: knownOf(error), failure, isRotation };
}

/** An entry for which nothing is to be done. @param reason to stand after a colon */
export function skippedItem(entry: DirectoryEntry, reason: string): Item {
  return { entry, outcome: NOTHING_DONE, reason, isRotation: false };
}

/** What became of it, for outputs and summary. */
export function stateOf(item: Item): ItemState {
  const { entry, outcome, failure, reason = '' } = item;
  const certificate = outcome.subject ?? outcome.created ?? expectedCertificate(entry);
  return { source: entry.source, status: statusOf(item), error: failure?.message ?? reason, certificate };
}

function statusOf({ outcome, failure, reason, isRotation }: Item): ItemState['status'] {
  if (failure !== undefined) return 'failed';
  if (reason !== undefined) return 'skipped';
  if (outcome.changed === false) return 'unchanged';
  return isRotation ? 'rotated' : 'created';
}

/** What is known of a certificate that is not on DigitalOcean. */
function expectedCertificate(entry: DirectoryEntry): Certificate {
  const { name, dnsNames, notAfter } = entry;
  return {
    id: '',
    name,
    type: 'custom',
    state: '',
    notAfter,
    notAfterText: notAfter === undefined ? '' : formatTime(notAfter),
    sha1Fingerprint: entry.status === 'ready' ? entry.supplied.sha1Fingerprint : '',
    createdAtText: '',
    dnsNames,
  };
}
