import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { draw, MARK, nameFor } from './tokens.ts';

/** What went wrong on purpose, and how often. */
export type Mishap = 'none' | 'busy' | 'throttled' | 'resetBefore' | 'resetAfter' | 'throttledPart';

/** A Graph that answers each token with names of that token's own, and remembers who called. */
export interface TokenUpstream {
  readonly url: string;
  /** All tokens that came, by the `client-request-id` that they came with. */
  readonly tokens: ReadonlyMap<string, ReadonlySet<string>>;
  /** Calls by method and kind: `GET item`, `POST $batch`. */
  readonly calls: ReadonlyMap<string, number>;
  readonly mishaps: ReadonlyMap<Mishap, number>;
  /** Places other than the `Authorization` header in which a token came, and headers that came twice. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** One call as it arrived. */
interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly token: string;
  readonly requestId: string;
  /** How many calls of this request came before; with the id, it decides what goes wrong. */
  readonly nth: number;
}

const batchRequest = z.object({ requests: z.array(z.object({ id: z.string(), url: z.string() })) });
const creation = z.object({ id: z.string() });

function count<K>(counts: Map<K, number>, key: K): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

/** Starts one on a free port of 127.0.0.1. What goes wrong depends on `seed` and each call, not on their order. */
export async function startTokenUpstream(seed: string): Promise<TokenUpstream> {
  const tokens = new Map<string, Set<string>>();
  const calls = new Map<string, number>();
  const mishaps = new Map<Mishap, number>();
  const nths = new Map<string, number>();
  const complaints: string[] = [];

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => complaints.push(String(error)));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await arrived(request);
    await pause(draw(seed, 'delay', call.requestId, call.nth) * 12);
    const mishap = mishapOf(draw(seed, 'mishap', call.requestId, call.nth));
    count(mishaps, mishap);
    const headers = { 'Content-Type': 'application/json', 'client-request-id': call.requestId };
    if (mishap === 'resetBefore') return void request.socket.resetAndDestroy();
    if (mishap === 'resetAfter') {
      response.writeHead(200, { ...headers, 'Content-Length': 1_000 }).write('{"id":');
      await pause(1);
      return void request.socket.resetAndDestroy();
    }
    if (mishap === 'busy' || mishap === 'throttled') {
      const status = mishap === 'busy' ? 503 : 429;
      response.writeHead(status, { ...headers, 'Retry-After': '0' }).end(JSON.stringify(refusal(call)));
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
      if (values.has(name)) complaints.push(`${name} came twice`);
      if (name !== 'authorization' && value.includes(MARK)) complaints.push(`a token in the header ${name}`);
      values.set(name, value);
    }
    if (url.includes(MARK)) complaints.push('a token in the URL');
    if (body.includes(MARK)) complaints.push('a token in the body');
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
        count(mishaps, 'throttledPart');
        return { id: part.id, status: 429, headers: { 'Retry-After': '0' }, body: refusal({ token }) };
      });
      // Graph answers the parts in any order.
      return { status: 200, body: { responses: parts.reverse() } };
    }
    if (path.endsWith('/$ref')) return { status: 204 };
    if (method !== 'POST') return { status: 200, body: objectAt(path, token) };
    return { status: 201, body: objectAt(`/${creation.parse(JSON.parse(body)).id}`, token) };
  }

  /** What this token sees there. */
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
  return { url: root(), tokens, calls, mishaps, complaints, close };
}

function kindOf(path: string): 'item' | 'list' | '$batch' | '$ref' {
  if (path === '/$batch') return '$batch';
  if (path.endsWith('/$ref')) return '$ref';
  return /\/connections(?:\?|$)/.test(path) ? 'list' : 'item';
}

function mishapOf(drawn: number): Mishap {
  if (drawn < 0.06) return 'busy';
  if (drawn < 0.14) return 'throttled';
  if (drawn < 0.17) return 'resetBefore';
  return drawn < 0.2 ? 'resetAfter' : 'none';
}

/** An error that tells whose it is, and repeats the token, which the gateway has to blot out. */
function refusal({ token }: { readonly token: string }): object {
  return { error: { code: 'TryLater', message: `${nameFor(token, 'refusal')} is the name of ${token}.` } };
}
