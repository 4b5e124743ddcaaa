import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

// What may reach the upstream, written down here a second time: nothing of this comes from the gateway's code.

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

/** One request as it arrived. */
export interface Arrival {
  readonly method: string;
  /** Path and query below the root of the version. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is wrong with a request that has arrived; undefined where nothing is. */
export function trespass({ method, path, headers, body }: Arrival): string | undefined {
  const foreign = Object.keys(headers).find((name) => !HEADERS.has(name));
  if (foreign !== undefined) return `the header ${foreign} was sent`;
  if (path === '/$batch') return method === 'POST' ? batchTrespass(body) : `${method} ${path} was asked for`;
  return mayAsk(method, path) ? undefined : `${method} ${path} was asked for`;
}

function batchTrespass(body: string): string | undefined {
  const { data, error } = batchBody.safeParse(jsonOf(body));
  if (data === undefined) return `a batch of another form was sent: ${error}`;
  const { requests } = data;
  if (new Set(requests.map(({ id }) => id)).size < requests.length) return 'two parts of a batch share an id';
  const wrong = requests.find(({ url }) => !mayAsk('GET', url));
  return wrong && `GET ${wrong.url} was asked for in a batch`;
}

function mayAsk(method: string, target: string): boolean {
  const [path = '', query, ...more] = target.split('?');
  if (more.length > 0) return false;
  if (query !== undefined && !(method === 'GET' && [CONNECTIONS, ENDPOINTS].includes(path))) return false;
  if (query !== undefined && !isPagingQuery(query)) return false;
  const slash = path.lastIndexOf('/');
  const allowed = FIXED.get(path) ?? (ID.test(path.slice(slash + 1)) ? ITEMS.get(path.slice(0, slash)) : []);
  // Whoever reads the target as a URL has to come to the same path.
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
