import type { IncomingMessage } from 'node:http';
import { callerKey } from '../fairness/caller.ts';
import { FairShare, type Taken } from '../fairness/fairShare.ts';
import { rejected } from '../operations/errors.ts';
import type { Execute } from '../operations/execute.ts';
import type { ReportRejection } from '../operations/observer.ts';
import { overloaded } from '../schema/errors.ts';
import type { RawResponse } from '../server/rawResponse.ts';
import type { Slots } from '../subscriptions/pollQueue.ts';
import { clientRequestIdOf } from './requestHeaders.ts';
import { isGraphQLPath, requestPath } from './requestPath.ts';

// The response to a request beyond the gate, made beforehand: it has to cost next to nothing.
const status = 503;
const OVERLOADED = rejected([overloaded()], { code: 'OVERLOADED' });
const body = JSON.stringify(OVERLOADED);
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(Buffer.byteLength(body)),
  'cache-control': 'private, no-store',
  'retry-after': '1',
  vary: 'Authorization',
};

/** The response to a request that the gate has no room for. */
export const NO_ROOM = { status, headers, body };
const RAW_HEADERS = Object.entries(headers).flat();

/**
 * Limits the requests in flight, including those that wait for a retry and the polls of subscriptions. Slow requests of
 * one caller cannot fill it.
 */
export class Gate implements Slots {
  readonly #share: FairShare;
  readonly #onRejected: ReportRejection | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(maxRequests: number, onRejected?: ReportRejection) {
    this.#share = new FairShare(maxRequests);
    this.#onRejected = onRejected;
  }

  get inFlight(): number {
    return this.#share.total;
  }

  /**
   * Wraps `execute` so that each execution takes a slot, which a large result holds until it is serialized. A request
   * whose body is still arriving holds no slot: a client could keep it for long.
   */
  guard(execute: Execute): Execute {
    return async (params, caller) => {
      const taken = this.take(caller.callerKey);
      if (taken === undefined) {
        this.reject(caller.clientRequestId);
        return OVERLOADED;
      }
      let isHeld = false;
      try {
        const results = await execute(params, caller);
        if (!('held' in results) || results.held === undefined) return results;
        const { work, release } = results.held;
        isHeld = true;
        const releaseAll = () => {
          release();
          this.giveBack(taken);
        };
        return { ...results, held: { work, release: releaseAll } };
      } finally {
        if (!isHeld) this.giveBack(taken);
      }
    };
  }

  take(callerKey: () => string): Taken | undefined {
    return this.#share.take(callerKey);
  }

  giveBack(taken: Taken): void {
    this.#share.giveBack(taken);
    if (this.inFlight === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves once nothing is in flight, and everything that was is logged. */
  async idle(): Promise<void> {
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Whether a request with this `Authorization` header would be rejected now. */
  rejects(authorization: () => string | null | undefined): boolean {
    return !this.#share.admits(() => callerKey(authorization() ?? ''));
  }

  /**
   * The response to a GraphQL request that is rejected before a `Request` is made of it, at a third of the cost; else
   * `undefined`. Others go through the plugins, as do those of pages, whose responses need CORS headers.
   */
  rejectEarly(request: IncomingMessage): RawResponse | undefined {
    if (this.#share.isOpen() || request.method !== 'POST' || !isGraphQLPath(requestPath(request)))
      return undefined;
    const { origin, authorization } = request.headers;
    if (origin !== undefined || !this.rejects(() => authorization)) return undefined;
    const id = clientRequestIdOf(request.headers['client-request-id'], authorization);
    this.reject(id);
    return { status, headers: [...RAW_HEADERS, 'client-request-id', id], body };
  }

  /** Reports a request as rejected. */
  reject(clientRequestId: string | undefined): void {
    this.#onRejected?.({ code: 'OVERLOADED', status, clientRequestId });
  }
}
