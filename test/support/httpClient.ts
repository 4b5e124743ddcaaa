import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, onTestFinished } from 'vitest';
import type { Gateway } from '../../src/gateway.ts';

/** Serves a gateway on a free port of 127.0.0.1 for the running test, as a host would. */
export function serve(gateway: Gateway): Promise<number> {
  return serveUntil(onTestFinished, gateway);
}

/** The same for all tests of a file. */
export function serveForFile(gateway: Gateway): Promise<number> {
  return serveUntil(afterAll, gateway);
}

async function serveUntil(end: (close: () => void) => void, gateway: Gateway): Promise<number> {
  const server = createServer(gateway.requestListener).listen(0, '127.0.0.1');
  server.on('connection', gateway.connectionListener);
  server.on('clientError', gateway.clientErrorListener);
  end(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Sends a document over a connection of its own, which the test can destroy while it waits. */
export async function sendDocument(
  port: number,
  query: string,
  token: string,
  accept = 'application/json',
): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  const body = JSON.stringify({ query });
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: gateway',
    'Content-Type: application/json',
    `Accept: ${accept}`,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return socket;
}

/**
 * Sends these header lines and this body, and returns everything received. It ends its side once there is a response, or
 * there has been none for a second: Node gives none to a client that has ended its side before.
 */
export async function exchange(
  port: number,
  lines: readonly string[],
  body: string | Buffer = '',
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]));
  const ending = setTimeout(() => socket.end(), 1_000);
  let response = '';
  for await (const chunk of socket) {
    response += chunk;
    socket.end();
  }
  clearTimeout(ending);
  return response;
}
