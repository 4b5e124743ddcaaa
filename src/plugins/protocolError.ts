import type { FetchAPI } from 'graphql-yoga';
import { httpError } from './httpResponse.ts';
import { isEncoded, isJson, responseType } from './mediaTypes.ts';

// https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3-10
const IDENTITY = { 'Accept-Encoding': 'identity' };
const ACCEPTABLE =
  'The response is application/json or application/graphql-response+json, or text/event-stream for a stream.';

/** The response to a request that the protocol rules out, before its body is read. */
export function protocolError(request: Request, fetchAPI: FetchAPI): Response | undefined {
  const { method } = request;
  if (method !== 'GET' && method !== 'POST') {
    return httpError(405, 'Send GET or POST.', fetchAPI, { Allow: 'GET, POST' });
  }
  if (responseType(request) === undefined) return httpError(406, ACCEPTABLE, fetchAPI);
  if (method === 'GET') return undefined;
  if (!isJson(request)) return httpError(415, 'Send the request as application/json, in UTF-8.', fetchAPI);
  if (!isEncoded(request)) return undefined;
  return httpError(415, 'Send the request without a Content-Encoding.', fetchAPI, IDENTITY);
}
