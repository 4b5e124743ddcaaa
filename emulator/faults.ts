import { setTimeout as delay } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';
import type { GraphContext, GraphEnv } from './graphContext.ts';
import { defaultError, errorBody } from './graphErrors.ts';
import { graphContentType } from './graphResponses.ts';

/** The requests that a fault applies to. An omitted member matches every request. */
export interface FaultScope {
  method?: string;
  /** The exact path, without query and without `/beta`, or a pattern that it matches. */
  path?: string | RegExp;
  /** Whether only parts of a `$batch` fail, or only requests of their own. Omitted: both. */
  inBatch?: boolean;
  /** How many requests fail. Default: 1. */
  times?: number;
}

/**
 * A response sent instead of serving the request, which has no effect unless it is `applied`.
 * @see https://learn.microsoft.com/graph/throttling for 429, the most common one
 */
export interface StatusFault {
  status: number;
  headers?: Record<string, string>;
  /**
   * An object is sent as JSON, a string as plain text unless `headers` set another type. By default, an error
   * status has Graph's error body; `''` sends no body.
   */
  body?: string | object;
  /**
   * Whether the request takes effect before its response is replaced, as the service is known for. One that is
   * rejected has no effect, and keeps its response. Default: false.
   * @see https://learn.microsoft.com/graph/api/externalconnectors-external-post-connections#response
   */
  applied?: boolean;
}

/**
 * A fault injected into an HTTP request or into a part of a `$batch`. A part has no connection of its own, so its
 * `reset` and `truncateAt` apply to the whole batch.
 */
export type Fault = FaultScope &
  (
    | StatusFault
    /** Waits, then serves the request, even if the client has disconnected. */
    | { delayMs: number }
    /** Resets the TCP connection, before or after the request has taken effect. */
    | { reset: 'before' | 'after' }
    /** Serves the request, but closes the connection after that many bytes of the body. */
    | { truncateAt: number }
  );

/** Queue of the faults to inject. */
export class Faults {
  #pending: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  /** Takes the oldest fault that matches a request. */
  take(method: string, path: string, inBatch: boolean): Fault | undefined {
    const match = this.#pending.find(
      ({ fault }) =>
        (fault.method === undefined || fault.method.toUpperCase() === method) &&
        (fault.path === undefined || matches(fault.path, path)) &&
        (fault.inBatch === undefined || fault.inBatch === inBatch),
    );
    if (!match) return undefined;
    match.left -= 1;
    this.#pending = this.#pending.filter(({ left }) => left > 0);
    return match.fault;
  }

  clear(): void {
    this.#pending = [];
  }
}

function matches(expected: string | RegExp, path: string): boolean {
  return typeof expected === 'string' ? expected === path : path.search(expected) !== -1;
}

/**
 * Injects faults.
 * @param inBatch - whether into the parts of batches, or into HTTP requests
 */
export function faultInjection(faults: Faults, inBatch: boolean): MiddlewareHandler<GraphEnv> {
  return async (c, next) => {
    const path = new URL(c.req.url).pathname.replace(/^\/beta(?=\/|$)/, '');
    const fault = faults.take(c.req.method, path, inBatch);
    if (!fault) return next();
    if ('status' in fault) {
      if (!fault.applied) return statusResponse(fault, c);
      await next();
      if (!c.res.ok) return;
      // Reset first: Hono copies the headers of the previous response to the new one.
      c.res = undefined;
      c.res = statusResponse(fault, c);
      return;
    }
    if ('delayMs' in fault) {
      await delay(fault.delayMs, undefined, { ref: false });
      return next();
    }
    if ('truncateAt' in fault) {
      c.env.truncateBodyAt = fault.truncateAt;
      return next();
    }
    c.env.resetConnection = true;
    return fault.reset === 'before' ? c.body(null) : next();
  };
}

function statusResponse({ status, headers, body }: StatusFault, c: GraphContext): Response {
  const correlation = { requestId: c.get('requestId'), clientRequestId: c.get('clientRequestId') };
  const content = body ?? (status >= 400 ? errorBody(defaultError(status), correlation) : '');
  if (content === '') return new Response(null, { status, headers: new Headers(headers) });
  const isText = typeof content === 'string';
  const allHeaders = new Headers({ 'Content-Type': isText ? 'text/plain;charset=utf-8' : graphContentType });
  for (const [name, value] of Object.entries(headers ?? {})) allHeaders.set(name, value);
  return new Response(isText ? content : JSON.stringify(content), { status, headers: allHeaders });
}
