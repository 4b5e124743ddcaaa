import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A GraphQL service behind real HTTP. */
export interface Service {
  readonly name: string;
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on a free port of 127.0.0.1. */
export async function listen(name: string, requestListener: RequestListener): Promise<Service> {
  const server = createServer(requestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
