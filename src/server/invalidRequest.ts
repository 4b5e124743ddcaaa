import type { IncomingMessage } from 'node:http';
import { failure, type RawResponse } from './rawResponse.ts';

const INVALID_TARGET = failure(400, 'BAD_REQUEST', 'The request target or the Host header is invalid.');
// https://www.rfc-editor.org/rfc/rfc9112#section-3.2-6
const NO_HOST = failure(400, 'BAD_REQUEST', 'The Host header is missing.');
const REPEATED_HEADER = failure(400, 'BAD_REQUEST', 'The Authorization or the Host header is repeated.');
// https://www.rfc-editor.org/rfc/rfc9112#section-6.1-9
const UNKNOWN_CODING = failure(501, 'BAD_REQUEST', 'The only Transfer-Encoding that can be read is chunked.');

/**
 * Returns the response to a request that is not valid HTTP, or that different servers could read differently (request
 * smuggling); `undefined` for any other. Requests that Node's own parser rejects do not get here.
 */
export function invalidRequest(request: IncomingMessage): RawResponse | undefined {
  const { 'transfer-encoding': coding = 'chunked' } = request.headers;
  const host = hostOf(request);
  if (host === undefined && request.httpVersion === '1.1') return NO_HOST;
  if (!isValidTarget(request.url, host)) return INVALID_TARGET;
  if (coding.toLowerCase() !== 'chunked') return UNKNOWN_CODING;
  return isRepeated('authorization', request) || isRepeated('host', request) ? REPEATED_HEADER : undefined;
}

function hostOf({ headers }: IncomingMessage): string | undefined {
  // HTTP/2 has a name of its own for it.
  const host = headers[':authority'] ?? headers.host;
  return typeof host === 'string' ? host : undefined;
}

/** Whether a header is repeated. Node drops the second one, which may be the one that a proxy has checked. */
function isRepeated(name: string, { rawHeaders }: IncomingMessage): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const each = rawHeaders[index];
    if (each?.length === name.length && each.toLowerCase() === name) count += 1;
  }
  return count > 1;
}

// A last label that begins with a digit makes a host an IPv4 address, valid or not.
const ORDINARY_HOST = /^(?:[A-Za-z0-9-]+\.)*[A-Za-z][A-Za-z0-9-]*(?::(?:\d{1,4}|[1-5]\d{4}))?$/;

/** Whether target and Host together are a URL, with the path from the request line. */
function isValidTarget(url = '/', host = 'localhost'): boolean {
  if (!url.startsWith('/')) return false;
  return ORDINARY_HOST.test(host) || (!/[/?#@\\]/.test(host) && URL.canParse(`http://${host}${url}`));
}
