import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOn, textOf } from '../server.ts';
import type { GraphWrite, Operation, Operations } from './operations.ts';

/** A Graph that does with each request what its operation says. */
export interface ScriptedGraph {
  /** For `GRAPH_URL`. */
  readonly url: string;
  /** What no gateway may do. */
  readonly violations: string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

// How often an operation of Graph's is read before it is completed, if it ever is.
const POLLS = 2;

export async function startGraph(operations: Operations): Promise<ScriptedGraph> {
  const violations: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const operation = operations.find(headers['client-request-id']);
    const text = await textOf(request).catch(() => undefined);
    if (text === undefined) return;
    if (operation === undefined || headers.authorization !== `Bearer ${operation.token}`) {
      violations.push(`${method} ${url} was sent with another token than its client's`);
      return void response.writeHead(500).end();
    }
    await respond(operation, { method, path: url.replace('/beta', ''), text }, response);
  });
  const port = await listenOn(server);
  return {
    url: `http://127.0.0.1:${port}/beta`,
    violations,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly text: string;
}

async function respond(operation: Operation, asked: Asked, response: ServerResponse): Promise<void> {
  const { kind, delayMs } = operation.request.graph;
  const write = asked.path === '/external/connections' ? arrivedWrite(operation, asked) : undefined;
  const earlier = operation.requests.get(asked.path) ?? 0;
  operation.requests.set(asked.path, earlier + 1);
  if (delayMs > 0) await sleep(delayMs);
  const send = ({ status, body }: Answer) => {
    if (write !== undefined && status < 500 && response.socket?.writable)
      write.result = status < 300 ? 'applied' : 'rejected';
    const text = JSON.stringify(body);
    const length = kind === 'truncates' ? text.length + 10 : text.length;
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': length }).write(text);
    if (kind === 'truncates') response.socket?.end();
    else response.end();
  };
  if (kind === 'is silent') return;
  if (kind === 'resets') response.socket?.resetAndDestroy();
  else if (kind === 'rejects') send(failure(403, 'Forbidden'));
  else if (kind === 'fails') send(failure(503, 'ServiceUnavailable'));
  else if (kind === 'throttles once' && (write?.arrivals ?? earlier + 1) === 1) {
    if (write !== undefined) write.throttled += 1;
    response.setHeader('retry-after', '0');
    send(failure(429, 'TooManyRequests'));
  } else send(answerTo(asked, operation.request.kind === 'watch' ? 0 : earlier));
}

function arrivedWrite(operation: Operation, { text }: Asked): GraphWrite {
  const { id } = JSON.parse(text);
  const write = operation.writes.get(id) ?? { arrivals: 0, throttled: 0 };
  operation.writes.set(id, write);
  write.arrivals += 1;
  return write;
}

function answerTo({ path, text }: Asked, earlier: number): Answer {
  if (path === '/external/connections') return { status: 201, body: JSON.parse(text) };
  if (path !== '/$batch') return { status: 200, body: objectAt(path, earlier) };
  const parts: { readonly id: string; readonly url: string }[] = JSON.parse(text).requests;
  const responses = parts.map(({ id, url }) => ({ id, status: 200, body: objectAt(url, earlier) }));
  return { status: 200, body: { responses } };
}

function objectAt(path: string, earlier: number): object {
  const id = path.split('/').at(-1);
  if (!path.includes('/operations/')) return { id };
  return { id, status: earlier < POLLS ? 'inprogress' : 'completed' };
}

function failure(status: number, code: string): Answer {
  return { status, body: { error: { code, message: 'Scripted.' } } };
}
