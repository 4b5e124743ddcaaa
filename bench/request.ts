import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AUTHORIZATION } from './connections.ts';
import type { Dialect, Scenario } from './scenarios.ts';

/** One HTTP request; it may hold `NONCE`, in its URL or its body. */
export interface LoadRequest<Body = string> {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: Body;
}

/** The request of a scenario to a server: GraphQL in its dialect, or Graph's REST without one. */
export function requestFor(
  { graph, graphql }: Scenario,
  dialect: Dialect | undefined,
  url: string,
): LoadRequest {
  if (dialect !== undefined) return { method: 'POST', url, body: JSON.stringify(graphql(dialect)) };
  if (graph.body === undefined) return { method: 'GET', url: url + graph.path };
  return { method: 'POST', url: url + graph.path, body: JSON.stringify(graph.body) };
}

/**
 * Sends a request with a valid token, on a connection of its own; a stream as its body in chunks.
 *
 * @throws where there is no response within 10 seconds.
 */
export async function send({ method, url, body }: LoadRequest<string | Uint8Array | Readable>) {
  const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(10_000);
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false, signal }, resolve);
    // It does not matter once there is a response, which may come before the whole body was sent.
    outgoing.on('error', reject);
    if (body instanceof Readable) body.pipe(outgoing);
    else outgoing.end(body);
  });
  return { status: incoming.statusCode ?? 0, body: await text(incoming) };
}
