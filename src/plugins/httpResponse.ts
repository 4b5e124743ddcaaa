import { GraphQLError } from 'graphql';
import type { FetchAPI } from 'graphql-yoga';
import type { ErrorCode } from '../client/errorContract.ts';
import { type OperationResult, rejected } from '../operations/errors.ts';
import type { ResponseType } from './mediaTypes.ts';

export interface HttpResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Status and headers of a result. A result with data is a success, whatever errors are beside it; a rejected
 * document or rejected variables have 400 in `application/graphql-response+json` and 200 in `application/json`.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export function httpResult({ data, errors, requires }: OperationResult, type: ResponseType): HttpResult {
  if (requires === 'POST') return { status: 405, headers: { Allow: 'POST' } };
  if (requires === 'text/event-stream') return { status: 406, headers: {} };
  const [error] = errors ?? [];
  if (data !== undefined || error === undefined) return OK;
  const { code, limit } = error.extensions;
  if (limit === 'body') return TOO_LARGE;
  return STATUSES[code] ?? (type === 'application/graphql-response+json' ? REJECTED : OK);
}

const OK: HttpResult = { status: 200, headers: {} };
const REJECTED: HttpResult = { status: 400, headers: {} };
const TOO_LARGE: HttpResult = { status: 413, headers: {} };

const STATUSES: { readonly [Code in ErrorCode]?: HttpResult } = {
  UNAUTHENTICATED: { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } },
  BAD_REQUEST: REJECTED,
  OVERLOADED: { status: 503, headers: { 'Retry-After': '1' } },
  INTERNAL_SERVER_ERROR: { status: 500, headers: {} },
};

/** The body of a response. */
export function serialize({ errors, data }: OperationResult): string {
  return JSON.stringify({ errors, data });
}

/** A result as a response in JSON. */
export function jsonResponse(
  result: OperationResult,
  accepted: ResponseType,
  { Response }: FetchAPI,
  http: HttpResult,
): Response {
  // A request that is rejected before its stream begins gets JSON.
  const type = accepted === 'text/event-stream' ? 'application/json' : accepted;
  const headers = { 'Content-Type': `${type}; charset=utf-8`, ...http.headers };
  return new Response(serialize(result), { status: http.status, headers });
}

/** Why HTTP itself rules a request out. */
export interface HttpProblem {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The response to a request that HTTP itself rules out. */
export function httpError({ status, message, headers }: HttpProblem, fetchAPI: FetchAPI): Response {
  const result = rejected([new GraphQLError(message)], { code: 'BAD_REQUEST' });
  return jsonResponse(result, 'application/json', fetchAPI, { status, headers });
}
