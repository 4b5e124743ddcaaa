import type { GatewayContext } from '../schema/builder.ts';
import type { OperationObserver } from './observer.ts';

/** All that the pipeline needs of a request beside its parameters. */
export interface Caller {
  /** The id to find the request by in the log, and in Graph's. */
  readonly clientRequestId: string;
  readonly hasToken: boolean;
  /** Covers a further secret of the request's, for the log and for Graph's texts. */
  cover(secret: string): void;
  /** Whether the transport rules out mutations, as GET does. */
  readonly queriesOnly: boolean;
  readonly observer?: OperationObserver | undefined;
  /** Fires when the client disconnects. */
  readonly signal: AbortSignal;
  /** Until when its request must be done, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Returns the key by which the caller's requests are counted, computed on first use. */
  readonly callerKey: () => string;
  /** Whether the transport supports a stream of results, and the client accepts one. */
  acceptsStream(): boolean;
  /** Opens the session of the request, after all checks. */
  createContext(): GatewayContext;
  /** Opens a session for one event of a subscription; it has the time of a whole request. */
  createEventContext(): GatewayContext;
}
