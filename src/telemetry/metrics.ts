import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ERROR_CODES } from '../client/errorContract.ts';
import type { Reply } from '../msgraph/protocol/reply.ts';
import { BulkQueue } from './bulkQueue.ts';
import { OperationNames } from './operationNames.ts';
import { isStoppedByCircuit, wasMade } from './recorder.ts';
import type { GatewayState, TelemetrySink } from './sink.ts';
import { PREFIX, registerStateGauges } from './stateGauges.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const BATCH_SIZES = [2, 5, 10, 15, 20];
const WRITE_METHODS = ['POST', 'PATCH', 'DELETE'];
const OUTCOMES = ['APPLIED', 'NOT_APPLIED', 'UNKNOWN'];

export interface MetricsOptions {
  /** Where the metrics are registered; a registry of its own by default. */
  readonly register?: Registry;
  /** Operation names that always have a label of their own, such as those of trusted documents. */
  readonly operationNames?: Iterable<string>;
}

/** The metrics of one gateway. */
export interface Metrics extends TelemetrySink {
  readonly register: Registry;
}

/** Makes the metrics of one gateway; docs/operations.md explains each of them. */
export function createMetrics({ register = new Registry(), operationNames }: MetricsOptions = {}): Metrics {
  const registers = [register];
  const names = new OperationNames(operationNames);
  let gateway: GatewayState | undefined;
  // Those of each operation and of each call; of the others, there are few.
  const updates = new BulkQueue<() => void>((update) => update());
  const collect = () => updates.flush();

  const durations = new Histogram({
    name: `${PREFIX}_operation_duration_seconds`,
    help: 'Duration of executed queries and mutations, from their arrival to their result.',
    labelNames: ['operation', 'type'],
    buckets: SECONDS,
    registers,
    collect,
  });
  const errors = new Counter({
    name: `${PREFIX}_operation_errors_total`,
    help: 'Errors in the results of executed operations, by code.',
    labelNames: ['operation', 'code'],
    registers,
    collect,
  });
  const graphRequests = new Counter({
    name: `${PREFIX}_operation_graph_requests_total`,
    help: 'Requests that operations made to Microsoft Graph, as its limits count them: retries, and each part of a batch.',
    labelNames: ['operation'],
    registers,
    collect,
  });
  const rejected = new Counter({
    name: `${PREFIX}_rejected_requests_total`,
    help: 'Requests that were rejected ahead of their execution, by the code of the first error.',
    labelNames: ['code'],
    registers,
  });
  const bugs = new Counter({
    name: `${PREFIX}_unexpected_errors_total`,
    help: 'Bugs of the gateway; the log has each of them.',
    registers,
  });
  const disconnects = new Counter({
    name: `${PREFIX}_client_disconnects_total`,
    help: 'Operations whose client disconnected before the result; their errors are not counted.',
    registers,
  });
  const calls = new Histogram({
    name: `${PREFIX}_graph_call_duration_seconds`,
    help: 'Duration of calls to Microsoft Graph, waiting for a connection included; a batch is one call.',
    labelNames: ['resource', 'method'],
    buckets: SECONDS,
    registers,
    collect,
  });
  const responses = new Counter({
    name: `${PREFIX}_graph_responses_total`,
    help: 'Responses of Microsoft Graph by status, or by the reason why there is none; also of the parts of batches.',
    labelNames: ['resource', 'method', 'status'],
    registers,
    collect,
  });
  const batchSizes = new Histogram({
    name: `${PREFIX}_graph_batch_size`,
    help: 'Reads in one call to $batch.',
    buckets: BATCH_SIZES,
    registers,
  });
  const retries = new Counter({
    name: `${PREFIX}_graph_retries_total`,
    help: 'Requests to Microsoft Graph that were retried, after throttling or after a failure.',
    labelNames: ['reason'],
    registers,
  });
  const throttled = new Counter({
    name: `${PREFIX}_graph_throttled_seconds_total`,
    help: 'Time that operations waited because Microsoft Graph asked them to.',
    labelNames: ['operation'],
    registers,
  });
  const writes = new Counter({
    name: `${PREFIX}_writes_total`,
    help: 'Writes by their outcome: APPLIED, NOT_APPLIED or UNKNOWN.',
    labelNames: ['resource', 'method', 'outcome'],
    registers,
  });
  const surplusConnections = new Counter({
    name: `${PREFIX}_surplus_connections_total`,
    help: 'Connections of clients that were closed because MAX_CONNECTIONS were open.',
    registers,
  });
  const subscriptions = new Gauge({
    name: `${PREFIX}_open_subscriptions`,
    help: 'Subscriptions that are open.',
    registers,
  });
  registerStateGauges(registers, () => gateway);

  return {
    register,
    attached: (state) => {
      if (gateway !== undefined) throw new Error('createMetrics: these metrics belong to another gateway');
      gateway = state;
      // Prometheus does not see an increase in a counter that begins with 1: so these begin with 0.
      for (const code of ERROR_CODES) rejected.inc({ code }, 0);
      for (const resource of state.resources)
        for (const method of WRITE_METHODS)
          for (const outcome of OUTCOMES) writes.inc({ resource, method, outcome }, 0);
    },
    bug: () => bugs.inc(),
    streamStarted: () => subscriptions.inc(),
    operationEnded: (operation) => {
      const { type = '', isExecuted, isDisconnected, isCutOff, isStream, durationMs } = operation;
      // Nobody was told of its errors; the client of a stream had its events.
      const isUnheard = isDisconnected || (isCutOff && !isStream);
      if (isStream) subscriptions.dec();
      if (isDisconnected) disconnects.inc();
      if (!isExecuted) {
        const [code = 'INTERNAL_SERVER_ERROR'] = operation.errors.keys();
        if (!isUnheard) rejected.inc({ code });
        return;
      }
      updates.add(() => {
        const name = names.labelOf(operation);
        if (!isStream) durations.observe({ operation: name, type }, durationMs / 1_000);
        if (isUnheard) return;
        for (const [code, count] of operation.errors) errors.inc({ operation: name, code }, count);
      });
    },
    callEnded: ({ method, route: { resource }, parts, durationMs }, reply, operation) => {
      // Read now: an update must not keep a large reply.
      const status = statusOf(reply);
      const isMade = wasMade(reply);
      const hasDuration = !isStoppedByCircuit(reply);
      updates.add(() => {
        if (hasDuration) calls.observe({ resource, method }, durationMs / 1_000);
        responses.inc({ resource, method, status });
        // Not counted at the end of the operation, because that of a subscription is minutes away.
        if (isMade) graphRequests.inc({ operation: names.labelOf(operation) }, parts?.length ?? 1);
      });
    },
    batchEnded: (parts, replies) => {
      batchSizes.observe(parts.length);
      const statuses = replies.map(statusOf);
      updates.add(() => {
        for (const [index, { resource }] of parts.entries()) {
          const status = statuses[index];
          if (status !== undefined) responses.inc({ resource, method: 'GET', status });
        }
      });
    },
    retried: ({ requests, waitMs, isThrottled }, operation) => {
      retries.inc({ reason: isThrottled ? 'throttled' : 'failed' }, requests);
      if (isThrottled) throttled.inc({ operation: names.labelOf(operation) }, waitMs / 1_000);
    },
    written: ({ method, route: { resource }, outcome }) => writes.inc({ resource, method, outcome }),
    rejected: ({ code }) => rejected.inc({ code }),
    surplusConnection: () => surplusConnections.inc(),
  };
}

/** A status, or why there is none. */
function statusOf(reply: Reply): string {
  if (reply.kind === 'complete') return String(reply.status);
  return reply.kind === 'truncated' ? 'truncated' : reply.reason;
}
