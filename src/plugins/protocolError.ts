import type { HttpProblem } from './httpResponse.ts';
import { isEncoded, isJson, responseType } from './mediaTypes.ts';
import { isGraphQLPath, requestPath } from './requestPath.ts';

const NOTHING_HERE = 'There is nothing at this path: GraphQL is served at /graphql.';
const FOREIGN_PAGE = "A page of this origin may not send requests: see the gateway's setting CORS_ORIGINS.";
const ACCEPTABLE =
  'The response is application/json or application/graphql-response+json, or text/event-stream for a stream.';

/** Checks the path, the method and the headers of a request, before its body is read; `undefined` if HTTP allows them. */
export function protocolError(request: Request): HttpProblem | undefined {
  const { method, headers } = request;
  if (!isGraphQLPath(requestPath(request))) return problem(404, NOTHING_HERE);
  if (method === 'OPTIONS' && headers.has('access-control-request-method')) {
    return problem(405, FOREIGN_PAGE, { Allow: 'GET, POST' });
  }
  if (method !== 'GET' && method !== 'POST') {
    return problem(405, 'Send GET or POST.', { Allow: 'GET, POST' });
  }
  if (responseType(request) === undefined) return problem(406, ACCEPTABLE);
  if (method === 'GET') return undefined;
  if (!isJson(request)) return problem(415, 'Send the request as application/json, in UTF-8.');
  if (!isEncoded(request)) return undefined;
  // https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3-10
  return problem(415, 'Send the request without a Content-Encoding.', { 'Accept-Encoding': 'identity' });
}

function problem(status: number, message: string, headers = {}): HttpProblem {
  return { status, message, headers };
}
