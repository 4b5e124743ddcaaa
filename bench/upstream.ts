import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { AUTHORIZATION, connection, newConnection, page } from './connections.ts';
import { listenOnLoopback } from './listen.ts';

// The upstream of all contenders. It has a connection of any id, and what the hot scenarios ask for is serialized
// beforehand, so that it is never what limits a contender.

const COLLECTION = '/beta/external/connections';
const ID = /^[A-Za-z0-9]{3,32}$/;
const counts = { requests: 0, refused: 0 };
let delayMs = 0;

const serialized = new Map(page.map((each) => [each.id, JSON.stringify(each)]));
const list = JSON.stringify({ '@odata.context': 'https://graph.example/beta/$metadata', value: page });
const created = JSON.stringify(connection(newConnection.id));
const error = (code: string) => JSON.stringify({ error: { code, message: code, innerError: {} } });

const batch = z.object({
  requests: z.array(z.object({ id: z.string(), method: z.literal('GET'), url: z.string() })).max(20),
});

const server = createServer(async (request, response) => {
  const { method, url = '', headers } = request;
  if (url.startsWith('/control')) return control(url, response);
  counts.requests += 1;
  if (headers.authorization !== AUTHORIZATION) {
    request.resume();
    return send(response, 401, error('InvalidAuthenticationToken'));
  }
  if (method !== 'POST') {
    request.resume();
    return url.startsWith(`${COLLECTION}?`) ? send(response, 200, list) : send(response, ...item(url));
  }
  const body = await text(request);
  if (url === '/beta/$batch') return send(response, 200, batchResponse(body));
  return url === COLLECTION ? send(response, 201, created) : send(response, 404, error('ItemNotFound'));
});

process.stdout.write(`ready at ${await listenOnLoopback(server)}/beta\n`);

/** `/control?delayMs=20`: from now on each response takes that long. Responds with the counts so far. */
function control(url: string, response: ServerResponse): void {
  delayMs = Number(new URLSearchParams(url.split('?')[1]).get('delayMs') ?? delayMs);
  response.end(JSON.stringify(counts));
}

function item(url: string): [status: number, body: string] {
  const id = url.startsWith(`${COLLECTION}/`) ? url.slice(COLLECTION.length + 1) : '';
  if (!ID.test(id)) return [404, error('ItemNotFound')];
  return [200, serialized.get(id) ?? JSON.stringify(connection(id))];
}

/** Its parts are out of order, as Graph's may be: https://learn.microsoft.com/graph/json-batching */
function batchResponse(body: string): string {
  const parts = batch.parse(JSON.parse(body)).requests.map(({ id, url }) => {
    const [status, part] = item(`/beta${url}`);
    return `{"id":${JSON.stringify(id)},"status":${status},"headers":{"Content-Type":"application/json"},"body":${part}}`;
  });
  return `{"responses":[${parts.reverse().join(',')}]}`;
}

function send(response: ServerResponse, status: number, body: string): void {
  if (status >= 300) counts.refused += 1;
  if (delayMs === 0) write(response, status, body);
  else setTimeout(write, delayMs, response, status, body);
}

function write(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/json;odata.metadata=minimal;charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'request-id': '5b3f4f0e-2d5c-4b53-9f6c-6f4f1f0f2e63',
  });
  response.end(body);
}
