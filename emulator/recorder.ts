import type { IncomingHttpHeaders } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import type { GraphEnv } from './graphContext.ts';
import { parseJson } from './jsonBody.ts';

/** One HTTP request as received. */
export interface RecordedRequest {
  method: string;
  /** Path and query as received, including `/beta`. */
  path: string;
  /** By lowercase name. */
  headers: Readonly<Record<string, string>>;
  /** Parsed JSON; the raw text if it is not JSON; undefined if empty. */
  body: unknown;
  /** When its headers were received, in milliseconds on the clock of `performance.now()`. */
  at: number;
}

/** Records every HTTP request, whether it succeeds or not. A batch is one request; its body has the parts. */
export function recorder(requests: RecordedRequest[]): MiddlewareHandler<GraphEnv> {
  return async (c, next) => {
    const { method = '', url = '', headers } = c.env.incoming;
    const request: RecordedRequest = {
      method,
      path: url,
      headers: flat(headers),
      body: undefined,
      at: performance.now(),
    };
    // Recorded before the body is read: requests are in order of arrival, and a body may never be complete.
    requests.push(request);
    const text = await c.req.text();
    const json = parseJson(text);
    request.body = json === undefined && text !== '' ? text : json;
    await next();
  };
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
