import { mapAtOnce } from '../concurrency.ts';
import { ActionError } from '../errors.ts';
import { isRecord } from './responses.ts';
import type { Client } from './client.ts';
import { pause } from './retry.ts';

/** The most that the API gives on a page (API reference, "Pagination"). */
const PER_PAGE = 200;
/** Pages asked for side by side after the first. */
const AT_ONCE = 4;
/** How often a list is begun again when its pages disagree. */
const MOST_READS = 4;
const REREAD_PAUSE_MS = 500;
/** More pages than any account has: a total beyond it is not believed. */
const MOST_PAGES = 5_000;

interface Page {
  readonly items: readonly unknown[];
  readonly total: number;
}

/**
 * Reads a list whole, in the API's order, or fails. The first page tells the total, the others follow from it, four at a time.
 * Pages that disagree (another total, an id twice, too few or too many) mean that the list changed meanwhile: it is read again.
 * @param path the list's path, without a query
 * @param key the member of the answer that holds the list
 * @throws ApiError when a page cannot be read, ActionError `list_unstable` when pages still disagree at the end
 */
export async function readList(
  client: Client,
  path: string,
  key: string,
): Promise<Readonly<Record<string, unknown>>[]> {
  for (let reading = 1; ; reading += 1) {
    const items = await readOnce(client, path, key);
    if (items !== undefined) return items;
    if (reading >= MOST_READS || !(await pause(client.patience, REREAD_PAUSE_MS * reading))) {
      throw new ActionError(
        'list_unstable',
        `GET ${path}: the pages of the list disagree with each other, ${reading} times in a row. It is changing right now: run this again in a minute.`,
      );
    }
    client.log.info(`GET ${path}: the list changed while it was read; reading it again`);
  }
}

async function readOnce(
  client: Client,
  path: string,
  key: string,
): Promise<Readonly<Record<string, unknown>>[] | undefined> {
  const first = await readPage(client, path, key, 1);
  const count = Math.ceil(first.total / PER_PAGE);
  const numbers = Array.from({ length: Math.max(0, count - 1) }, (_, at) => at + 2);
  const pages = [first, ...(await mapAtOnce(numbers, AT_ONCE, (number) => readPage(client, path, key, number)))];
  const items = pages.flatMap((page) => page.items).filter(isRecord);
  const ids = new Set(items.map((item) => item['id']));
  const agree =
    pages.every((page) => page.total === first.total) && items.length === first.total && ids.size === items.length;
  return agree ? items : undefined;
}

async function readPage(client: Client, path: string, key: string, number: number): Promise<Page> {
  const body = await client.read(`${path}?per_page=${PER_PAGE}&page=${number}`);
  const items = isRecord(body) ? body[key] : undefined;
  const meta = isRecord(body) ? body['meta'] : undefined;
  const total = isRecord(meta) ? meta['total'] : undefined;
  // The API sends null for an empty list now and then.
  if ((Array.isArray(items) || (items === null && total === 0)) && isCount(total)) return { items: items ?? [], total };
  throw new ActionError(
    'unexpected_answer',
    `GET ${path}: page ${number} is no list of ${key.replaceAll('_', ' ')} with a total. Is \`api_url\` the address of the DigitalOcean API?`,
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= PER_PAGE * MOST_PAGES;
}
