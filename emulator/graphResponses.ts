import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { GraphContext, GraphEnv } from './graphContext.ts';
import { errorBody, GraphError } from './graphErrors.ts';

/** The content type of every JSON response of Graph. */
export const graphContentType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** A JSON response with Graph's content type. */
export function graphJson(
  c: GraphContext,
  body: object,
  status: ContentfulStatusCode = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.body(JSON.stringify(body), status, { ...headers, 'Content-Type': graphContentType });
}

/** Maps what a handler threw to Graph's error body. */
export function errorResponse(thrown: Error, c: GraphContext): Response {
  const error =
    thrown instanceof GraphError
      ? thrown
      : new GraphError({
          status: 500,
          code: 'InternalServerError',
          message: 'The emulator failed.',
          inner: { message: thrown.message },
        });
  const ids = { requestId: c.get('requestId'), clientRequestId: c.get('clientRequestId') };
  return graphJson(c, errorBody(error, ids), error.status, error.headers);
}

/**
 * Sets the ids and the date that a response is traced by.
 * @see https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support
 */
export const correlation: MiddlewareHandler<GraphEnv> = async (c, next) => {
  c.set('requestId', randomUUID());
  c.set('clientRequestId', c.req.header('client-request-id') || randomUUID());
  await next();
  const headers = {
    'request-id': c.get('requestId'),
    'client-request-id': c.get('clientRequestId'),
    // Node adds it to HTTP responses, but not to the parts of a batch.
    Date: new Date().toUTCString(),
  };
  for (const [name, value] of Object.entries(headers)) {
    // A status fault may have set its own.
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
};
