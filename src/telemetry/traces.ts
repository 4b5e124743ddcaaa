import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Reply } from '../msgraph/protocol/reply.ts';
import type { CallRecord } from './callRecord.ts';
import type { OperationRecord } from './record.ts';
import type { TelemetrySink } from './sink.ts';

/**
 * Makes spans: one for each operation and one for each of its calls to Graph, none for resolvers. They continue the
 * trace of the caller's `traceparent`, and the calls propagate it to Graph.
 *
 * @param tracer - of the process's or of the host's OpenTelemetry
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function createTracing(tracer: Tracer): TelemetrySink {
  const operations = new WeakMap<OperationRecord, { readonly span: Span; readonly context: Context }>();
  const calls = new WeakMap<CallRecord, Span>();
  let server: Readonly<Record<string, string | number>> = {};
  return {
    attached: ({ graphUrl }) => {
      const { hostname, port, protocol } = new URL(graphUrl);
      const defaultPort = protocol === 'https:' ? 443 : 80;
      server = { 'server.address': hostname, 'server.port': port === '' ? defaultPort : Number(port) };
    },
    operationSelected: (operation) => {
      const parent = contextOf(operation.request.traceparent());
      const name = [operation.type, operation.name].filter(Boolean).join(' ');
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, parent);
      operation.traceId = span.spanContext().traceId;
      operations.set(operation, { span, context: trace.setSpan(parent, span) });
    },
    operationEnded: (operation) => {
      const span = operations.get(operation)?.span;
      if (span === undefined) return;
      if (span.isRecording()) span.setAttributes(attributesOf(operation));
      const [code] = operation.errors.keys();
      if (code !== undefined) {
        span.setAttribute('error.type', code);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
    callStarted: (call, operation) => {
      const { method, route, parts } = call;
      const attributes = { ...server, 'http.request.method': method, 'url.template': route.path };
      const parent = operations.get(operation)?.context ?? ROOT_CONTEXT;
      const span = tracer.startSpan(`${method} ${route.path}`, { kind: SpanKind.CLIENT, attributes }, parent);
      if (parts !== undefined && span.isRecording()) {
        span.setAttribute('msgraph_gateway.batch.size', parts.length);
        span.setAttribute('msgraph_gateway.batch.routes', [...(call.partPaths ?? [])]);
      }
      calls.set(call, span);
      call.headers = { traceparent: traceparentOf(span.spanContext()) };
    },
    callEnded: (call, reply) => {
      const span = calls.get(call);
      if (span === undefined) return;
      if (reply.kind !== 'none') span.setAttribute('http.response.status_code', reply.status);
      const problem = problemOf(reply);
      if (problem !== undefined) {
        span.setAttribute('error.type', problem);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}

// Only versions later than 00 may have more than these four fields; the version ff is invalid.
const TRACEPARENT = /^(?!ff|00-.{53})[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** The context of the caller's span, or that of a new trace. */
function contextOf(traceparent: string | null): Context {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(parent) ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function attributesOf(operation: OperationRecord) {
  const { type, name, documentHash, sentStatus: status, request, retries, throttledMs } = operation;
  return {
    ...(type && { 'graphql.operation.type': type }),
    ...(name && { 'graphql.operation.name': name }),
    ...(documentHash && { 'graphql.document.hash': documentHash }),
    ...(status !== undefined && { 'http.response.status_code': status }),
    'msgraph_gateway.client_request_id': request.clientRequestId,
    'msgraph_gateway.retries': retries,
    'msgraph_gateway.throttled_ms': Math.round(throttledMs),
  };
}

/** A status from 400 on, or why there is no complete response. */
function problemOf(reply: Reply): string | undefined {
  if (reply.kind !== 'complete') return reply.reason;
  return reply.status >= 400 ? String(reply.status) : undefined;
}
