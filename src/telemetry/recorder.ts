import type { OperationDefinitionNode } from 'graphql';
import type { CallObserver, ObservedWrite, Retry } from '../msgraph/calls/observer.ts';
import type { Route } from '../msgraph/calls/route.ts';
import { graphRequestId, readGraphError } from '../msgraph/protocol/errorBody.ts';
import { isGuid } from '../msgraph/protocol/headers.ts';
import type { Method, Reply } from '../msgraph/protocol/reply.ts';
import type { OperationResult } from '../operations/errors.ts';
import type { ObservedRequest, OperationObserver } from '../operations/observer.ts';
import { CallRecord } from './callRecord.ts';
import { type DocumentHashes, OperationRecord } from './record.ts';
import type { TelemetrySink } from './sink.ts';

const MAX_REQUEST_IDS = 10;
const MAX_CAUSES = 5;
const MAX_FAILURES = 10;

/** Keeps the record of one operation, and tells all sinks what happens to it. */
export class Recorder implements OperationObserver {
  readonly #record: OperationRecord;
  readonly #sinks: readonly TelemetrySink[];
  #callsInFlight = 0;
  /** Since when at least one call has been in flight, if one is. */
  #callingSince = 0;
  /** It has ended, and the sinks are not told yet. */
  #isReportDue = false;

  constructor(request: ObservedRequest, sinks: readonly TelemetrySink[], hashes: DocumentHashes) {
    this.#record = new OperationRecord(request, hashes);
    this.#sinks = sinks;
  }

  received(params: unknown): void {
    this.#record.params = params;
  }

  selected(node: OperationDefinitionNode, query: string): void {
    this.#record.select(node, query);
    for (const sink of this.#sinks) sink.operationSelected?.(this.#record);
  }

  streamStarted(): void {
    this.#record.isStream = true;
    for (const sink of this.#sinks) sink.streamStarted?.(this.#record);
  }

  callStarted(method: Method, route: Route, parts?: readonly Route[]): CallObserver {
    const call = new CallRecord(this, method, route, parts);
    if (this.#callsInFlight === 0) this.#callingSince = call.startedAt;
    this.#callsInFlight += 1;
    for (const sink of this.#sinks) sink.callStarted?.(call, this.#record);
    return call;
  }

  callEnded(call: CallRecord, reply: Reply): void {
    const record = this.#record;
    const { durationMs, startedAt } = call;
    this.#callsInFlight -= 1;
    if (this.#callsInFlight === 0) record.graphMs += startedAt + durationMs - this.#callingSince;
    if (!isStoppedByCircuit(reply) && durationMs > (record.slowestCall?.durationMs ?? 0))
      record.slowestCall = call;
    if (wasMade(reply)) record.calls += 1;
    if (reply.kind === 'complete' && reply.status !== 401) record.acceptedCalls += 1;
    if (reply.kind !== 'complete') {
      addTo(record.causes, isStoppedByCircuit(reply) ? reply.reason : reply.cause, MAX_CAUSES);
    }
    this.#responded(call.method, call.route, reply);
    for (const sink of this.#sinks) sink.callEnded?.(call, reply, record);
    this.#reportOnceIdle();
  }

  batchEnded(parts: readonly Route[], replies: readonly Reply[]): void {
    for (const [index, reply] of replies.entries()) {
      const route = parts[index];
      if (route !== undefined && isFailure(reply)) this.#responded('GET', route, reply);
    }
    for (const sink of this.#sinks) sink.batchEnded?.(parts, replies);
  }

  batchesRefused(): void {
    this.#record.refusesBatches = true;
  }

  retried(retry: Retry): void {
    this.#record.retries += retry.requests;
    if (retry.isThrottled) this.#record.throttledMs += retry.waitMs;
    for (const sink of this.#sinks) sink.retried?.(retry, this.#record);
  }

  written(write: ObservedWrite): void {
    this.#record.writes.push(write);
    for (const sink of this.#sinks) sink.written?.(write);
  }

  result(result: OperationResult): void {
    const record = this.#record;
    record.isExecuted ||= result.data !== undefined;
    if (result.errors === undefined) return;
    for (const { extensions } of result.errors) {
      record.errors.set(extensions.code, (record.errors.get(extensions.code) ?? 0) + 1);
    }
    // A stream began with 200, whatever its events have.
    if (!record.isStream) record.status = record.request.statusOf(result);
  }

  ended(): void {
    const record = this.#record;
    const { signal, arrivedAt, isCutOff } = record.request;
    record.durationMs = performance.now() - arrivedAt;
    record.isCutOff = signal.aborted && isCutOff();
    record.isDisconnected = signal.aborted && !record.isCutOff;
    this.#isReportDue = true;
    this.#reportOnceIdle();
  }

  /** The poll of a subscription whose client disconnects ends behind it, and is one of its calls. */
  #reportOnceIdle(): void {
    if (!this.#isReportDue || this.#callsInFlight > 0) return;
    // Once: a field that is executed behind the result may make further calls.
    this.#isReportDue = false;
    const record = this.#record;
    record.graphMs = Math.min(record.graphMs, record.durationMs);
    for (const sink of this.#sinks) sink.operationEnded?.(record);
  }

  #responded(method: Method, { path }: Route, reply: Reply): void {
    if (reply.kind === 'none') return;
    const { sentRequestIds, failures } = this.#record;
    const hasFailed = isFailure(reply);
    const error = hasFailed && reply.kind === 'complete' ? readGraphError(reply.json) : undefined;
    const id = graphRequestId(reply.headers, error);
    if (id !== undefined && isGuid(id)) addTo(sentRequestIds, id, MAX_REQUEST_IDS);
    if (!hasFailed) return;
    const failure = `${method} ${path} ${reply.status}`;
    const count = failures.get(failure) ?? 0;
    if (count > 0 || failures.size < MAX_FAILURES) failures.set(failure, count + 1);
  }
}

/** Whether a call was made: it was sent, or no connection could be established. */
export function wasMade(reply: Reply): boolean {
  return reply.kind !== 'none' || reply.sent || reply.reason === 'network';
}

/** Whether a circuit stopped a call, at once. */
export function isStoppedByCircuit(reply: Reply): boolean {
  return reply.kind === 'none' && reply.reason === 'circuit-open';
}

function isFailure(reply: Reply): boolean {
  return reply.kind !== 'none' && reply.status >= 400;
}

function addTo(list: string[], value: string | undefined, max: number): void {
  if (value !== undefined && list.length < max && !list.includes(value)) list.push(value);
}
