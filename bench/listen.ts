import { once } from 'node:events';
import type { Server } from 'node:http';

/** Listens on a free port of the loopback interface; returns the origin, `http://127.0.0.1:41234`. */
export async function listenOnLoopback(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('Not listening on a port.');
  return `http://127.0.0.1:${address.port}`;
}
