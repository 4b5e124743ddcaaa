import type { IncomingHttpHeaders } from 'node:http';
import type { RequestMemory } from '../../fairness/requestMemory.ts';
import type { RequestWork } from '../../fairness/requestWork.ts';
import type { GraphPath } from './path.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One request to Graph, on behalf of one caller. */
export interface GraphRequest {
  readonly method: Method;
  readonly path: GraphPath;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Returns the caller's key, for limits per caller. */
  readonly callerKey: () => string;
  /** When to give up, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Fires when the client disconnects. */
  readonly signal: AbortSignal;
  /** A write that was sent is not aborted by `signal`: it is left to finish within the deadline. */
  readonly write: boolean;
  /** The memory budget for the body of the response. */
  readonly memory: RequestMemory;
  /** Runs the parsing of a large response. */
  readonly work: RequestWork;
}

/** The result of a {@link GraphRequest}. A failure is a value too: it has to say how far the request got. */
export type Reply =
  | {
      readonly kind: 'complete';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** The JSON value in the body; `undefined` where it is empty, not UTF-8, not JSON, or too long for an error. */
      readonly json: unknown;
      /** The memory budget is exhausted: the result of this write is to be dropped once its outcome is known. */
      readonly isSurplus?: boolean;
    }
  /** Status and headers arrived, but not the whole body. */
  | {
      readonly kind: 'truncated';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly reason: FailureReason;
      /** The error code of the network or of TLS, such as `ECONNRESET`. */
      readonly cause?: string;
    }
  /** No response. `sent` tells whether any byte of the request may have left. */
  | {
      readonly kind: 'none';
      readonly sent: boolean;
      readonly reason: FailureReason;
      readonly cause?: string;
    };

export type FailureReason =
  | 'deadline'
  | 'client-disconnected'
  | 'network'
  | 'too-large'
  /** Too many calls are queued, or the memory budget for Graph's responses is exhausted. */
  | 'overloaded'
  | 'circuit-open'
  /** The GraphQL request has used up its upstream requests. */
  | 'budget-exhausted';

/** Whether the same request may succeed a little later. */
export function isTransient(status: number): boolean {
  return [429, 502, 503, 504].includes(status);
}

export function isSuccess(reply: Reply): reply is Extract<Reply, { kind: 'complete' }> {
  return reply.kind === 'complete' && reply.status >= 200 && reply.status < 300;
}
