import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Gateway } from './gateway.ts';

export interface ShutdownOptions {
  /** How long all of it may take. */
  readonly graceMs: number;
  /** How long of that new connections are still taken, for balancers to notice that `/ready` says 503. */
  readonly delayMs: number;
}

// As long as a connection may stay without a request: one that is on its way has arrived by then.
const QUIET_MS = 300;

/**
 * Makes what ends a server and its gateway without losing a request: `/ready` says 503, no new connection is
 * taken, what is under way is answered, and each connection is closed after its answer, or once nothing more
 * comes on it.
 *
 * @returns false where the time was up first, and requests were cut off
 */
export function gracefulShutdown(
  server: Server,
  gateway: Gateway,
  { graceMs, delayMs }: ShutdownOptions,
): () => Promise<boolean> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return async () => {
    const timeIsUp = new AbortController();
    const grace = sleep(graceMs, false, { signal: timeIsUp.signal }).catch(() => false);
    const drained = await Promise.race([drain(server, sockets, gateway, delayMs), grace]);
    if (drained) timeIsUp.abort();
    else server.closeAllConnections();
    return drained;
  };
}

async function drain(
  server: Server,
  sockets: ReadonlySet<Socket>,
  gateway: Gateway,
  delayMs: number,
): Promise<boolean> {
  gateway.drain();
  if (delayMs > 0) await sleep(delayMs);
  const closed = once(server, 'close');
  // http's own close() ends idle connections in the same moment, and with them requests that are on their way.
  NetServer.prototype.close.call(server);
  const idle = setInterval(() => {
    server.closeIdleConnections();
    // To Node, a connection on which nothing has come yet is not idle, but waits for its first request.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }, QUIET_MS);
  await closed;
  clearInterval(idle);
  await gateway.close();
  return true;
}
