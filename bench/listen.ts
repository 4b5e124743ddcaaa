import { once } from 'node:events';
import type { Server } from 'node:http';

/** Listens on a free port of the loopback interface, and prints the URL: `http://127.0.0.1:41234/beta`. */
export async function listenOnLoopback(server: Server): Promise<void> {
  // Longer than any pause between two slices, so that no contender finds its connections closed.
  server.keepAliveTimeout = 120_000;
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('Not listening on a port.');
  process.stdout.write(`http://127.0.0.1:${address.port}/beta\n`);
}
