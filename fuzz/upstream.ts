import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { requestViolation } from './allowedRequests.ts';
import { type Caller, fillPlaceholders, type ScriptedResponse } from './fuzzCase.ts';
import { listenOn, textOf } from './server.ts';

/** A caller with a request in flight, and the upstream's responses to it. */
export interface ActiveCaller extends Caller {
  readonly responses: readonly ScriptedResponse[];
  /** How many requests the upstream has received for it. */
  requestCount: number;
  /** Why requests for it are not allowed. */
  readonly violations: string[];
}

/** A real HTTP server in place of Graph, with responses scripted per caller. */
export interface Upstream {
  /** The root URL, for `GRAPH_URL`. */
  readonly root: string;
  /** Number of requests received. */
  readonly requestCount: number;
  /** Takes the violations, one per line, that do not belong to a registered caller. */
  takeUnattributedViolations(): string[];
  register(caller: ActiveCaller): void;
  unregister(caller: ActiveCaller): void;
  close(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const byAuthorization = new Map<string, ActiveCaller>();
  const byRequestId = new Map<string, ActiveCaller>();
  const finished = new Set<string>();
  const unattributed: string[] = [];
  let requestCount = 0;
  let root = '';

  const server = createServer(async (request, response) => {
    requestCount += 1;
    const { method = '', url = '', headers } = request;
    const { authorization = 'no token' } = headers;
    const caller = byAuthorization.get(authorization);
    const owner = byRequestId.get(String(headers['client-request-id']));
    if (owner !== undefined && owner.authorization !== authorization)
      owner.violations.push(`${method} ${url} was sent with another caller's token`);
    const body = await textOf(request).catch(() => undefined);
    // The gateway aborted the request.
    if (body === undefined) return;
    const path = url.startsWith('/beta/') ? url.slice('/beta'.length) : `(outside the root) ${url}`;
    const violation = requestViolation({ method, path, headers, body });
    if (violation !== undefined) (caller?.violations ?? unattributed).push(violation);
    if (caller === undefined) {
      // A request that was in flight when the gateway gave up can arrive after its case has finished.
      if (!finished.has(authorization))
        unattributed.push(`during this case, ${method} ${path} was sent with ${authorization}`);
      return void response.writeHead(401).end();
    }
    const scripted = caller.responses[caller.requestCount] ?? caller.responses.at(-1);
    caller.requestCount += 1;
    send(response, scripted ?? { kind: 'http', status: 404, headers: {}, body: '' }, caller, root);
  });
  server.on('clientError', (error, socket) => {
    // The gateway resets the connection of an aborted request. Any other error is invalid HTTP.
    if (!('code' in error) || error.code !== 'ECONNRESET')
      unattributed.push(`invalid HTTP: ${error.message}`);
    socket.destroy();
  });
  root = `http://127.0.0.1:${await listenOn(server)}/beta`;

  return {
    root,
    takeUnattributedViolations: () => unattributed.splice(0),
    get requestCount() {
      return requestCount;
    },
    register: (caller) => {
      if (caller.authorization !== undefined) byAuthorization.set(caller.authorization, caller);
      byRequestId.set(caller.requestId, caller);
    },
    unregister: (caller) => {
      byRequestId.delete(caller.requestId);
      if (caller.authorization === undefined) return;
      byAuthorization.delete(caller.authorization);
      finished.add(caller.authorization);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(
  response: ServerResponse,
  scripted: ScriptedResponse,
  caller: ActiveCaller,
  root: string,
): void {
  const fill = (value: string | Uint8Array) =>
    typeof value === 'string' ? fillPlaceholders(value, caller, root) : value;
  switch (scripted.kind) {
    case 'http': {
      const headers = Object.entries(scripted.headers).map(([name, value]) => [
        name,
        fillPlaceholders(value, caller, root),
      ]);
      response.writeHead(scripted.status, Object.fromEntries(headers)).end(fill(scripted.body));
      return;
    }
    case 'raw':
      response.socket?.end(fill(scripted.bytes));
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'none':
      // The request ends with the gateway's timeout.
      return;
  }
}
