import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { Rejection } from '../operations/errors.ts';
import type { Execute } from '../operations/execute.ts';
import type { ReportRejection } from '../operations/observer.ts';
import { overloaded } from '../schema/errors.ts';
import type { RawResponse } from '../server/rawResponse.ts';
import { isGraphQLPath, requestPath } from './requestPath.ts';

// The response to a request beyond the gate, made beforehand: it has to cost next to nothing.
const status = 503;
const { result: OVERLOADED } = new Rejection([overloaded()], { code: 'OVERLOADED' });
const body = JSON.stringify(OVERLOADED);
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(Buffer.byteLength(body)),
  'cache-control': 'private, no-store',
  'retry-after': '1',
  vary: 'Authorization',
};
const AT_SOCKET: RawResponse = { status, headers: Object.entries(headers).flat(), body };

/** The gate: how many requests may be in flight, those that wait for a retry and the polls of subscriptions included. */
export class Gate {
  readonly #max: number;
  readonly #onRejected: ReportRejection | undefined;
  #inFlight = 0;

  constructor(maxRequests: number, onRejected?: ReportRejection) {
    this.#max = maxRequests;
    this.#onRejected = onRejected;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get isFull(): boolean {
    return this.#inFlight >= this.#max;
  }

  /** Counts what is executed. A request whose body is still arriving holds no slot: a client could keep it for long. */
  guard(execute: Execute): Execute {
    return async (params, caller) => {
      if (!this.enter()) {
        this.reject();
        return OVERLOADED;
      }
      try {
        return await execute(params, caller);
      } finally {
        this.leave();
      }
    };
  }

  /** Takes a slot; false where none is free. */
  enter(): boolean {
    if (this.isFull) return false;
    this.#inFlight += 1;
    return true;
  }

  leave(): void {
    this.#inFlight -= 1;
  }

  /**
   * The response to a GraphQL request that can be rejected before a Request is made of it, which costs a third as much.
   * All others go through the plugins, as does a page of another origin, whose response needs the headers of CORS.
   */
  rejectEarly(request: IncomingMessage): RawResponse | undefined {
    if (!this.isFull || request.method !== 'POST' || !isGraphQLPath(requestPath(request))) return undefined;
    const hasOrigin = request.rawHeaders.some(
      (name, index) => index % 2 === 0 && name.toLowerCase() === 'origin',
    );
    if (hasOrigin) return undefined;
    this.reject();
    return AT_SOCKET;
  }

  /** Counts a request as rejected. */
  reject(): void {
    this.#onRejected?.({ code: 'OVERLOADED', status });
  }
}

/** Rejects requests unread while the gate is full. It has to stand after the plugins that answer without GraphQL. */
export function useLoadShedding(gate: Gate): Plugin {
  return {
    onRequest({ endResponse, fetchAPI }) {
      if (!gate.isFull) return;
      gate.reject();
      // A copy: a response writes the headers that are set later into the object it is given.
      endResponse(new fetchAPI.Response(body, { status, headers: { ...headers } }));
    },
  };
}
