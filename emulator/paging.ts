import type { Collection } from './collection.ts';
import type { QueryOptions } from './graphContext.ts';
import { badRequest } from './graphErrors.ts';

// Invented: the pages of these resources name no page sizes. The maximum is that of directory objects.
const defaultPageSize = 100;
const maxPageSize = 999;

interface Page<T> {
  items: T[];
  nextLink?: string;
}

/**
 * One page of the items that match, selected by `$top` and `$skiptoken`. The link to the next page is absolute, with
 * the host of the request and its other options.
 * @param url - the URL of the request
 * @see https://learn.microsoft.com/graph/paging
 */
export function readPage<T extends { readonly id: string }>(
  collection: Collection<T>,
  matches: (item: T) => boolean,
  { $filter, $select, $top, $skiptoken }: QueryOptions,
  { origin, pathname }: URL,
): Page<T> {
  const size = $top === undefined ? defaultPageSize : pageSize($top);
  const { items, skipToken } = collection.page(size, startOf(collection, $skiptoken), matches);
  if (skipToken === undefined) return { items };
  const query = Object.entries({ $filter, $select, $top, $skiptoken: skipToken }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return { items, nextLink: `${origin}${pathname}?${query.join('&')}` };
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

/** Invented: the text of the error. */
function startOf<T extends { readonly id: string }>(
  collection: Collection<T>,
  skipToken: string | undefined,
): number {
  if (skipToken === undefined) return 0;
  const position = collection.positionOf(skipToken);
  if (position === undefined) throw badRequest('Invalid value for $skiptoken query option found.');
  return position;
}
