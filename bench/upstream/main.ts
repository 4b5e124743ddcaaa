import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AUTHORIZATION } from '../fixtures.ts';
import { listenOnLoopback } from '../listen.ts';
import { type Answer, badRequest, created, items, list, notFound, unauthorized } from './answers.ts';
import { answerBatch } from './batch.ts';
import { type Counts, order } from './messages.ts';

// The upstream of all gateways: the answers are made beforehand, so that it is never what is measured.

const COLLECTION = '/beta/external/connections';
const counted = { requests: 0, refused: 0 } satisfies Counts;
let delayMs = 0;

const server = createServer((request, response) => {
  counted.requests += 1;
  if (request.headers.authorization !== AUTHORIZATION) return drained(request, response, unauthorized);
  const { method, url = '' } = request;
  if (method === 'POST') return withBody(request, (body) => send(response, answerPost(url, body)));
  drained(request, response, method === 'GET' ? answerGet(url) : badRequest);
});
// Longer than any pause between two slices, so that no gateway finds its connections closed.
server.keepAliveTimeout = 120_000;

process.on('message', (message) => {
  delayMs = order.parse(message).delayMs;
  process.send?.(counted);
});
process.on('disconnect', () => process.exit());

process.stdout.write(`ready at ${await listenOnLoopback(server)}/beta\n`);

function answerGet(url: string): Answer {
  if (url === COLLECTION || url.startsWith(`${COLLECTION}?`)) return list;
  const item = url.startsWith(`${COLLECTION}/`) ? items.get(url.slice(COLLECTION.length + 1)) : undefined;
  return item ?? notFound;
}

function answerPost(url: string, body: string): Answer {
  if (url === '/beta/$batch') return answerBatch(body);
  if (url !== COLLECTION) return notFound;
  return body.startsWith('{') ? created : badRequest;
}

function drained(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  request.resume();
  send(response, answer);
}

function withBody(request: IncomingMessage, use: (body: string) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => use(body));
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.status >= 300) counted.refused += 1;
  if (delayMs === 0) write(response, answer);
  else setTimeout(write, delayMs, response, answer);
}

function write(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    'Content-Type': 'application/json;odata.metadata=minimal;charset=utf-8',
    'Content-Length': body.length,
    'request-id': '5b3f4f0e-2d5c-4b53-9f6c-6f4f1f0f2e63',
  });
  response.end(body);
}
