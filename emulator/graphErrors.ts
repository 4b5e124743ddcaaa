import { STATUS_CODES } from 'node:http';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The specific part of Graph's error body; the outer `code` and `message` are generic. */
export interface InnerError {
  code?: string;
  source?: string;
  message?: string;
}

/** The ids that a response is traced by, in its headers and in every error body. */
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

/** Thrown by handlers and sent as Graph's error body. */
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
        // Unlike every other date of Graph, this one has neither milliseconds nor a time zone.
        date: new Date().toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  };
}

/** A code and a message derived from a status: 429 becomes `TooManyRequests`. */
export function defaultError(status: number): { code: string; message: string } {
  const message = STATUS_CODES[status] ?? 'Unknown Error';
  return { code: message.replaceAll(/[^A-Za-z]/g, ''), message: `${message}.` };
}

/** The 400 of Graph itself, which rejects a request before it reaches the service of the resource. */
export function badRequest(message: string): GraphError {
  return new GraphError({ status: 400, code: 'BadRequest', message });
}

/**
 * The 400 of the connectors service: the outer error is generic, the reason is in `innerError`.
 * @see https://github.com/microsoftgraph/microsoft-graph-docs/issues/11984 for a recorded one
 */
export function invalidRequest(inner: Required<Pick<InnerError, 'code' | 'message'>>): GraphError {
  return new GraphError({
    status: 400,
    code: 'InvalidRequest',
    message: 'The request is malformed or incorrect.',
    inner,
  });
}

/** Invented: code and message. */
export function invalidProperty(name: string, rule: string): GraphError {
  return invalidRequest({
    code: 'InvalidPropertyValue',
    message: `The value of property '${name}' is not valid. ${rule}`,
  });
}

/** Invented: the status, all codes and the outer message. */
export function conflict(inner: Required<InnerError>): GraphError {
  return new GraphError({
    status: 409,
    code: 'Conflict',
    message: 'The request conflicts with the current state of the resource.',
    inner,
  });
}

/**
 * The 404 of the connectors service, as the tests of https://github.com/pnp/cli-microsoft365 recorded it.
 * @param source - the kind of resource that does not exist, for example `Connection`
 */
export function notFound(source: string): GraphError {
  return new GraphError({
    status: 404,
    code: 'ItemNotFound',
    message: 'The requested resource does not exist.',
    inner: { code: 'ResourceNotFound', source, message: `'${source}' was not found.` },
  });
}

/** Invented: the code; the message is Graph's. */
export function methodNotAllowed(allowed: readonly string[]): GraphError {
  return new GraphError({
    status: 405,
    code: 'Request_BadRequest',
    message: 'Specified HTTP method is not allowed for the request target.',
    headers: { Allow: allowed.join(', ') },
  });
}
