import type { Hono } from 'hono';
import { type BatchPart, readBatch } from './batchBody.ts';
import type { GraphContext, GraphEnv } from './graphContext.ts';
import { errorBody } from './graphErrors.ts';
import { graphContentType, graphJson } from './graphResponses.ts';
import { parseJson, readJsonObject } from './jsonBody.ts';
import { resource } from './routes.ts';

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
  resource(app, '/beta/$batch', {
    POST: async (c) => {
      const requests = readBatch(await readJsonObject(c), new URL('/beta/', c.req.url));
      const running = new Map<string, Promise<PartResponse>>();
      for (const part of requests) running.set(part.id.toLowerCase(), runInTurn(part, running, c, parts));
      const responses = await Promise.all(running.values());
      // Graph answers in any order, so nobody may count on the order of the requests: never give them that.
      return graphJson(c, { responses: responses.toReversed() });
    },
  });
}

/** Runs a part after those it depends on, and not at all when one of them failed. */
async function runInTurn(
  part: BatchPart,
  running: ReadonlyMap<string, Promise<PartResponse>>,
  c: GraphContext,
  parts: Hono<GraphEnv>,
): Promise<PartResponse> {
  const needed = part.dependsOn.flatMap((id) => running.get(id) ?? []);
  const failed = needed.length > 0 && (await Promise.all(needed)).some(({ status }) => status >= 400);
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
  const answer = { id, status: response.status, headers: capitalized(response.headers) };
  if (text === '') return answer;
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  // What is no JSON travels as base64: https://learn.microsoft.com/graph/json-batching#response-format
  return { ...answer, body: isJson ? (parseJson(text) ?? text) : Buffer.from(text).toString('base64') };
}

function failedDependency({ id }: BatchPart, c: GraphContext): PartResponse {
  const ids = { requestId: c.get('requestId'), clientRequestId: c.get('clientRequestId') };
  const problem = { code: 'FailedDependency', message: 'A request this one depends on has failed.' };
  return {
    id,
    status: 424,
    headers: { 'Content-Type': graphContentType, 'request-id': ids.requestId },
    body: errorBody(problem, ids),
  };
}

/** Header names as they look on the wire: clients of batches are known to tell the cases apart. */
function capitalized(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [
      name.endsWith('request-id') ? name : name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()),
      value,
    ]),
  );
}
