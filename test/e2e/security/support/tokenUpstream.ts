import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { draw, MARK, nameFor } from './tokens.ts';

/** Injected faults. */
export type TokenFault = 'none' | 'busy' | 'throttled' | 'resetBefore' | 'resetAfter' | 'throttledPart';

/** A Graph whose objects have different names for each token, and that records its callers. */
export interface TokenUpstream {
  readonly url: string;
  /** All received tokens, by the `client-request-id` of their call. */
  readonly tokens: ReadonlyMap<string, ReadonlySet<string>>;
  /** Calls by method and kind: `GET item`, `POST $batch`. */
  readonly calls: ReadonlyMap<string, number>;
  readonly faults: ReadonlyMap<TokenFault, number>;
  /** Tokens outside the `Authorization` header, and headers that were sent twice. */
  readonly violations: readonly string[];
  close(): Promise<void>;
}

/** One call as it arrived. */
interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly token: string;
  readonly requestId: string;
  /** The number of earlier calls of this request; with the id, it selects the fault. */
  readonly nth: number;
}

const batchRequest = z.object({ requests: z.array(z.object({ id: z.string(), url: z.string() })) });
const creation = z.object({ id: z.string() });

function count<K>(counts: Map<K, number>, key: K): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

/** Starts one on a free port of 127.0.0.1. Faults depend on `seed` and each call, not on their order. */
export async function startTokenUpstream(seed: string): Promise<TokenUpstream> {
  const tokens = new Map<string, Set<string>>();
  const calls = new Map<string, number>();
  const faults = new Map<TokenFault, number>();
  const nths = new Map<string, number>();
  const violations: string[] = [];

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => violations.push(String(error)));
  });
  // A write that is sent on a connection while that is closed never arrives. A busy machine may pause for seconds.
  server.keepAliveTimeout = 120_000;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await arrived(request);
    await pause(draw(seed, 'delay', call.requestId, call.nth) * 12);
    const fault = faultOf(draw(seed, 'fault', call.requestId, call.nth));
    count(faults, fault);
    const headers = { 'Content-Type': 'application/json', 'client-request-id': call.requestId };
    if (fault === 'resetBefore') return void request.socket.resetAndDestroy();
    if (fault === 'resetAfter') {
      response.writeHead(200, { ...headers, 'Content-Length': 1_000 }).write('{"id":');
      await pause(1);
      return void request.socket.resetAndDestroy();
    }
    if (fault === 'busy' || fault === 'throttled') {
      const status = fault === 'busy' ? 503 : 429;
      response.writeHead(status, { ...headers, 'Retry-After': '0' }).end(JSON.stringify(rejection(call)));
      return;
    }
    const { status, body } = served(call);
    response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
  }

  async function arrived(request: IncomingMessage): Promise<Arrived> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', rawHeaders } = request;
    const values = new Map<string, string>();
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const [name = '', value = ''] = [rawHeaders[i]?.toLowerCase(), rawHeaders[i + 1]];
      if (values.has(name)) violations.push(`${name} came twice`);
      if (name !== 'authorization' && value.includes(MARK)) violations.push(`a token in the header ${name}`);
      values.set(name, value);
    }
    if (url.includes(MARK)) violations.push('a token in the URL');
    if (body.includes(MARK)) violations.push('a token in the body');
    const token = values.get('authorization')?.replace('Bearer ', '') ?? '';
    const requestId = values.get('client-request-id') ?? '';
    tokens.set(requestId, (tokens.get(requestId) ?? new Set()).add(token));
    return { method, url, body, token, requestId, nth: count(nths, requestId) };
  }

  function served({ method, url, body, token, requestId, nth }: Arrived): { status: number; body?: object } {
    const path = url.replace('/beta', '');
    count(calls, `${method} ${kindOf(path)}`);
    if (path === '/$batch') {
      const parts = batchRequest.parse(JSON.parse(body)).requests.map((part) => {
        if (draw(seed, 'part', requestId, nth, part.id) > 0.1) {
          return { id: part.id, status: 200, body: objectAt(part.url, token) };
        }
        count(faults, 'throttledPart');
        return { id: part.id, status: 429, headers: { 'Retry-After': '0' }, body: rejection({ token }) };
      });
      // Graph returns the parts in any order.
      return { status: 200, body: { responses: parts.reverse() } };
    }
    if (path.endsWith('/$ref')) return { status: 204 };
    if (method !== 'POST') return { status: 200, body: objectAt(path, token) };
    return { status: 201, body: objectAt(`/${creation.parse(JSON.parse(body)).id}`, token) };
  }

  /** The object that this token reads. */
  function objectAt(path: string, token: string): object {
    const object = (id: string) => {
      const name = nameFor(token, id);
      return { id, name, externalPrivateEndpointId: name };
    };
    if (kindOf(path) === 'item') return object(path.slice(path.lastIndexOf('/') + 1));
    const nextLink = `${root()}/external/connections?$skiptoken=${nameFor(token, 'cursor')}`;
    return { value: [object('one'), object('two')], '@odata.nextLink': nextLink };
  }

  const root = () => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/beta`;
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: root(), tokens, calls, faults, violations, close };
}

function kindOf(path: string): 'item' | 'list' | '$batch' | '$ref' {
  if (path === '/$batch') return '$batch';
  if (path.endsWith('/$ref')) return '$ref';
  return /\/connections(?:\?|$)/.test(path) ? 'list' : 'item';
}

function faultOf(drawn: number): TokenFault {
  if (drawn < 0.06) return 'busy';
  if (drawn < 0.14) return 'throttled';
  if (drawn < 0.17) return 'resetBefore';
  return drawn < 0.2 ? 'resetAfter' : 'none';
}

/** An error that identifies its caller, and contains the token, which the gateway must redact. */
function rejection({ token }: { readonly token: string }): object {
  return { error: { code: 'TryLater', message: `${nameFor(token, 'rejection')} is the name of ${token}.` } };
}
