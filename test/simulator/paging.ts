import { errorReply } from './world.ts';
import type { ApiRequest, Reply, World } from './world.ts';

const PER_PAGE_DEFAULT = 20;
const PER_PAGE_MOST = 200;

/** One page of a list in the API's envelope: the list under its key, `links` as the options say, and `meta.total`. */
export function pageReply<Item>(
  request: ApiRequest,
  world: World,
  key: string,
  items: readonly Item[],
  show: (item: Item) => unknown = (item) => item,
): Reply {
  const perPage = numberIn(request.query, 'per_page', PER_PAGE_DEFAULT);
  const page = numberIn(request.query, 'page', 1);
  if (perPage === undefined || perPage > PER_PAGE_MOST)
    return errorReply(422, `per_page must be between 1 and ${PER_PAGE_MOST}`);
  if (page === undefined) return errorReply(422, 'page must be 1 or more');
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const links = linksOf(request, world, { page, pages, perPage });
  return {
    status: 200,
    body: {
      [key]: items.slice((page - 1) * perPage, page * perPage).map((item) => show(item)),
      ...(links === undefined ? {} : { links }),
      meta: { total: items.length },
    },
  };
}

function numberIn(query: URLSearchParams, name: string, otherwise: number): number | undefined {
  const text = query.get(name);
  if (text === null) return otherwise;
  return /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : undefined;
}

function linksOf(request: ApiRequest, world: World, at: { page: number; pages: number; perPage: number }): unknown {
  const form = world.options.links ?? 'absolute';
  if (form === 'absent') return undefined;
  if (form === 'empty' || at.pages === 1) return {};
  const urlOf = (page: number): string => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(page));
    query.set('per_page', String(at.perPage));
    return `${world.url}${request.pathname}?${query.toString()}`;
  };
  return {
    pages: {
      ...(at.page > 1 ? { first: urlOf(1), prev: urlOf(at.page - 1) } : {}),
      ...(at.page < at.pages ? { next: urlOf(at.page + 1), last: urlOf(at.pages) } : {}),
    },
  };
}
