import { hash } from 'node:crypto';
import type { OperationDefinitionNode } from 'graphql';
import type { ErrorCode } from '../client/errorContract.ts';
import { graphRequestId, readGraphError } from '../msgraph/errorBody.ts';
import { isGuid } from '../msgraph/headers.ts';
import type { CallObserver, ObservedWrite, Retry } from '../msgraph/observer.ts';
import type { Method, Reply } from '../msgraph/reply.ts';
import type { Route } from '../msgraph/route.ts';
import type { OperationResult } from '../operations/errors.ts';
import type { ObservedRequest, OperationObserver } from '../operations/observer.ts';
import { CallRecord } from './callRecord.ts';
import type { TelemetrySink } from './sink.ts';

const MAX_NAME_LENGTH = 100;
const MAX_REQUEST_IDS = 10;
const MAX_CAUSES = 5;
const MAX_FAILURES = 10;

/** Hashes of documents, by their operations: a warm document has the same one each time. */
export type DocumentHashes = WeakMap<OperationDefinitionNode, string>;

/** What is known of one operation, and told to all sinks. No text in it is of the caller's choice but its name. */
export class OperationRecord implements OperationObserver {
  readonly request: ObservedRequest;
  durationMs = 0;
  /** Time during which at least one call to Graph was in flight, the wait for a connection included. */
  graphMs = 0;
  /** The call that took longest, whatever became of it. */
  slowestCall: CallRecord | undefined;
  /** Calls that were made, whatever became of them; a batch is one. */
  calls = 0;
  /** Calls that Graph answered with anything but a 401. */
  acceptedCalls = 0;
  retries = 0;
  throttledMs = 0;
  status = 200;
  /** Whether it was executed, rather than rejected. */
  isExecuted = false;
  isDisconnected = false;
  /** Whether the end of a shutdown has cut it off. */
  isCutOff = false;
  /** Whether Graph has refused to batch reads, which are sent singly from then on. */
  refusesBatches = false;
  /** Whether it has any number of results: a subscription. */
  isStream = false;
  readonly writes: ObservedWrite[] = [];
  /** How often Graph responded with an error, by method, path and status: `GET /external/connections/{id} 503`. */
  readonly failures = new Map<string, number>();
  /** What Microsoft's support asks for. */
  readonly graphRequestIds: string[] = [];
  /** Error codes of the network or of TLS, and `circuit-open` for calls that the circuit breaker stopped. */
  readonly causes: string[] = [];
  /** Of its trace, where there is one. */
  traceId: string | undefined;
  /** How often each code stands in the result. */
  readonly errors = new Map<ErrorCode, number>();
  readonly #startedAt = performance.now();
  readonly #sinks: readonly TelemetrySink[];
  readonly #hashes: DocumentHashes;
  #callsInFlight = 0;
  /** Since when there are calls in flight, if there are. */
  #callingSince = 0;
  #node: OperationDefinitionNode | undefined;
  #query = '';
  #name: string | undefined;

  constructor(request: ObservedRequest, sinks: readonly TelemetrySink[], hashes: DocumentHashes) {
    this.request = request;
    this.#sinks = sinks;
    this.#hashes = hashes;
  }

  /** `query`, `mutation` or `subscription`; absent where no document was accepted. */
  get type() {
    return this.#node?.operation;
  }

  /** The operation's name, bounded and without the caller's token; absent where it has none. */
  get name(): string | undefined {
    const name = this.#node?.name?.value;
    if (name === undefined) return undefined;
    this.#name ??= this.request.redact(name).slice(0, MAX_NAME_LENGTH);
    return this.#name;
  }

