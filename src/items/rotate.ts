import { createSupplied } from '../certificates/create-supplied.ts';
import { indexByName } from '../certificates/family.ts';
import { mapConcurrently } from '../concurrency.ts';
import { takeSurvey } from '../consumers/survey.ts';
import type { Survey } from '../consumers/survey.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError, InputError } from '../errors.ts';
import type { Context, Outcome } from '../outcome.ts';
import { concludeRotation } from '../rotation/conclude.ts';
import { planRotation } from '../rotation/plan.ts';
import { prepareRotation, warnOfUnused } from '../rotation/prepare.ts';
import { probePlanned } from '../rotation/probe-planned.ts';
import { makeRegistry } from '../rotation/progress.ts';
import { completeRotations } from '../rotation/rounds.ts';
import { uploadNew } from '../rotation/upload-new.ts';
import type { Rotation } from '../rotation/work.ts';
import type { DirectoryTask, ReadyEntry, RotateTask } from '../task.ts';
import { quoteName } from '../text.ts';
import { makeBreaker } from './breaker.ts';
import { assignEndpoints } from './endpoints.ts';
import { attemptItem, failedItem, skippedItem } from './item.ts';
import type { Item } from './item.ts';
import { CONCURRENT_UPLOADS } from './present.ts';

type RotationTask = DirectoryTask & { readonly operation: 'rotate' };

/** What is to be done for an entry: rotate its family, create its first member, or nothing any more. */
type Prepared =
  | { readonly entry: ReadyEntry; readonly rotation: Rotation }
  | { readonly entry: ReadyEntry; readonly create: () => Promise<Outcome> }
  | { readonly entry: ReadyEntry; readonly item: Item };

/** `rotate` for each entry: one survey, four uploads at a time, and rounds that all families share. */
export async function rotateEntries(
  task: RotationTask,
  entries: readonly ReadyEntry[],
  context: Context,
): Promise<Item[]> {
  if (task.replaces.length > 0 && entries.length > 1)
    throw new InputError([
      `\`replaces\` does not say to which of the ${entries.length} certificates in ${task.directory.path} it belongs. Choose one of them with \`include\`, or remove \`replaces\`.`,
    ]);
  const endpoints = assignEndpoints(task.endpoints, task.directory, context);
  const survey = await takeSurvey(context.client);
  const registry = makeRegistry();
  const named = indexByName(survey.certificates);
  const prepared = await mapConcurrently(entries, CONCURRENT_UPLOADS, async (entry): Promise<Prepared> => {
    const awaited = endpoints.get(entry) ?? [];
    const candidates = task.replaces.length > 0 ? survey.certificates : named(entry.name);
    try {
      const one = rotationOf(
        task,
        entry,
        awaited.map(({ endpoint }) => endpoint),
      );
      return {
        entry,
        rotation: { ...(await prepareRotation(one, survey, context, { registry, candidates })), endpoints: awaited },
      };
    } catch (error) {
      if (!(error instanceof ActionError) || error.code !== 'empty_family')
        return { entry, item: failedItem(entry, error) };
      return prepareMissing(task, entry, candidates, context);
    }
  });
  const rotations = prepared.flatMap((each) => ('rotation' in each ? [each.rotation] : []));
  warnOfUnused(rotations, survey, context);
  return task.dryRun ? planAll(prepared, survey, context) : rotateAll(prepared, context);
}

function rotationOf(
  task: RotationTask,
  { name, supplied }: ReadyEntry,
  endpoints: RotateTask['endpoints'],
): RotateTask {
  const { replaces, deletePrevious, allowDroppedNames, allowOlder, minDays, kubernetes, dryRun } = task;
  const options = { replaces, deletePrevious, allowDroppedNames, allowOlder, minDays, kubernetes, dryRun };
  return { operation: 'rotate', source: 'supplied', name, supplied, endpoints, ...options };
}

/** An entry whose family is empty. */
function prepareMissing(
  { onMissing, dryRun }: RotationTask,
  entry: ReadyEntry,
  certificates: readonly Certificate[],
  context: Context,
): Prepared {
  const { name, supplied } = entry;
  const what = `there is no certificate named ${quoteName(name)}`;
  if (onMissing === 'create')
    return { entry, create: () => createSupplied({ name, supplied, dryRun }, certificates, context) };
  if (onMissing === 'skip') return { entry, item: skippedItem(entry, `${what}, and \`on_missing\` is \`skip\``) };
  const message = `There is no certificate named ${quoteName(name)}, so nothing was written. Check the template in \`name\`. To upload first certificates too, set \`on_missing: create\`; to leave them out, set \`on_missing: skip\`.`;
  return { entry, item: failedItem(entry, new ActionError('empty_family', message)) };
}

async function planAll(prepared: readonly Prepared[], survey: Survey, context: Context): Promise<Item[]> {
  return mapConcurrently(prepared, CONCURRENT_UPLOADS, async (each) => {
    const { entry } = each;
    if ('item' in each) return each.item;
    if ('create' in each) return attemptItem(entry, each.create);
    const { task, source, selection, consumers } = each.rotation;
    const plan = (): Promise<Outcome> =>
      probePlanned(task, planRotation(task, source, { ...survey, consumers }, selection), selection, context);
    return attemptItem(entry, plan, true);
  });
}

async function rotateAll(prepared: readonly Prepared[], context: Context): Promise<Item[]> {
  const items = new Map<Prepared, Item>();
  const uploaded: (Prepared & { readonly rotation: Rotation })[] = [];
  const unlessInVain = makeBreaker();
  await mapConcurrently(prepared, CONCURRENT_UPLOADS, async (each) => {
    const { entry } = each;
    if ('item' in each) items.set(each, each.item);
    else if ('create' in each) items.set(each, await attemptItem(entry, () => unlessInVain(each.create)));
    else
      try {
        await unlessInVain(() => uploadNew(each.rotation, context));
        uploaded.push(each);
      } catch (error) {
        items.set(each, await attemptItem(entry, () => concludeRotation(each.rotation, { error }, context), true));
      }
  });
  const order = prepared.filter((each) => 'rotation' in each && uploaded.includes(each));
  const rotations = order.flatMap((each) => ('rotation' in each ? [each.rotation] : []));
  const endings = rotations.length === 0 ? [] : await completeRotations(rotations, context);
  for (const [at, each] of order.entries()) {
    const [rotation, ending] = [rotations[at], endings[at]];
    if (rotation !== undefined && ending !== undefined)
      items.set(each, await attemptItem(each.entry, () => concludeRotation(rotation, ending, context), true));
  }
  return prepared.flatMap((each) => items.get(each) ?? []);
}
