import dns from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A server to which the gateway must never connect. */
export interface OtherOrigin {
  readonly port: number;
  /** TCP connections that arrived since the last {@link forget}. */
  readonly connections: number;
  /** Names that were looked up meanwhile. */
  readonly lookups: readonly string[];
  forget(): void;
  close(): Promise<void>;
}

type Found = (error: Error | null, address: string | dns.LookupAddress[], family?: number) => void;

/**
 * Starts one on a free port of 127.0.0.1, and has every host name of this process lead there: so a look-alike
 * host is one that can be reached. It says nothing, since being connected to is bad enough.
 */
export async function startOtherOrigin(): Promise<OtherOrigin> {
  const lookups: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();

  // node:net calls this function for each connection.
  const real = Object.getOwnPropertyDescriptor(dns, 'lookup');
  Object.defineProperty(dns, 'lookup', {
    ...real,
    value: (name: string, options: dns.LookupOptions, found: Found) => {
      lookups.push(name);
      const all = [{ address: '127.0.0.1', family: 4 }];
      process.nextTick(() => (options.all === true ? found(null, all) : found(null, '127.0.0.1', 4)));
    },
  });

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get connections() {
      return connections;
    },
    lookups,
    forget: () => {
      connections = 0;
      lookups.length = 0;
    },
    close: async () => {
      if (real !== undefined) Object.defineProperty(dns, 'lookup', real);
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
