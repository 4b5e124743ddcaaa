import type { GatewayContext } from '../schema/builder.ts';
import type { OperationObserver } from './observer.ts';

/** All that the pipeline needs of a request beside its parameters. */
export interface Caller {
  readonly hasToken: boolean;
  /** Whether the transport rules out mutations, as GET does. */
  readonly queriesOnly: boolean;
  readonly observer?: OperationObserver | undefined;
  /** Fires when the client disconnects. */
  readonly signal: AbortSignal;
  /** Until when its request must be done, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** What stands for the caller where its requests are counted; made once it is asked for. */
  readonly callerOf: () => string;
  /** Whether the transport has room for a stream of results. */
  acceptsStream(): boolean;
  /**
   * Opens a session of the caller: one after every check, and one for each event of a subscription, which may take as long
   * as a request.
   */
  createContext(deadline?: number): GatewayContext;
}
