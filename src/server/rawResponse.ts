import type { ErrorCode } from '../client/errorContract.ts';

/** A complete response; names and values of headers in turn. */
export interface RawResponse {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Buffer;
}

export const CLOSE = ['connection', 'close'];

/** A response with one error, after which the connection is closed. */
export function failure(status: number, code: ErrorCode, message: string): RawResponse {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  return { status, headers: ['content-type', 'application/json; charset=utf-8', ...CLOSE], body };
}
