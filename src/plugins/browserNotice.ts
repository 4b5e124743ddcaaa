import type { FetchAPI } from 'graphql-yoga';
import { responseType } from './mediaTypes.ts';
import { isGraphQLPath, requestPath } from './requestPath.ts';

const NOTICE =
  'This is the GraphQL endpoint of msgraph-gateway, for programs: they send their queries by POST.\n' +
  "GraphiQL, its page for people, is off here: see the gateway's setting GRAPHIQL, in docs/operations.md of its package.\n";

/**
 * The response to a browser that opens the endpoint while GraphiQL is off: plain text instead of an error in JSON, with
 * the same status. `undefined` for the requests of programs.
 */
export function browserNotice(request: Request, { Response }: FetchAPI): Response | undefined {
  const { method, url, headers } = request;
  // A request with parameters is one of GraphQL.
  if (method !== 'GET' || url.includes('?') || !headers.get('accept')?.includes('text/html'))
    return undefined;
  if (!isGraphQLPath(requestPath(request))) return undefined;
  return new Response(NOTICE, {
    status: responseType(request) === undefined ? 406 : 400,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
  });
}
