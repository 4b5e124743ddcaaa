import { AUTHORIZATION } from './connections.ts';
import { type Dialect, NONCE, type Scenario } from './scenarios.ts';

/** One HTTP request; it may hold {@link NONCE}, in its URL or its body. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: string;
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

/** The headers of every request. */
export const HEADERS = { authorization: AUTHORIZATION, 'content-type': 'application/json' };

/** Sends a request once, on a connection of its own. */
export async function sendOnce(
  { method, url, body }: LoadRequest,
  nonce: string,
): Promise<{ status: number; body: string }> {
  const response = await fetch(url.replaceAll(NONCE, nonce), {
    method,
    headers: { ...HEADERS, connection: 'close' },
    signal: AbortSignal.timeout(10_000),
    ...(body !== undefined && { body: body.replaceAll(NONCE, nonce) }),
  });
  return { status: response.status, body: await response.text() };
}
