import type { Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';

const NAME = 'msgraph-gateway';

export interface ExporterOptions {
  /** The root URL of a collector: `http://127.0.0.1:4318` */
  readonly otelExporterOtlpEndpoint: string;
  /** The share of traces that are sampled if they begin here; a caller's `traceparent` decides for its own. */
  readonly otelTracesSamplerArg: number;
}

export interface Exporter {
  readonly tracer: Tracer;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}

const WARN_EVERY_MS = 60_000;
// Less than the process waits for it.
const CLOSE_WARNING_MS = 1_500;

/**
 * Sends spans to a collector over OTLP/HTTP, in JSON, and warns where it cannot, at most once a minute. OpenTelemetry
 * reads more of its own variables, such as `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES` and
 * `OTEL_EXPORTER_OTLP_HEADERS`.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function startExporter(
  { otelExporterOtlpEndpoint, otelTracesSamplerArg }: ExporterOptions,
  log: Pick<Logger, 'warn'>,
): Exporter {
  const url = `${otelExporterOtlpEndpoint.replace(/\/$/, '')}/v1/traces`;
  let warnedAt = Number.NEGATIVE_INFINITY;
  const warn = (cause: string) => {
    if (performance.now() - warnedAt < WARN_EVERY_MS) return;
    warnedAt = performance.now();
    log.warn({ cause }, 'traces could not be delivered to the collector');
  };
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': NAME }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(otelTracesSamplerArg) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: watched(new OTLPTraceExporter({ url }), warn) })],
  });
  const close = async () => {
    // The process ends soon, and has to say before that what it has not delivered.
    const timer = setTimeout(() => warn('ETIMEDOUT'), CLOSE_WARNING_MS);
    await provider.shutdown().finally(() => clearTimeout(timer));
  };
  return { tracer: provider.getTracer(NAME), close };
}

/** Wraps an exporter to report its failures: OpenTelemetry itself drops the spans silently. */
function watched(exporter: SpanExporter, onFailure: (cause: string) => void): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const { error } = result;
        if (error !== undefined) onFailure('code' in error ? String(error.code) : error.name);
        done(result);
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
