import { hash } from 'node:crypto';
import { invalidResponse } from './protocol/errors.ts';

/** One page of a collection, and where the next one starts. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: Cursor | null;
}

/** The paging parameters of a `nextLink`: nothing else is taken from it, and a client can send nothing else. */
export interface Cursor {
  readonly query: string;
  /** The page size in it, if there is one. */
  readonly top: number | undefined;
  /** A hash of the filter of its list, if that has one. */
  readonly filterKey?: string | undefined;
}

export interface PageRequest {
  /** The page size; absent leaves it to Graph. */
  readonly first?: number | undefined;
  readonly after?: Cursor | undefined;
}

const PAGING_PARAMETERS = new Set(['$skiptoken', '$skip', '$top']);
const MAX_QUERY_LENGTH = 4_096;
// What is percent-encoded in a value.
const UNSAFE = /[^A-Za-z0-9._~!*'()%+-]/gu;
// 16 characters of base64url are 96 bits, enough to rule out collisions of filters.
const KEY_LENGTH = 16;
const FILTER_KEY = /&filter=([\w-]{16})$/;
// Longer than a query, because a link may repeat the filter.
const MAX_LINK_LENGTH = 4 * MAX_QUERY_LENGTH;

/**
 * Extracts the paging parameters of a link. The link of a filtered list may repeat the filter.
 *
 * @throws {GraphFailure} if the link is not to the same collection, or has other parameters
 */
export function nextCursor(collectionUrl: string, nextLink: string, filter?: string): Cursor {
  const isShort = nextLink.length <= MAX_LINK_LENGTH;
  const url = isShort && URL.canParse(nextLink) ? new URL(nextLink) : undefined;
  const cursor =
    url && url.origin + url.pathname === collectionUrl && url.href.startsWith(collectionUrl) && !url.hash
      ? readParameters(filter === undefined ? url.search.slice(1) : withoutFilter(url.search.slice(1)))
      : undefined;
  if (cursor === undefined) {
    throw invalidResponse(
      '"@odata.nextLink" is not a paging link of the same collection at the configured address',
    );
  }
  return filter === undefined ? cursor : { ...cursor, filterKey: keyOf(filter) };
}

/** Whether a cursor is of the list with this filter, or without any: with another one, Graph may return other items. */
export function isCursorOf({ filterKey }: Cursor, filter: string | undefined): boolean {
  return filterKey === (filter === undefined ? undefined : keyOf(filter));
}

function keyOf(filter: string): string {
  return hash('sha256', filter, 'base64url').slice(0, KEY_LENGTH);
}

function withoutFilter(query: string): string {
  const isFilter = /^(?:\$|%24)filter=/i;
  return query
    .split('&')
    .filter((pair) => !isFilter.test(pair))
    .join('&');
}

/** A cursor in the form in which clients keep it. */
export function formatCursor({ query, filterKey }: Cursor): string {
  const text = filterKey === undefined ? query : `${query}&filter=${filterKey}`;
  return Buffer.from(text).toString('base64url');
}

/** The last cursor that was read: an operation may have the same one in fifty fields, and each reads it twice. */
let last: { readonly text: string; readonly cursor: Cursor | undefined } = { text: '', cursor: undefined };

/** Reads a cursor that a client sent; `undefined` where no gateway made it. */
export function parseCursor(text: string): Cursor | undefined {
  if (text.length > 2 * MAX_QUERY_LENGTH) return undefined;
  if (text !== last.text) last = { text, cursor: readCursor(text) };
  return last.cursor;
}

function readCursor(text: string): Cursor | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64url').toString();
  const parameters = readParameters(decoded.replace(FILTER_KEY, ''), true);
  const cursor = parameters && { ...parameters, filterKey: FILTER_KEY.exec(decoded)?.[1] };
  return cursor && formatCursor(cursor) === text ? cursor : undefined;
}

/**
 * Parses the query of a paging link, keeping the values of its parameters; `undefined` if it is invalid.
 *
 * @param isEncoded - whether the values must be encoded already, as those of a cursor are
 */
function readParameters(query: string, isEncoded = false): Cursor | undefined {
  const values = new Map<string, string>();
  const parts: string[] = [];
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const plainName = name.replace(/^%24/i, '$');
    const key = plainName.toLowerCase();
    if (!PAGING_PARAMETERS.has(key) || values.has(key) || /%(?![0-9A-Fa-f]{2})/.test(value)) return undefined;
    if (isEncoded && value.search(UNSAFE) >= 0) return undefined;
    values.set(key, value);
    parts.push(`${plainName}=${value.replace(UNSAFE, encodeURIComponent)}`);
  }
  const top = values.get('$top');
  const valid =
    (values.has('$skiptoken') || values.has('$skip')) &&
    /^\d{1,9}$/.test(values.get('$skip') ?? '0') &&
    // No service of Graph makes pages of a thousand items.
    /^[1-9]\d{0,2}$/.test(top ?? '1');
  const whole = parts.join('&');
  if (!valid || whole.length > MAX_QUERY_LENGTH) return undefined;
  return { query: whole, top: top === undefined ? undefined : Number(top) };
}