  /** SHA-256 of the document, as in trusted documents and in Apollo's persisted queries. */
  get documentHash(): string | undefined {
    if (this.#node === undefined) return undefined;
    const known = this.#hashes.get(this.#node) ?? hash('sha256', this.#query);
    this.#hashes.set(this.#node, known);
    return known;
  }

  selected(node: OperationDefinitionNode, query: string): void {
    this.#node = node;
    this.#query = query;
    for (const sink of this.#sinks) sink.operationSelected?.(this);
  }

  streamStarted(): void {
    this.isStream = true;
    for (const sink of this.#sinks) sink.streamStarted?.(this);
  }

  callStarted(method: Method, route: Route, parts?: readonly Route[]): CallObserver {
    const call = new CallRecord(this, method, route, parts);
    if (this.#callsInFlight === 0) this.#callingSince = call.startedAt;
    this.#callsInFlight += 1;
    for (const sink of this.#sinks) sink.callStarted?.(call, this);
    return call;
  }

  callEnded(call: CallRecord, reply: Reply): void {
    this.#callsInFlight -= 1;
    if (this.#callsInFlight === 0) this.graphMs += call.startedAt + call.durationMs - this.#callingSince;
    if (this.slowestCall === undefined || call.durationMs > this.slowestCall.durationMs)
      this.slowestCall = call;
    if (wasMade(reply)) this.calls += 1;
    if (reply.kind === 'complete' && reply.status !== 401) this.acceptedCalls += 1;
    if (reply.kind !== 'complete') {
      const { reason, cause } = reply;
      addTo(this.causes, reason === 'circuit-open' ? reason : cause, MAX_CAUSES);
    }
    this.#responded(call.method, call.route, reply);
    for (const sink of this.#sinks) sink.callEnded?.(call, reply, this);
  }

  batchEnded(parts: readonly Route[], replies: readonly Reply[]): void {
    for (const [index, reply] of replies.entries()) {
      const route = parts[index];
      if (route !== undefined && isFailure(reply)) this.#responded('GET', route, reply);
    }
    for (const sink of this.#sinks) sink.batchEnded?.(parts, replies);
  }

  batchesRefused(): void {
    this.refusesBatches = true;
  }

  retried(retry: Retry): void {
    this.retries += retry.requests;
    if (retry.isThrottled) this.throttledMs += retry.waitMs;
    for (const sink of this.#sinks) sink.retried?.(retry);
  }

  written(write: ObservedWrite): void {
    this.writes.push(write);
    for (const sink of this.#sinks) sink.written?.(write);
  }

  result(result: OperationResult): void {
    this.isExecuted ||= result.data !== undefined;
    if (result.errors === undefined) return;
    for (const { extensions } of result.errors) {
      this.errors.set(extensions.code, (this.errors.get(extensions.code) ?? 0) + 1);
    }
    this.status = this.request.statusOf(result);
  }

  ended(): void {
    const now = performance.now();
    this.durationMs = now - this.#startedAt;
    if (this.#callsInFlight > 0) this.graphMs += now - this.#callingSince;
    this.isCutOff = this.request.signal.aborted && this.request.isCutOff();
    this.isDisconnected = this.request.signal.aborted && !this.isCutOff;
    for (const sink of this.#sinks) sink.operationEnded?.(this);
  }

  #responded(method: Method, { path }: Route, reply: Reply): void {
    if (reply.kind === 'none') return;
    const hasFailed = isFailure(reply);
    const error = hasFailed && reply.kind === 'complete' ? readGraphError(reply.json) : undefined;
    const id = graphRequestId(reply.headers, error);
    if (id !== undefined && isGuid(id) && this.request.redact(id) === id)
      addTo(this.graphRequestIds, id, MAX_REQUEST_IDS);
    if (!hasFailed) return;
    const failure = `${method} ${path} ${reply.status}`;
    const count = this.failures.get(failure) ?? 0;
    if (count > 0 || this.failures.size < MAX_FAILURES) this.failures.set(failure, count + 1);
  }
}

/** Whether a call was made: it was sent, or no connection could be established. */
export function wasMade(reply: Reply): boolean {
  return reply.kind !== 'none' || reply.sent || reply.reason === 'network';
}

function isFailure(reply: Reply): boolean {
  return reply.kind !== 'none' && reply.status >= 400;
}

function addTo(list: string[], value: string | undefined, max: number): void {
  if (value !== undefined && list.length < max && !list.includes(value)) list.push(value);
}
