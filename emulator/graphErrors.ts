import { STATUS_CODES } from 'node:http';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The part of Graph's error body that says what really went wrong. */
export interface InnerError {
  code?: string;
  source?: string;
  message?: string;
}

/** Where a request's answer can be traced: repeated in the headers and in every error body. */
export interface Correlation {
  requestId: string;
  clientRequestId: string;
}

interface GraphErrorInit {
  status: ContentfulStatusCode;
  code: string;
  message: string;
  inner?: InnerError;
  headers?: Readonly<Record<string, string>>;
}

/** Thrown by handlers, answered as Graph's error body. */
export class GraphError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly inner: InnerError;
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, code, message, inner = {}, headers = {} }: GraphErrorInit) {
    super(message);
    this.status = status;
    this.code = code;
    this.inner = inner;
    this.headers = headers;
  }
}

/**
 * Graph's error body.
 * @see https://learn.microsoft.com/graph/errors#error-resource-type
 */
export function errorBody(
  error: { code: string; message: string; inner?: InnerError },
  { requestId, clientRequestId }: Correlation,
): object {
  return {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        ...error.inner,
        // Graph writes this one date without milliseconds and without the zone.
        date: new Date().toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  };
}

/** A code and a message for a status that was asked for by number: 429 gives `TooManyRequests`. */
export function problemOf(status: number): { code: string; message: string } {
  const message = STATUS_CODES[status] ?? 'Unknown Error';
  return { code: message.replaceAll(/[^A-Za-z]/g, ''), message: `${message}.` };
}

export function badRequest(message: string): GraphError {
  return new GraphError({ status: 400, code: 'BadRequest', message });
}

/** The connectors' own 400: it says nothing by itself, the useful part is in `innerError`. */
export function invalidRequest(inner: Required<Pick<InnerError, 'code' | 'message'>>): GraphError {
  return new GraphError({
    status: 400,
    code: 'InvalidRequest',
    message: 'The request is malformed or incorrect.',
    inner,
  });
}

/** `source` is the kind of thing that is missing, for example `Connection`. */
export function notFound(source: string): GraphError {
  return new GraphError({
    status: 404,
    code: 'ItemNotFound',
    message: 'The requested resource does not exist.',
    inner: { code: 'ResourceNotFound', source, message: `'${source}' was not found.` },
  });
}

export function methodNotAllowed(allowed: readonly string[]): GraphError {
  return new GraphError({
    status: 405,
    code: 'Request_BadRequest',
    message: 'Specified HTTP method is not allowed for the request target.',
    headers: { Allow: allowed.join(', ') },
  });
}
