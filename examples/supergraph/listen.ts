import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

export interface Listening {
  /** URL of its GraphQL endpoint. */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(requestListener: RequestListener): Promise<Listening> {
  // The gateway in front keeps its connections for as long, so that none is closed while it sends.
  const server = createServer({ keepAliveTimeout: 120_000 }, requestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
