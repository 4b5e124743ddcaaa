import { setTimeout as delay } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';
import type { GraphContext, GraphEnv } from './graphContext.ts';
import { errorBody, problemOf } from './graphErrors.ts';
import { graphContentType } from './graphResponses.ts';

/** Which requests a fault is for. Left out, a member matches every request. */
export interface FaultScope {
  method?: string;
  /** The exact path, without the query and without `/beta`. */
  path?: string;
  /** How many requests it is for; default 1. */
  times?: number;
}

/**
 * Answered instead of serving the request; nothing is applied.
 * @see https://learn.microsoft.com/graph/throttling for the 429 most callers have to expect
 */
export interface StatusFault {
  status: number;
  headers?: Record<string, string>;
  /**
   * An object is sent as Graph's JSON, a string as plain text unless `headers` say otherwise. Left out, an
   * error status gets Graph's error body; `''` sends none.
   */
  body?: string | object;
}

/**
 * Something that goes wrong on order, to a request of the wire or to a part of a `$batch`. A part has no
 * connection of its own: its `reset` and `truncateAt` happen to the batch that carries it.
 */
export type Fault = FaultScope &
  (
    | StatusFault
    /** Waits, then serves as usual: also when the caller has given up meanwhile. */
    | { delayMs: number }
    /** Resets the TCP connection before or after the request was applied. */
    | { reset: 'before' | 'after' }
    /** Applies and serves the request, then cuts the connection after that many bytes of the body. */
    | { truncateAt: number }
  );

/** The faults that were ordered and have not happened yet, oldest first. */
export class Faults {
  #pending: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  /** The first fault for this request, which is used up by it. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#pending.find(
      ({ fault }) =>
        (fault.method === undefined || fault.method.toUpperCase() === method) &&
        (fault.path === undefined || fault.path === path),
    );
    if (!found) return undefined;
    found.left -= 1;
    this.#pending = this.#pending.filter(({ left }) => left > 0);
    return found.fault;
  }

  clear(): void {
    this.#pending = [];
  }
}

/** Makes the ordered faults happen, to requests of the wire and to the parts of a batch alike. */
export function faultInjection(faults: Faults): MiddlewareHandler<GraphEnv> {
  return async (c, next) => {
    const path = new URL(c.req.url).pathname.replace(/^\/beta(?=\/|$)/, '');
    const fault = faults.take(c.req.method, path);
    if (!fault) return next();
    if ('status' in fault) return statusAnswer(fault, c);
    if ('delayMs' in fault) {
      await delay(fault.delayMs, undefined, { ref: false });
      return next();
    }
    if ('truncateAt' in fault) {
      c.env.cutBodyAt = fault.truncateAt;
      return next();
    }
    c.env.resetConnection = true;
    return fault.reset === 'before' ? c.body(null) : next();
  };
}

function statusAnswer({ status, headers, body }: StatusFault, c: GraphContext): Response {
  const correlation = { requestId: c.get('requestId'), clientRequestId: c.get('clientRequestId') };
  const content = body ?? (status >= 400 ? errorBody(problemOf(status), correlation) : '');
  if (content === '') return new Response(null, { status, headers: new Headers(headers) });
  const isText = typeof content === 'string';
  const answer = new Headers({ 'Content-Type': isText ? 'text/plain;charset=utf-8' : graphContentType });
  for (const [name, value] of Object.entries(headers ?? {})) answer.set(name, value);
  return new Response(isText ? content : JSON.stringify(content), { status, headers: answer });
}
