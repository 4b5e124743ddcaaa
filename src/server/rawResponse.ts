import { STATUS_CODES } from 'node:http';
import type { ErrorCode } from '../client/errorContract.ts';

/** A complete response; names and values of headers in turn. */
export interface RawResponse {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array;
  /** Whether the connection is closed after it, if it is HTTP/1. */
  readonly isLast?: boolean;
}

export const CLOSE = ['connection', 'close'] as const;
// Without these, a cache could keep a response such as a 501 and serve it to others.
const UNCACHED = ['cache-control', 'private, no-store', 'vary', 'authorization'];

/** A response with one error, after which the connection is closed. */
export function failure(status: number, code: ErrorCode, message: string): RawResponse {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const headers = ['content-type', 'application/json; charset=utf-8', ...UNCACHED];
  return { status, headers, body, isLast: true };
}

/** Serializes the last response of a connection, as it is sent. */
export function responseText({ status, headers, body }: RawResponse): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, `content-length: ${Buffer.byteLength(body)}`];
  const all = [...headers, ...CLOSE];
  for (let index = 0; index < all.length; index += 2) lines.push(`${all[index]}: ${all[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
