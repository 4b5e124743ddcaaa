import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Registry } from 'prom-client';

export interface AdminOptions {
  readonly adminHost: string;
  /** 0 takes a free port. */
  readonly adminPort: number;
}

export interface AdminServer {
  readonly url: string;
  close(): Promise<void>;
}

// A scrape is one small request now and then.
const OPTIONS = { requestTimeout: 5_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };
const MAX_CONNECTIONS = 20;
// Also closes the connection of a client that does not read.
const IDLE_MS = 10_000;

/** Serves metrics at `/metrics`, on a port that callers do not reach. */
export async function serveMetrics(
  register: Pick<Registry, 'metrics' | 'contentType'>,
  options: AdminOptions,
): Promise<AdminServer> {
  const { adminHost: host, adminPort: port } = options;
  const served = new WeakSet<Socket>();
  let collected: Promise<string> | undefined;
  // Concurrent scrapes share one collection, which takes milliseconds.
  const collect = () => {
    collected ??= register.metrics().finally(() => {
      collected = undefined;
    });
    return collected;
  };
  const server = createServer(OPTIONS, (request, response) => {
    // Callers share this event loop, so a connection serves one request: pipelined ones get no response.
    if (served.has(request.socket)) return;
    served.add(request.socket);
    response.setHeader('connection', 'close');
    const isScrape = request.url === '/metrics' && request.method === 'GET';
    if (!isScrape) return void response.writeHead(404).end();
    collect().then(
      (text) => response.writeHead(200, { 'content-type': register.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  }).listen({ host, port });
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(IDLE_MS);
  await once(server, 'listening');
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/metrics`, close };
}
