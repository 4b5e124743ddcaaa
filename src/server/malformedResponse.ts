import { failure, type RawResponse } from './rawResponse.ts';

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
export function malformedResponse(error: Error): RawResponse {
  const status = STATUSES.get(Reflect.get(error, 'code')) ?? 400;
  return failure(status, 'BAD_REQUEST', MESSAGES.get(status) ?? 'The request is not valid HTTP.');
}
