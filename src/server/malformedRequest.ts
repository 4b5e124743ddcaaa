import { STATUS_CODES } from 'node:http';

/** As Node chooses them. */
const STATUSES: ReadonlyMap<unknown, number> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['HPE_HEADER_OVERFLOW', 431],
]);

const MESSAGES: ReadonlyMap<number, string> = new Map([
  [408, 'The request did not arrive in time.'],
  [413, 'The chunk extensions of the body are too large.'],
  [431, 'The headers are too large.'],
]);

/**
 * The response to what a server cannot read as a request.
 *
 * @param error the first argument of Node's event `clientError`
 */
export function malformedResponse(error: Error): { readonly status: number; readonly bytes: string } {
  const status = STATUSES.get(Reflect.get(error, 'code')) ?? 400;
  const message = MESSAGES.get(status) ?? 'The request is not valid HTTP.';
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return { status, bytes: `${head.join('\r\n')}\r\n\r\n${body}` };
}
