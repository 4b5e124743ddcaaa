import type { CallObserver } from '../msgraph/calls/observer.ts';
import type { Route } from '../msgraph/calls/route.ts';
import type { Method, Reply } from '../msgraph/protocol/reply.ts';

/** Notified when a call ends. */
interface EndObserver {
  callEnded(call: CallRecord, reply: Reply): void;
}

/** One call to Graph of an operation. */
export class CallRecord implements CallObserver {
  readonly method: Method;
  readonly route: Route;
  /** The routes of its parts, where it is a batch. */
  readonly parts: readonly Route[] | undefined;
  headers: Readonly<Record<string, string>> | undefined;
  durationMs = 0;
  readonly startedAt = performance.now();
  readonly #operation: EndObserver;

  constructor(operation: EndObserver, method: Method, route: Route, parts?: readonly Route[]) {
    this.#operation = operation;
    this.method = method;
    this.route = route;
    this.parts = parts;
  }

  /** The different paths of the routes of its parts, at most as many as a batch has parts. */
  get partPaths(): readonly string[] | undefined {
    return this.parts && [...new Set(this.parts.map(({ path }) => path))];
  }

  ended(reply: Reply): void {
    this.durationMs = performance.now() - this.startedAt;
    this.#operation.callEnded(this, reply);
  }
}
