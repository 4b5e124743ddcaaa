import type { ObservedWrite, Retry } from '../msgraph/calls/observer.ts';
import type { Route } from '../msgraph/calls/route.ts';
import type { Reply } from '../msgraph/protocol/reply.ts';
import type { RejectedRequest } from '../operations/observer.ts';
import type { CallRecord } from './callRecord.ts';
import type { OperationRecord } from './record.ts';

/** What can be read of a gateway at any time. */
export interface GatewayState {
  readonly graphUrl: string;
  readonly maxRequests: number;
  /** The names of all resources. */
  readonly resources: readonly string[];
  requestsInFlight(): number;
  /** The number of clients' connections, over `node:http`. */
  openConnections(): number;
  breaker(): 'closed' | 'half-open' | 'open';
}

/** Where telemetry goes: a log, metrics or traces. Its methods are cheap, and never throw. */
export interface TelemetrySink {
  /** Called once, by the gateway that it is for. */
  attached?(state: GatewayState): void;
  operationSelected?(operation: OperationRecord): void;
  streamStarted?(operation: OperationRecord): void;
  operationEnded?(operation: OperationRecord): void;
  /** May set the headers of the call. */
  callStarted?(call: CallRecord, operation: OperationRecord): void;
  callEnded?(call: CallRecord, reply: Reply, operation: OperationRecord): void;
  batchEnded?(parts: readonly Route[], replies: readonly Reply[]): void;
  retried?(retry: Retry, operation: OperationRecord): void;
  written?(write: ObservedWrite): void;
  /** A request was rejected before it had an operation. */
  rejected?(rejected: RejectedRequest): void;
  /** A connection of a client was closed because `MAX_CONNECTIONS` are open. */
  surplusConnection?(): void;
  /** An unexpected error, of an operation or not. */
  bug?(): void;
  /** The gateway is closed. */
  closed?(): void;
}
