import { encodeQuery, queryPath } from './path.ts';
import { located } from './read.ts';
import { invalidResponse, isSuccess, problem, type Resource } from './resource.ts';
import type { Session } from './session.ts';

/** One page of a collection, and where the next one starts. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: Cursor | null;
}

/** The paging parameters of a `nextLink`: all that is ever taken out of one, and all that a client can send. */
export interface Cursor {
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** The page size in it, if there is one. */
  readonly top: number | undefined;
}

export interface PageRequest {
  /** The page size; absent leaves it to Graph. */
  readonly first?: number | undefined;
  readonly after?: Cursor | undefined;
}

const MAX_CURSOR_LENGTH = 4_096;

/**
 * Reads one page of a collection.
 *
 * @see https://learn.microsoft.com/graph/paging
 * @throws {GraphFailure}
 */
export async function list<T>(
  graph: Session,
  collection: string,
  resource: Resource<T>,
  { first, after }: PageRequest,
): Promise<Page<T>> {
  const top = first === undefined ? [] : [['$top', String(first)] as const];
  const reply = await graph.read(queryPath(collection, after?.parameters ?? top));
  if (!isSuccess(reply)) throw located(graph.failure(reply), resource);
  const parsed = resource.page.safeParse(reply.json);
  if (!parsed.success) throw invalidResponse(problem(parsed.error));
  const { value, '@odata.nextLink': nextLink } = parsed.data;
  return { items: value, next: nextLink == null ? null : nextCursor(graph.url + collection, nextLink) };
}

/** Only its paging parameters are taken from a link, and only from one to the very collection it pages. */
function nextCursor(collectionUrl: string, nextLink: string): Cursor {
  const url = URL.canParse(nextLink) ? new URL(nextLink) : undefined;
  const cursor =
    url && url.origin + url.pathname === collectionUrl && url.href.startsWith(collectionUrl) && !url.hash
      ? readParameters(url.search.slice(1))
      : undefined;
  if (cursor === undefined)
    throw invalidResponse('its "@odata.nextLink" leads elsewhere, or is not a paging link');
  return cursor;
}

/** A cursor in the form in which clients keep it. */
export function formatCursor(cursor: Cursor): string {
  return Buffer.from(encodeQuery(cursor.parameters)).toString('base64url');
}

/** Reads a cursor that a client sent; `undefined` where no gateway made it. */
export function parseCursor(text: string): Cursor | undefined {
  if (text.length > 2 * MAX_CURSOR_LENGTH || !/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  const cursor = readParameters(Buffer.from(text, 'base64url').toString());
  return cursor && formatCursor(cursor) === text ? cursor : undefined;
}

function readParameters(query: string): Cursor | undefined {
  if (query.length > MAX_CURSOR_LENGTH) return undefined;
  const parameters = [...new URLSearchParams(query)];
  const names = parameters.map(([name]) => name.toLowerCase());
  const values = new Map(parameters.map(([name, value]) => [name.toLowerCase(), value]));
  const top = values.get('$top');
  const valid =
    new Set(names).size === names.length &&
    names.every((name) => name === '$skiptoken' || name === '$skip' || name === '$top') &&
    (values.has('$skiptoken') || values.has('$skip')) &&
    /^\d{1,9}$/.test(values.get('$skip') ?? '0') &&
    /^[1-9]\d{0,8}$/.test(top ?? '1');
  return valid ? { parameters, top: top === undefined ? undefined : Number(top) } : undefined;
}
