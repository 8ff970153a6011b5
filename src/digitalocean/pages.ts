import { mapConcurrently } from '../concurrency.ts';
import { ActionError } from '../errors.ts';
import { poll } from '../waiting.ts';
import type { Client } from './client.ts';
import { isRecord } from './json.ts';
import { isUuid } from './responses.ts';
import type { Raw } from './json.ts';
import type { Resource } from './responses.ts';

/** The most that the API gives on a page (API reference, "Pagination"). */
const PER_PAGE = 200;
/** Pages requested side by side after the first. */
const CONCURRENT_PAGES = 4;
/** How often a list is read if its pages disagree. */
const MOST_READINGS = 4;
const PACE = { firstMs: 500, factor: 2, maxMs: 2_000 };
/** More pages than any account has: a total beyond it is not believed. */
const MOST_PAGES = 5_000;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly ids: readonly string[];
  readonly total: number;
}

/** A list as one reading found it. */
interface Read<Item> {
  readonly items: Item[];
  readonly ids: ReadonlySet<string>;
  readonly isOnePage: boolean;
}

/**
 * Reads a complete list in the API's order, or fails. The first page tells the total, the others follow from it, four at a time. Pages
 * that disagree (another total, an id twice, too few or too many) mean that the list changed meanwhile: it is read again.
 * @param isAgreed reads a list of several pages until two readings have the same ids: a page can shift between two requests while every
 *   total stays the same
 * @param parse reads an item of the wire, while the next pages are on their way
 * @throws ApiError if a page cannot be read, ActionError `list_unstable` if pages still disagree at the end
 */
export async function readList<Item>(
  client: Client,
  resource: Resource,
  parse: (raw: Raw) => Item,
  { isAgreed = false } = {},
): Promise<Item[]> {
  let readings = 0;
  let before: ReadonlySet<string> | undefined;
  const unstable = (): ActionError =>
    new ActionError(
      'list_unstable',
      `GET ${resource.path}: the pages of the list disagreed ${readings} times in a row. The list is changing right now. Run this again in a minute.`,
    );
  const result = await poll(
    client.deadline,
    PACE,
    async () => {
      const read = await readOnce(client, resource, parse);
      readings += 1;
      const isEnough = !isAgreed || read?.isOnePage === true || isSame(read?.ids, before);
      if (read !== undefined && isEnough) return { value: read.items };
      const isFirst = before === undefined;
      before = read?.ids;
      if (read !== undefined && isFirst) return { again: true };
      if (readings >= MOST_READINGS) throw unstable();
      return { reason: 'the list changed while it was read' };
    },
    (reason) => client.log.info(`GET ${resource.path}: ${reason}; reading it again`),
  );
  if ('value' in result) return result.value;
  throw unstable();
}

/** Do two readings have the same ids, whatever their order? */
function isSame(ids: ReadonlySet<string> | undefined, before: ReadonlySet<string> | undefined): boolean {
  return ids !== undefined && ids.size === before?.size && [...ids].every((id) => before.has(id));
}

async function readOnce<Item>(
  client: Client,
  resource: Resource,
  parse: (raw: Raw) => Item,
): Promise<Read<Item> | undefined> {
  const first = await readPage(client, resource, 1, parse);
  const count = Math.max(1, Math.ceil(first.total / PER_PAGE));
  const pages: (readonly Item[])[] = [];
  const ids = new Set<string>();
  let agree = true;
  const take = (page: Page<Item>, number: number): void => {
    pages[number - 1] = page.items;
    const before = ids.size;
    for (const id of page.ids) ids.add(id);
    const due = number < count ? PER_PAGE : first.total - PER_PAGE * (count - 1);
    agree &&= page.total === first.total && page.items.length === due && ids.size === before + page.ids.length;
  };
  take(first, 1);
  const numbers = Array.from({ length: count - 1 }, (_, at) => at + 2);
  await mapConcurrently(numbers, CONCURRENT_PAGES, async (number) => {
    // A server that gives the same page for every number must not be asked for thousands of them.
    if (agree) take(await readPage(client, resource, number, parse), number);
  });
  return agree ? { items: pages.flat(), ids, isOnePage: count === 1 } : undefined;
}

async function readPage<Item>(
  client: Client,
  resource: Resource,
  number: number,
  parse: (raw: Raw) => Item,
): Promise<Page<Item>> {
  const request = { method: 'GET', resource, query: `per_page=${PER_PAGE}&page=${number}` } as const;
  const missing = `page ${number} has no list of ${resource.label}s with a total`;
  return client.read(request, missing, (body) => {
    const items = isRecord(body) ? body[resource.listKey] : undefined;
    const meta = isRecord(body) ? body['meta'] : undefined;
    const total = isRecord(meta) ? meta['total'] : undefined;
    // The API sends null for an empty list now and then.
    const list: unknown = items === null && total === 0 ? [] : items;
    if (!Array.isArray(list) || !list.every(isRecord) || !isCount(total)) return undefined;
    const page: { items: Item[]; ids: string[]; total: number } = { items: [], ids: [], total };
    for (const raw of list) {
      page.items.push(parse(raw));
      const id = raw['id'];
      // What has no id, or something else in its place, must not make the others unreadable: only real ids are compared.
      if (typeof id === 'string' && isUuid(id)) page.ids.push(id);
    }
    return page;
  });
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= PER_PAGE * MOST_PAGES;
}
