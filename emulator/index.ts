import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { type Fault, Faults } from './faults.ts';
import { loadResources } from './loadResources.ts';
import type { EmulatorOptions } from './options.ts';
import type { RecordedRequest } from './recorder.ts';

export type { Fault, FaultScope, StatusFault } from './faults.ts';
export type { EmulatorOptions } from './options.ts';
export type { RecordedRequest } from './recorder.ts';

/** A running emulator of some endpoints of Microsoft Graph beta. */
export interface Emulator {
  /** Root URL with version, for example `http://127.0.0.1:41234/beta`. */
  readonly url: string;
  /** Every HTTP request received, in order. The array is live; `clear` empties it. */
  readonly requests: readonly RecordedRequest[];
  /** TCP connections accepted so far. */
  readonly connectionCount: number;
  /** Queues a fault for a future request. Faults apply in the order they were queued. */
  failNext(fault: Fault): void;
  /** Discards the recorded requests and the queued faults; the state of the tenants is kept. */
  clear(): void;
  /** Closes the server and every connection. */
  close(): Promise<void>;
}

let resources: ReturnType<typeof loadResources> | undefined;

/**
 * Starts an emulator that shares no state with any other.
 * @throws if it cannot listen, with Node's error (`code` is `EADDRINUSE` if the port is taken)
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0 } = options;
  const faults = new Faults();
  const requests: RecordedRequest[] = [];
  // The files are the same for all emulators of a process.
  resources ??= loadResources();
  const app = createApp(await resources, options, faults, requests);
  // By default the listener replaces the global Request and Response for the whole process.
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  // Node's 5 seconds are so short that a busy gateway may send on a connection that is just being closed.
  server.keepAliveTimeout = 120_000;
  let connectionCount = 0;
  server.on('connection', () => {
    connectionCount += 1;
  });

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;

  return {
    url: `http://127.0.0.1:${actualPort}/beta`,
    requests,
    get connectionCount() {
      return connectionCount;
    },
    failNext: (fault) => faults.add(fault),
    clear() {
      requests.length = 0;
      faults.clear();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
