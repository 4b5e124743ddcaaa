import type { Collection } from './collection.ts';
import { badRequest } from './graphErrors.ts';

const defaultPageSize = 100;
const maxPageSize = 999;

interface Page<T> {
  items: T[];
  nextLink?: string;
}

/**
 * One page of a collection, selected by `$top` and `$skiptoken` of the request's URL. The link to the next page is
 * absolute, with the host of the request.
 * @see https://learn.microsoft.com/graph/paging
 */
export function readPage<T extends { readonly id: string }>(collection: Collection<T>, url: URL): Page<T> {
  const top = url.searchParams.get('$top');
  const size = top === null ? defaultPageSize : pageSize(top);
  const { items, skipToken } = collection.page(size, startOf(collection, url));
  if (skipToken === undefined) return { items };
  const query = [...(top === null ? [] : [`$top=${size}`]), `$skiptoken=${skipToken}`].join('&');
  return { items, nextLink: `${url.origin}${url.pathname}?${query}` };
}

function pageSize(top: string): number {
  if (!/^\d+$/.test(top) || Number(top) === 0) {
    throw badRequest(
      `Invalid value '${top}' for $top query option found. The $top query option requires a positive integer.`,
    );
  }
  if (Number(top) > maxPageSize) {
    throw badRequest(
      `The limit of '${maxPageSize}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
    );
  }
  return Number(top);
}

function startOf<T extends { readonly id: string }>(collection: Collection<T>, url: URL): number {
  const skipToken = url.searchParams.get('$skiptoken');
  if (skipToken === null) return 0;
  const position = collection.positionOf(skipToken);
  if (position === undefined) throw badRequest('Invalid value for $skiptoken query option found.');
  return position;
}
