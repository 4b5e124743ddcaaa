import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';

/** Listens on a free port of 127.0.0.1, and returns it. */
export async function listenOn(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The body of a request. Rejects where its client ends before it is complete. */
export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
