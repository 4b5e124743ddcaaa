import type { OperationDefinitionNode } from 'graphql';
import type { ErrorCode } from '../client/errorContract.ts';
import type { SessionObserver } from '../msgraph/calls/observer.ts';
import type { OperationResult } from './errors.ts';
import { mapAsync } from './mapAsync.ts';

/** What observers know of a request: no token, no variable, no header but one. */
export interface ObservedRequest {
  readonly clientRequestId: string;
  /** When it had arrived completely, on the clock of `performance.now()`. */
  readonly arrivedAt: number;
  /** Fires when the client disconnects, or is disconnected. */
  readonly signal: AbortSignal;
  /** Whether the gateway is disconnecting its clients, as a shutdown does at the end of its grace period. */
  isCutOff(): boolean;
  /** The header of that name, unless it reveals the caller's token. */
  traceparent(): string | null;
  /** Redacts the caller's token in a text of the caller's. */
  redact(text: string): string;
  /** The HTTP status of a response with this result. */
  statusOf(result: OperationResult): number;
}

/** Told of one operation on its way through the pipeline. Its methods are cheap, and never throw. */
export interface OperationObserver extends SessionObserver {
  /** The parameters of the request, unchecked. */
  received(params: unknown): void;
  /** The document is valid, and this is the operation to execute. */
  selected(node: OperationDefinitionNode, query: string): void;
  /** A subscription begins, which has no single result. */
  streamStarted(): void;
  /** The result, or one result of a stream; one without data was rejected ahead of the execution. */
  result(result: OperationResult): void;
  /** Nothing follows. */
  ended(): void;
}

/** Opens the observation of one request. */
export type Observe = (request: ObservedRequest) => OperationObserver;

/** A request that was rejected before it had an operation. */
export interface RejectedRequest {
  readonly code: ErrorCode;
  readonly status: number;
  /** Absent where the request was not even read. */
  readonly clientRequestId?: string | undefined;
  /** What the protocol rules out, in a sentence of our own; nothing of the request is in it. */
  readonly problem?: string;
}

export type ReportRejection = (rejected: RejectedRequest) => void;

type Results = OperationResult | AsyncIterable<OperationResult>;

/** Reports each result to the observer, but none of a stream that has ended because its client disconnected. */
export function observed(results: Results, observer: OperationObserver): Results {
  let isOpen = true;
  const tell = (result: OperationResult) => {
    if (isOpen) observer.result(result);
    return result;
  };
  const end = () => {
    isOpen = false;
    observer.ended();
  };
  if (Symbol.asyncIterator in results) {
    observer.streamStarted();
    return mapAsync(results, tell, end);
  }
  tell(results);
  end();
  return results;
}
