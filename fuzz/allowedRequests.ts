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
  [SINGLETON, ['GET', 'PATCH']],
]);
const ITEMS: ReadonlyMap<string, readonly string[]> = new Map([
  [CONNECTIONS, ['GET']],
  [ENDPOINTS, ['GET', 'PATCH']],
]);

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
  if (path === '/$batch') return method === 'POST' ? batchViolation(body) : `${method} ${path} was sent`;
  return isAllowed(method, path) ? undefined : `${method} ${path} was sent`;
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
  if (query !== undefined && !(method === 'GET' && [CONNECTIONS, ENDPOINTS].includes(path))) return false;
  if (query !== undefined && !isPagingQuery(query)) return false;
  const slash = path.lastIndexOf('/');
  const allowed = FIXED.get(path) ?? (ID.test(path.slice(slash + 1)) ? ITEMS.get(path.slice(0, slash)) : []);
  // Parsing the target as a URL must not change its path.
  return (allowed?.includes(method) ?? false) && new URL(`http://graph${target}`).pathname === path;
}

function isPagingQuery(query: string): boolean {
  const names = query.split('&').map((pair) => pair.split('=', 1).join('').toLowerCase());
  return (
    /^[A-Za-z0-9$=&%._~!*'()+-]+$/.test(query) &&
    names.every((name) => ['$top', '$skip', '$skiptoken'].includes(name)) &&
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
