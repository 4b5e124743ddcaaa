import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { type Fault, Faults } from './faults.ts';
import type { RecordedRequest } from './recorder.ts';

export type { Fault, FaultScope, StatusFault } from './faults.ts';
export type { RecordedRequest } from './recorder.ts';

export interface EmulatorOptions {
  /** Default 0: a free port. It is always one of 127.0.0.1. */
  port?: number;
  /** What `POST …/connections/$ref` answers: 201 with the object (default) or, as OData has it, an empty 204. */
  refStatus?: 201 | 204;
  /** What a PATCH of a private endpoint connection answers: 200 with the object (default) or an empty 204. */
  privateEndpointPatchStatus?: 200 | 204;
  /** How long a deleted external connection stays readable after the 202; default 500. */
  deleteDelayMs?: number;
}

/** A running emulator of a few endpoints of Microsoft Graph beta. */
export interface Emulator {
  /** The root of its version, for example `http://127.0.0.1:41234/beta`. */
  readonly url: string;
  /** Every HTTP request that arrived, in order. The array is live; `clear` empties it. */
  readonly requests: readonly RecordedRequest[];
  /** TCP connections accepted so far. */
  readonly connectionCount: number;
  /** Orders a fault for a coming request. Faults happen in the order they were ordered. */
  failNext(fault: Fault): void;
  /** Forgets the recorded requests and the faults still to come; what the tenants have stays. */
  clear(): void;
  /** Closes the server and every connection. */
  close(): Promise<void>;
}

/**
 * Starts an emulator with no state of any other.
 * @throws when it cannot listen, with node's error (`code` is `EADDRINUSE` for a taken port)
 */
export async function startEmulator({
  port = 0,
  refStatus = 201,
  privateEndpointPatchStatus = 200,
  deleteDelayMs = 500,
}: EmulatorOptions = {}): Promise<Emulator> {
  const faults = new Faults();
  const requests: RecordedRequest[] = [];
  const app = createApp({ refStatus, privateEndpointPatchStatus, deleteDelayMs }, faults, requests);
  // The listener would replace the global Request and Response, for everyone else in the process too.
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
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
