import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Listeners } from './listener.ts';

export interface Drainable extends Pick<Listeners, 'isIdle'> {
  /** @param stayReady - whether `/readyz` stays 200, since another process serves the same port */
  drain(options: { readonly stayReady: boolean }): void;
  close(): Promise<void>;
  /** Disconnects the clients, aborts the upstream calls in flight, and logs what was cut off. */
  abort(disconnect: () => Promise<void>): Promise<void>;
}

export interface ShutdownOptions {
  /** For the whole shutdown. */
  readonly shutdownGraceMs: number;
  /** How long new connections are still accepted, for balancers to notice that `/readyz` is 503. */
  readonly shutdownDelayMs: number;
}

// Interval at which idle connections are closed. By the first time, requests that were already sent have arrived.
const QUIET_MS = 300;

/** Ends a server; false where requests were cut off. With `isReplaced`, another process serves the same port. */
export type Shutdown = (options?: { readonly isReplaced: boolean }) => Promise<boolean>;

/** The ways to end a server and its gateway. */
export interface Ending {
  readonly close: Shutdown;
  /** Cuts off the requests in flight, whose writes are then logged. */
  readonly abort: () => Promise<void>;
}

/**
 * Makes the functions that end a server and its gateway. `close` loses no request: `/readyz` turns to 503, no new
 * connection is accepted, requests in flight complete, and each connection is closed after its response or once it is
 * idle. Requests still in flight at the end of the grace period are cut off.
 */
export function gracefulShutdown(server: Server, gateway: Drainable, options: ShutdownOptions): Ending {
  const { shutdownGraceMs } = options;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Clients are disconnected first: only then do operations count as cut off, so that their writes are logged.
  const abort = () => gateway.abort(() => disconnect(sockets));
  const close: Shutdown = async ({ isReplaced } = { isReplaced: false }) => {
    const grace = sleep(shutdownGraceMs, false, { ref: false });
    gateway.drain({ stayReady: isReplaced });
    const delayMs = isReplaced ? 0 : options.shutdownDelayMs;
    const drained = await Promise.race([drain(server, sockets, gateway, shutdownGraceMs, delayMs), grace]);
    if (!drained) await abort();
    return drained;
  };
  return { close, abort };
}

async function drain(
  server: Server,
  sockets: ReadonlySet<Socket>,
  gateway: Drainable,
  graceMs: number,
  delayMs: number,
) {
  if (delayMs > 0) await sleep(delayMs);
  const closed = once(server, 'close');
  // Requests that are still arriving get a part of the grace period, or one client could use up all of it.
  const arrivalMs = Math.ceil(graceMs / 5);
  server.headersTimeout = Math.min(server.headersTimeout, arrivalMs);
  server.requestTimeout = Math.min(server.requestTimeout, arrivalMs);
  // http's own close() ends idle connections at once, and with them requests that are already sent and responses that
  // are being read.
  NetServer.prototype.close.call(server);
  const arrived = performance.now() + arrivalMs;
  const closeIdle = () => {
    // Node's timeouts do not see line breaks ahead of a request, which a client could send for ever.
    const ignoreArriving = performance.now() >= arrived;
    for (const socket of sockets) if (gateway.isIdle(socket, { ignoreArriving })) socket.destroy();
  };
  // Not in the timer itself: after a pause of the process, timers run before the data that has arrived is read.
  const idle = setInterval(() => setImmediate(closeIdle), QUIET_MS);
  await closed;
  clearInterval(idle);
  await gateway.close();
  return true;
}

async function disconnect(sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
}
