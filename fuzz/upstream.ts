import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answer, type Caller, filled } from './fuzzCase.ts';
import { trespass } from './reach.ts';

/** A caller whose request is being served, and what the upstream has in store for it. */
export interface Guest extends Caller {
  readonly answers: readonly Answer[];
  /** How many requests have arrived for it. */
  asked: number;
  /** What of them should not have arrived. */
  readonly trespasses: string[];
}

/** A real HTTP server in Graph's place, whose answers each caller's case decides. */
export interface Upstream {
  /** The root of its version, to be set as `GRAPH_URL`. */
  readonly root: string;
  /** How many requests have arrived in all. */
  readonly requests: number;
  /** The requests since the last time that nobody who is being served can have made, a line each. */
  takeStrays(): string[];
  enter(guest: Guest): void;
  leave(guest: Guest): void;
  close(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const guests = new Map<string, Guest>();
  const gone = new Set<string>();
  const owners = new Map<string, Guest>();
  const strays: string[] = [];
  let requests = 0;
  let root = '';

  const server = createServer(async (request, response) => {
    requests += 1;
    const { method = '', url = '', headers } = request;
    const { authorization = 'no token' } = headers;
    const guest = guests.get(authorization);
    const owner = owners.get(String(headers['client-request-id']));
    if (owner !== undefined && owner.authorization !== authorization)
      owner.trespasses.push(`${method} ${url} came with the token of another caller`);
    const body = await text(request).catch(() => undefined);
    // The gateway has given it up.
    if (body === undefined) return;
    const path = url.startsWith('/beta/') ? url.slice('/beta'.length) : `(outside of the root) ${url}`;
    const wrong = trespass({ method, path, headers, body });
    if (wrong !== undefined) (guest?.trespasses ?? strays).push(wrong);
    if (guest === undefined) {
      // What was on its way when the gateway gave up arrives after its caller has gone.
      if (!gone.has(authorization))
        strays.push(`during this case, ${method} ${path} came with ${authorization}`);
      return void response.writeHead(401).end();
    }
    const answer = guest.answers[guest.asked] ?? guest.answers.at(-1);
    guest.asked += 1;
    send(response, answer ?? { kind: 'http', status: 404, headers: {}, body: '' }, guest, root);
  });
  server.on('clientError', (error, socket) => {
    // A gateway that gives up closes its connection; anything else that cannot be read is no HTTP.
    if (!('code' in error) || error.code !== 'ECONNRESET') strays.push(`not HTTP: ${error.message}`);
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  root = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/beta`;

  return {
    root,
    takeStrays: () => strays.splice(0),
    get requests() {
      return requests;
    },
    enter: (guest) => {
      if (guest.authorization !== undefined) guests.set(guest.authorization, guest);
      owners.set(guest.requestId, guest);
    },
    leave: (guest) => {
      owners.delete(guest.requestId);
      if (guest.authorization === undefined) return;
      guests.delete(guest.authorization);
      gone.add(guest.authorization);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, answer: Answer, guest: Guest, root: string): void {
  const fill = (value: string | Uint8Array) =>
    typeof value === 'string' ? filled(value, guest, root) : value;
  switch (answer.kind) {
    case 'http': {
      const headers = Object.entries(answer.headers).map(([name, value]) => [
        name,
        filled(value, guest, root),
      ]);
      response.writeHead(answer.status, Object.fromEntries(headers)).end(fill(answer.body));
      return;
    }
    case 'raw':
      response.socket?.end(fill(answer.bytes));
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'silence':
      // Until the gateway gives up.
      return;
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
