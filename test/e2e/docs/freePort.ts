import { once } from 'node:events';
import { createServer } from 'node:net';

// Below those that the system gives to outgoing connections: one of these could take a port between its test and its use.
const FIRST = 10_000;
const LAST = 32_000;

/** A free port of 127.0.0.1. */
export async function freePort(): Promise<number> {
  const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}
