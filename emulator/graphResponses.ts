import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { GraphContext, GraphEnv } from './graphContext.ts';
import { errorBody, GraphError } from './graphErrors.ts';

/** The content type of every JSON answer of Graph. */
export const graphContentType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Answers with JSON the way Graph labels it. */
export function graphJson(
  c: GraphContext,
  body: object,
  status: ContentfulStatusCode = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.body(JSON.stringify(body), status, { ...headers, 'Content-Type': graphContentType });
}

/** Turns whatever a handler threw into Graph's error body. */
export function answerError(error: Error, c: GraphContext): Response {
  const problem =
    error instanceof GraphError
      ? error
      : new GraphError({
          status: 500,
          code: 'InternalServerError',
          message: 'The emulator failed.',
          inner: { message: error.message },
        });
  const correlation = { requestId: c.get('requestId'), clientRequestId: c.get('clientRequestId') };
  return graphJson(c, errorBody(problem, correlation), problem.status, problem.headers);
}

/**
 * Gives each request the ids and the date that its answer is traced by.
 * @see https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support
 */
export const correlation: MiddlewareHandler<GraphEnv> = async (c, next) => {
  c.set('requestId', randomUUID());
  c.set('clientRequestId', c.req.header('client-request-id') || randomUUID());
  await next();
  const traced = {
    'request-id': c.get('requestId'),
    'client-request-id': c.get('clientRequestId'),
    // Node would add it on the wire, but the parts of a batch never get that far.
    Date: new Date().toUTCString(),
  };
  for (const [name, value] of Object.entries(traced)) {
    // A fault may have brought its own.
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
};
