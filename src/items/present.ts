import { createSupplied } from '../certificates/create-supplied.ts';
import { indexByName } from '../certificates/family.ts';
import { presentSupplied } from '../certificates/present-supplied.ts';
import { mapConcurrently } from '../concurrency.ts';
import { listCertificates } from '../digitalocean/certificates.ts';
import type { Context } from '../outcome.ts';
import type { DirectoryTask, ReadyEntry } from '../task.ts';
import { makeBreaker } from './breaker.ts';
import { attemptItem } from './item.ts';
import type { Item } from './item.ts';

/** Uploads at a time. */
export const CONCURRENT_UPLOADS = 4;

/** `present` or `create` for each entry, over one reading of the account. */
export async function presentEntries(
  task: DirectoryTask & { readonly operation: 'present' | 'create' },
  entries: readonly ReadyEntry[],
  context: Context,
): Promise<Item[]> {
  const named = indexByName(await listCertificates(context.client));
  const unlessInVain = makeBreaker();
  return mapConcurrently(entries, CONCURRENT_UPLOADS, (entry) => {
    const { name, supplied } = entry;
    const one = { type: 'custom', name, supplied, dryRun: task.dryRun } as const;
    return attemptItem(entry, () =>
      unlessInVain(async () =>
        task.operation === 'present'
          ? presentSupplied({ operation: 'present', onMismatch: task.onMismatch, ...one }, named(name), context)
          : createSupplied(one, named(name), context),
      ),
    );
  });
}
