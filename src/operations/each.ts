import { announce } from '../items/announce.ts';
import { failedItem, skippedItem } from '../items/item.ts';
import type { Item } from '../items/item.ts';
import { concludeItems, joinOutcomes } from '../items/join.ts';
import { presentEntries } from '../items/present.ts';
import { ActionError } from '../errors.ts';
import { withKnown } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { DirectoryEntry, DirectoryTask, ReadyEntry } from '../task.ts';

/**
 * One operation for every certificate of a folder. The account is read once for all of them, and one that fails does not stop the others.
 * @throws OperationError with what became of each, if one failed
 */
export async function processEach(task: DirectoryTask, context: Context): Promise<Outcome> {
  announce(task, context);
  const { entries } = task.directory;
  const ready = entries.filter((entry) => entry.status === 'ready');
  let items: readonly Item[];
  try {
    items = await processReady(task, ready, context);
  } catch (error) {
    // Nothing was written: the account could not be read, or the inputs do not fit the folder.
    throw withKnown(
      error,
      joinOutcomes(
        inOrder(
          entries,
          ready.map((entry) => failedItem(entry, error)),
        ),
      ),
    );
  }
  return concludeItems(inOrder(entries, items), context);
}

async function processReady(task: DirectoryTask, ready: readonly ReadyEntry[], context: Context): Promise<Item[]> {
  if (ready.length === 0) return [];
  if (task.operation !== 'rotate') return presentEntries(task, ready, context);
  // What it knows of rebinding, `present` and `create` do not need.
  const { rotateEntries } = await import('../items/rotate.ts');
  return rotateEntries(task, ready, context);
}

/** Every certificate as it was found, with what became of those that were ready. What is no certificate is in the log alone. */
function inOrder(entries: readonly DirectoryEntry[], items: readonly Item[]): Item[] {
  const processed = new Map<DirectoryEntry, Item>(items.map((item) => [item.entry, item]));
  return entries
    .filter(({ status, id }) => status !== 'skipped' || id !== '')
    .map((entry) => {
      if (entry.status === 'failed') return failedItem(entry, new ActionError('input', entry.error));
      if (entry.status === 'skipped') return skippedItem(entry, entry.reason);
      return processed.get(entry) ?? failedItem(entry, new Error('it was not processed'));
    });
}
