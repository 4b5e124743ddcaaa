import type { IncomingHttpHeaders } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import type { GraphEnv } from './graphContext.ts';
import { parseJson } from './jsonBody.ts';

/** One HTTP request as it arrived. */
export interface RecordedRequest {
  method: string;
  /** Path and query as on the wire, `/beta` included. */
  path: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the raw text when it is no JSON, or undefined when there is none. */
  body: unknown;
  /** When its headers had arrived: milliseconds on the clock of `performance.now()`. */
  at: number;
}

/** Notes every request of the wire, whatever becomes of it. The parts of a batch are in its body. */
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
    // Before the body is read: arrival is what the order is about, and a body may never come in full.
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
