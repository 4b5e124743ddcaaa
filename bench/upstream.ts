import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AUTHORIZATION, connection, newConnection, page } from './connections.ts';
import { listenOnLoopback } from './listen.ts';

// The upstream of all contenders. It has a connection of any id, and what the hot scenarios ask for is serialized
// beforehand, so that it is never what limits a contender.

const COLLECTION = '/beta/external/connections';
const delayMs = Number(process.env.DELAY_MS);
let requests = 0;

const serialized = new Map([...page, connection('service')].map((each) => [each.id, JSON.stringify(each)]));
const list = JSON.stringify({ '@odata.context': 'https://graph.example/beta/$metadata', value: page });
const created = JSON.stringify(connection(newConnection.id));

const batch = z.object({
  requests: z.array(z.object({ id: z.string(), method: z.literal('GET'), url: z.string() })).max(20),
});

const server = createServer(async (request, response) => {
  const { method, url = '', headers } = request;
  if (url === '/requests') return response.end(String(requests));
  requests += 1;
  if (method === 'GET') request.resume();
  const body = method === 'GET' ? '' : await text(request);
  const [status, content] = headers.authorization === AUTHORIZATION ? respond(url, body) : [401, '{}'];
  if (delayMs > 0) await sleep(delayMs);
  response.writeHead(status, {
    'Content-Type': 'application/json;odata.metadata=minimal;charset=utf-8',
    'Content-Length': Buffer.byteLength(content),
    'request-id': '5b3f4f0e-2d5c-4b53-9f6c-6f4f1f0f2e63',
  });
  return response.end(content);
});

await listenOnLoopback(server);

function respond(url: string, body: string): [status: number, content: string] {
  if (url === COLLECTION) return [201, created];
  if (url.startsWith(`${COLLECTION}?`)) return [200, list];
  if (url.startsWith(`${COLLECTION}/`)) return [200, item(url)];
  if (url === '/beta/$batch') return [200, batchResponse(body)];
  return [404, '{}'];
}

function item(url: string): string {
  const id = url.slice(COLLECTION.length + 1);
  return serialized.get(id) ?? JSON.stringify(connection(id));
}

/** Its parts are out of order, as Graph's may be: https://learn.microsoft.com/graph/json-batching */
function batchResponse(body: string): string {
  const parts = batch.parse(JSON.parse(body)).requests.map(({ id, url }) => {
    const part = item(`/beta${url}`);
    return `{"id":${JSON.stringify(id)},"status":200,"headers":{"Content-Type":"application/json"},"body":${part}}`;
  });
  return `{"responses":[${parts.reverse().join(',')}]}`;
}
