import type { ErrorCode } from '../client/errorContract.ts';
import type { ObservedWrite } from '../msgraph/calls/observer.ts';
import type { RejectedRequest } from '../operations/observer.ts';
import { BulkQueue } from './bulkQueue.ts';
import type { CallRecord } from './callRecord.ts';
import { LineBudget } from './lineBudget.ts';
import { isBuffered, type Log } from './logger.ts';
import type { OperationRecord } from './record.ts';
import type { TelemetrySink } from './sink.ts';

/** Codes that an operator can do something about; the others are for the caller. */
const FOR_OPERATORS: ReadonlySet<string> = new Set<ErrorCode>([
  'RATE_LIMITED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_INVALID_RESPONSE',
  'OVERLOADED',
  'INTERNAL_SERVER_ERROR',
]);

export interface OperationLogOptions {
  /** The share of successful queries without a retry that have a line, from 0 to 1. */
  readonly logSuccessRate: number;
}

/**
 * Writes one line for each operation that called Graph, or that the circuit breaker stopped from doing so. Anybody can
 * send any number of other requests, so only a few of those have lines, and the rest are counted in one.
 */
export function createOperationLog(log: Log, { logSuccessRate }: OperationLogOptions): TelemetrySink {
  const successes = new BulkQueue<OperationRecord>((operation) => log.info(lineOf(operation), 'operation'));
  // A host may add what its own code knows of the operation that has just ended.
  const isInBulk = isBuffered(log);
  const write = (level: 'info' | 'warn', fields: object, message: string) => {
    successes.flush();
    log[level](fields, message);
  };
  const budget = new LineBudget((requests, seconds) => {
    const level = levelOf(Object.keys(requests).some(isForOperators));
    write(level, { requests, seconds }, 'requests without a line of their own');
  });
  return {
    operationEnded: (operation) => {
      const { calls, causes, writes, errors, isExecuted } = operation;
      const level = levelOf(isForAttention(operation));
      if (!log.isLevelEnabled(level)) return;
      if (calls === 0 && causes.length === 0 && writes.length === 0) {
        const [code = 'OK'] = errors.keys();
        if (!budget.take(operation.isDisconnected ? 'disconnected' : code)) return;
      } else if (isPlainSuccess(operation)) {
        if (Math.random() >= logSuccessRate) return;
        if (isInBulk) return successes.add(operation);
      }
      write(level, lineOf(operation), isExecuted || calls > 0 ? 'operation' : 'operation rejected');
    },
    rejected: ({ code, status, clientRequestId, problem }: RejectedRequest) => {
      const level = levelOf(isForOperators(code));
      if (!log.isLevelEnabled(level)) return;
      if (clientRequestId === undefined) budget.count(code);
      else if (budget.take(code)) {
        write(level, { clientRequestId, status, errors: { [code]: 1 }, problem }, 'request rejected');
      }
    },
    closed: () => {
      successes.flush();
      budget.close();
    },
  };
}

function levelOf(isForAttention: boolean): 'warn' | 'info' {
  return isForAttention ? 'warn' : 'info';
}

function isForOperators(code: string): boolean {
  return FOR_OPERATORS.has(code);
}

/** Whether it is a query that succeeded, and took no retry. */
function isPlainSuccess(operation: OperationRecord): boolean {
  const { errors, writes, retries, isDisconnected, isCutOff, refusesBatches } = operation;
  const hasFailed = errors.size > 0 || isDisconnected || isCutOff;
  return !hasFailed && retries === 0 && writes.length === 0 && !refusesBatches;
}

/** Whether to warn. After a disconnect, failed reads do not matter, but the client did not learn a write's outcome. */
function isForAttention(operation: OperationRecord): boolean {
  const { errors, writes, isDisconnected, isCutOff, refusesBatches } = operation;
  if (refusesBatches || isCutOff) return true;
  if (isDisconnected) return writes.length > 0;
  return writes.some(({ outcome }) => outcome === 'UNKNOWN') || [...errors.keys()].some(isForOperators);
}

/** `undefined` fields are not written. One literal, because it is made per operation, and a spread costs as much. */
function lineOf(operation: OperationRecord): object {
  const { writes, graphRequestIds, causes, errors, failures, slowestCall } = operation;
  const status = operation.sentStatus;
  return {
    clientRequestId: operation.request.clientRequestId,
    operation: operation.name,
    type: operation.type,
    documentHash: operation.documentHash,
    durationMs: rounded(operation.durationMs),
    graphMs: rounded(operation.graphMs),
    status,
    calls: operation.calls,
    retries: operation.retries,
    throttledMs: Math.round(operation.throttledMs),
    slowestCall: slowestCall && callOf(slowestCall),
    graphRequestIds: graphRequestIds.length > 0 ? graphRequestIds : undefined,
    errors: errors.size > 0 && status !== undefined ? Object.fromEntries(errors) : undefined,
    failures: failures.size > 0 ? Object.fromEntries(failures) : undefined,
    causes: causes.length > 0 ? causes : undefined,
    writes: writes.length > 0 ? writes.map(writeOf) : undefined,
    batchesRefused: operation.refusesBatches || undefined,
    clientDisconnected: operation.isDisconnected || undefined,
    cutOff: operation.isCutOff || undefined,
    traceId: operation.traceId,
  };
}

function callOf({ method, route: { path }, durationMs, partPaths }: CallRecord): object {
  return { method, path, ms: rounded(durationMs), parts: partPaths };
}

function writeOf({ method, route: { path }, status, outcome }: ObservedWrite): object {
  return { method, path, status, outcome };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
