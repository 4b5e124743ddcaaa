import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { LoopTime } from '../../../../src/fairness/loopTime.ts';
import { LoopTurns } from '../../../../src/fairness/loopTurns.ts';
import { ConnectionLimit } from '../../../../src/server/connectionLimit.ts';
import { createListener, type ListenerOptions, type NodeHandler } from '../../../../src/server/listener.ts';

export const soon = { interval: 5 };
export const MEGABYTE = 'x'.repeat(1_000_000);
const FILLING = 'x'.repeat(1_000);

/** So many megabytes and an end: as bytes, because to encode them takes most of the time of a test. */
export function bytes(megabytes: number, end = ''): Uint8Array<ArrayBuffer> {
  const size = megabytes * MEGABYTE.length;
  const content = Buffer.alloc(size + end.length, 'x');
  content.write(end, size, 'latin1');
  return content;
}

export interface Served {
  readonly port: number;
  /** The connections that the server has open; live. */
  readonly open: ReadonlySet<Socket>;
}

/** Serves a handler, and keeps account of the server's side of its connections. */
export async function serveHandler(
  handle: NodeHandler,
  options: Partial<ListenerOptions> = {},
): Promise<Served> {
  const loopTurns = new LoopTurns<unknown>(new LoopTime());
  const { connectionListener, requestListener, clientErrorListener } = createListener(handle, {
    turnsOf: () => loopTurns,
    rejectEarly: () => undefined,
    isDraining: () => false,
    isClosed: () => false,
    connectionLimit: new ConnectionLimit(Number.POSITIVE_INFINITY),
    maxUnsentBytes: 1_000_000_000,
    stallTimeoutMs: 60_000,
    onError: (error) => expect.unreachable(String(error)),
    ...options,
  });
  const open = new Set<Socket>();
  const server = createServer(requestListener).listen(0, '127.0.0.1');
  server.on('connection', connectionListener);
  server.on('clientError', clientErrorListener);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, open };
}

export interface RawClient {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  /** What it has received so far, but for the filling of large bodies. */
  received(): string;
}

/** A client that reads, unless it is paused. */
export async function open(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk
      .toString('latin1')
      .replaceAll(FILLING, '')
      .replace(/x{100,}/, '');
  });
  await once(socket, 'connect');
  return { socket, closed, received: () => text };
}

export const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: gateway\r\n\r\n`;

/** A request that looks up a connection. */
export function find(id: string): string {
  const body = JSON.stringify({ query: `{ externalConnection(id: "${id}") { id } }` });
  return [
    'POST /graphql HTTP/1.1',
    'Host: gateway',
    'Content-Type: application/json',
    'Authorization: Bearer alice',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
