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
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

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

/**
 * Sends spans to a collector over OTLP/HTTP, in JSON. OpenTelemetry reads more of its own variables, such as
 * `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_EXPORTER_OTLP_HEADERS`.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function startExporter({ otelExporterOtlpEndpoint, otelTracesSamplerArg }: ExporterOptions): Exporter {
  const url = `${otelExporterOtlpEndpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': NAME }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(otelTracesSamplerArg) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
  });
  return { tracer: provider.getTracer(NAME), close: () => provider.shutdown() };
}
