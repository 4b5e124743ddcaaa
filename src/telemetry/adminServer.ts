import { once } from 'node:events';
import { createServer } from 'node:http';
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
const TIMEOUTS = { requestTimeout: 5_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };

/** Serves metrics at `/metrics`, on a port that callers do not reach. */
export async function serveMetrics(
  register: Pick<Registry, 'metrics' | 'contentType'>,
  options: AdminOptions,
): Promise<AdminServer> {
  const { adminHost: host, adminPort: port } = options;
  const server = createServer(TIMEOUTS, (request, response) => {
    const isScrape = request.url === '/metrics' && request.method === 'GET';
    if (!isScrape) return void response.writeHead(404).end();
    register.metrics().then(
      (text) => response.writeHead(200, { 'content-type': register.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  }).listen({ host, port });
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
