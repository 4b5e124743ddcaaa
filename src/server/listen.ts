import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Listeners } from './listener.ts';
import { type Drainable, type Ending, gracefulShutdown, type ShutdownOptions } from './shutdown.ts';

// Connections that wait to be accepted. Beyond that the kernel drops them, and clients retry after one and then
// three seconds; a busy event loop soon fills Node's default of 511.
const BACKLOG = 4_096;

// A head fits into a packet or two, however much time operations are given.
const HEADERS_TIMEOUT_MS = 10_000;
const CHECK_INTERVAL_MS = 500;
// Longer than proxies and clients keep idle connections: with Node's 5 seconds, a request may be sent on a connection
// that is just being closed, and is lost. At `MAX_CONNECTIONS`, idle ones are closed to make room.
const KEEP_ALIVE_MS = 120_000;

export interface ListenOptions extends ShutdownOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** How long a request may take to arrive; its execution may take as long again. */
  readonly requestTimeoutMs: number;
}

/** A listening server. `close` completes the requests in flight, accepts no new ones, and closes everything. */
export interface Service extends Ending {
  /** The URL of its GraphQL endpoint. */
  readonly url: string;
}

/** Serves a gateway on an address. Resolves once it listens; rejects if it cannot. */
export async function listen(gateway: Drainable & Listeners, options: ListenOptions): Promise<Service> {
  const { host, port, requestTimeoutMs } = options;
  const serverOptions = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The listener checks it: after Node's own response, requests behind the invalid one would be served.
    requireHostHeader: false,
  };
  const server = createServer(serverOptions, gateway.requestListener).listen({
    port,
    host,
    backlog: BACKLOG,
  });
  // Not the server's `maxConnections`: that always closes the newest connection, and in a worker passes it on to
  // another worker, endlessly if all are full.
  server.on('connection', gateway.connectionListener);
  // Node's own 417 would bypass the bounds on connections.
  server.on('checkExpectation', gateway.requestListener);
  server.on('clientError', gateway.clientErrorListener);
  // Without a listener, Node cuts off the responses to earlier requests.
  server.on('connect', (_, socket) =>
    gateway.clientErrorListener(new Error('CONNECT is for proxies.'), socket),
  );
  const ending = gracefulShutdown(server, gateway, options);
  try {
    await once(server, 'listening');
  } catch (error) {
    await gateway.close();
    throw error;
  }
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/graphql`, ...ending };
}
