import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A plain TCP load balancer, whose only HTTP is its health check, `GET /ready`. */
export interface Balancer {
  readonly port: number;
  /** Uses the ports behind it, once all of them are ready. */
  use(ports: readonly number[]): Promise<void>;
  close(): Promise<void>;
}

const CHECK_EVERY_MS = 25;

export async function startBalancer(): Promise<Balancer> {
  let ports: readonly number[] = [];
  let ready: readonly number[] = [];
  let turn = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    turn += 1;
    const port = ready[turn % ready.length];
    if (port === undefined) return client.destroy();
    const behind = connect(port, '127.0.0.1');
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('error', () => behind.destroy());
    behind.on('error', () => client.destroy());
    client.pipe(behind).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const check = async () => {
    const checked = await Promise.all(ports.map(async (port) => ((await isReady(port)) ? [port] : [])));
    ready = checked.flat();
  };
  const checking = setInterval(check, CHECK_EVERY_MS);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    use: async (next) => {
      ports = next;
      while (!next.every((each) => ready.includes(each))) await sleep(CHECK_EVERY_MS);
    },
    close: async () => {
      clearInterval(checking);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const headers = { connection: 'close' };
    return (await fetch(`http://127.0.0.1:${port}/ready`, { headers })).ok;
  } catch {
    return false;
  }
}
