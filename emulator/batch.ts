import type { Hono } from 'hono';
import { type BatchPart, readBatch } from './batchBody.ts';
import type { GraphContext, GraphEnv } from './graphContext.ts';
import { errorBody } from './graphErrors.ts';
import { graphContentType, graphJson } from './graphResponses.ts';
import { parseJson, readJsonObject } from './jsonBody.ts';
import { serveRoutes } from './routes.ts';

interface PartResponse {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}

/**
 * Serves `$batch` by running its parts through the routes of `parts`.
 * @see https://learn.microsoft.com/graph/json-batching
 */
export function serveBatch(app: Hono<GraphEnv>, parts: Hono<GraphEnv>): void {
  serveRoutes(app, {
    '/$batch': {
      POST: async (c) => {
        const requests = readBatch(await readJsonObject(c), new URL('/beta/', c.req.url));
        const running = new Map<string, Promise<PartResponse>>();
        for (const part of requests) {
          running.set(part.id.toLowerCase(), runAfterDependencies(part, running, c, parts));
        }
        const responses = await Promise.all(running.values());
        // Graph guarantees no order. Reversing makes a client fail that relies on the order of the requests.
        return graphJson(c, { responses: responses.toReversed() });
      },
    },
  });
}

/** Runs a part after the parts it depends on; a part with a failed dependency is not run. */
async function runAfterDependencies(
  part: BatchPart,
  running: ReadonlyMap<string, Promise<PartResponse>>,
  c: GraphContext,
  parts: Hono<GraphEnv>,
): Promise<PartResponse> {
  const dependencies = await Promise.all(part.dependsOn.flatMap((id) => running.get(id) ?? []));
  const failed = dependencies.some(({ status }) => status >= 400);
  return failed ? failedDependency(part, c) : run(part, c, parts);
}

async function run(part: BatchPart, c: GraphContext, parts: Hono<GraphEnv>): Promise<PartResponse> {
  const { id, url, method, headers, body } = part;
  headers.set('authorization', c.req.header('authorization') ?? '');
  if (!headers.has('client-request-id')) headers.set('client-request-id', c.get('clientRequestId'));
  const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
  const response = await parts.fetch(request, c.env);
  return partResponse(id, response, await response.text());
}

function partResponse(id: string, response: Response, text: string): PartResponse {
  const part = { id, status: response.status, headers: capitalized(response.headers) };
  if (text === '') return part;
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  // A body that is not JSON is base64-encoded: https://learn.microsoft.com/graph/json-batching#response-format
  return { ...part, body: isJson ? (parseJson(text) ?? text) : Buffer.from(text).toString('base64') };
}

function failedDependency({ id }: BatchPart, c: GraphContext): PartResponse {
  const ids = { requestId: c.get('requestId'), clientRequestId: c.get('clientRequestId') };
  const error = { code: 'FailedDependency', message: 'A request this one depends on has failed.' };
  return {
    id,
    status: 424,
    headers: { 'Content-Type': graphContentType, 'request-id': ids.requestId },
    body: errorBody(error, ids),
  };
}

/** Header names in the case that Graph uses: some clients compare the headers of parts case-sensitively. */
function capitalized(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [
      name.endsWith('request-id') ? name : name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()),
      value,
    ]),
  );
}
