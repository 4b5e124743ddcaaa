import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

// The requests that the gateway is allowed to make, specified independently: nothing here is imported from src/.

const ID = /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?$/;
const CONNECTIONS = '/external/connections';
const ENDPOINTS = '/privateLinkPolicy/privateEndpointConnections';
const SINGLETON = '/privateEndpointConnection';

const COLLECTION_METHODS = ['GET', 'POST'];
const FIXED: ReadonlyMap<string, readonly string[]> = new Map([
  [CONNECTIONS, COLLECTION_METHODS],
  [`${CONNECTIONS}/$ref`, ['POST']],
  [ENDPOINTS, COLLECTION_METHODS],
  [SINGLETON, ['GET', 'PATCH', 'DELETE']],
]);
/** What has pages. */
const LISTS: ReadonlySet<string> = new Set([CONNECTIONS, ENDPOINTS]);

const ITEMS: ReadonlyMap<string, readonly string[]> = new Map([
  [CONNECTIONS, ['GET', 'PATCH', 'DELETE']],
  [ENDPOINTS, ['GET', 'PATCH', 'DELETE']],
]);

/** What is below an item. */
const BELOW: ReadonlyMap<string, readonly string[]> = new Map([
  ['schema', ['GET', 'PATCH']],
  ['quota', ['GET']],
]);

/** The only requests that may have the ticket of a connector. */
const TICKETED = /^(?:POST|PATCH|DELETE) \/external\/connections(?:\/|$)/;

const batchBody = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        id: z.string(),
        method: z.literal('GET'),
        url: z.string(),
        headers: z.strictObject({ Accept: z.string(), Prefer: z.string(), 'client-request-id': z.string() }),
      }),
    )
    .min(2)
    .max(20),
});

const HEADERS = new Set([
  'accept',
  'authorization',
  'client-request-id',
  'connection',
  'content-length',
  'content-type',
  'graphconnectors-ticket',
  'host',
  'prefer',
  'sdkversion',
]);

/** One request as the upstream received it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, relative to the root URL. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Describes why a request is not allowed; undefined if it is. */
export function requestViolation({ method, path, headers, body }: ReceivedRequest): string | undefined {
  const unexpected = Object.keys(headers).find((name) => !HEADERS.has(name));
  if (unexpected !== undefined) return `the header ${unexpected} was sent`;
  if ('graphconnectors-ticket' in headers && !TICKETED.test(`${method} ${path}`))
    return `a ticket was sent to ${path}`;
  if (path === '/$batch') return method === 'POST' ? batchViolation(body) : `${method} ${path} was sent`;
  return isAllowed(method, path)
    ? undefined
    : `${method} ${path} was sent, which fuzz/allowedRequests.ts does not allow`;
}

function batchViolation(body: string): string | undefined {
  const { data, error } = batchBody.safeParse(jsonOf(body));
  if (data === undefined) return `an invalid batch was sent: ${error}`;
  const { requests } = data;
  if (new Set(requests.map(({ id }) => id)).size < requests.length) return 'two parts of a batch share an id';
  const forbidden = requests.find(({ url }) => !isAllowed('GET', url));
  return forbidden && `GET ${forbidden.url} was sent in a batch`;
}

function isAllowed(method: string, target: string): boolean {
  const [path = '', query, ...more] = target.split('?');
  if (more.length > 0) return false;
  if (query !== undefined && !(method === 'GET' && LISTS.has(path))) return false;
  if (query !== undefined && !isListQuery(query, path)) return false;
  const slash = path.lastIndexOf('/');
  const last = path.slice(slash + 1);
  const outer = path.slice(0, slash);
  const allowed = FIXED.get(path) ?? (ID.test(last) ? ITEMS.get(outer) : []) ?? below(outer, last);
  // Parsing the target as a URL must not change its path.
  return (allowed?.includes(method) ?? false) && new URL(`http://graph${target}`).pathname === path;
}

function below(outer: string, last: string): readonly string[] | undefined {
  const [id = '', collection, ...more] = outer.slice(CONNECTIONS.length + 1).split('/');
  if (!outer.startsWith(`${CONNECTIONS}/`) || !ID.test(id) || more.length > 0) return undefined;
  if (collection === undefined) return BELOW.get(last);
  return collection === 'operations' && ID.test(last) ? ['GET'] : undefined;
}

// One comparison with a literal, in which a quote is doubled.
const NAME_FILTER = /^\$filter=name%20eq%20'(?:[A-Za-z0-9%._~!*()-]|'')+'$/;

function isListQuery(query: string, path: string): boolean {
  const filters = query.split('&').filter((pair) => pair.startsWith('$filter'));
  if (filters.some((filter) => path !== CONNECTIONS || !NAME_FILTER.test(filter))) return false;
  const names = query.split('&').map((pair) => pair.split('=', 1).join('').toLowerCase());
  return (
    /^[A-Za-z0-9$=&%._~!*'()+-]+$/.test(query) &&
    names.every((name) => ['$filter', '$top', '$skip', '$skiptoken'].includes(name)) &&
    new Set(names).size === names.length
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
