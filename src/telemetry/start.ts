import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, ConfigError } from '../config.ts';
import type { TelemetrySink } from './sink.ts';

/** The metrics and traces of a process. */
export interface ProcessTelemetry {
  readonly sinks: readonly TelemetrySink[];
  /** Where metrics are served, if they are. */
  readonly metricsUrl: string | undefined;
  /** Ends it, once the gateway is closed. */
  close(): Promise<void>;
}

// A collector that does not respond must not hold up the end of the process.
const CLOSE_TIMEOUT_MS = 2_000;

/** Starts what the settings ask for; what is off is not even loaded. */
export async function startTelemetry(config: Config): Promise<ProcessTelemetry> {
  const { adminHost, adminPort, otelExporterOtlpEndpoint, otelTracesSamplerArg, trustedDocuments } = config;
  const sinks: TelemetrySink[] = [];
  const closing: (() => Promise<void>)[] = [];
  let metricsUrl: string | undefined;
  if (adminPort !== null) {
    const { serveProcessMetrics } = await import('./processMetrics.ts');
    const operationNames = trustedDocuments?.operationNames ?? [];
    const options = { adminHost, adminPort, operationNames };
    const { metrics, server } = await serveProcessMetrics(options).catch(explain);
    sinks.push(metrics);
    closing.push(() => server.close());
    metricsUrl = server.url;
  }
  if (otelExporterOtlpEndpoint !== null) {
    const { createTracing } = await import('./traces.ts');
    const { startExporter } = await import('./exporter.ts').catch(unlessMissing);
    const exporter = startExporter({ otelExporterOtlpEndpoint, otelTracesSamplerArg });
    sinks.push(createTracing(exporter.tracer));
    closing.push(() => exporter.close());
  }
  const close = async () => {
    const closed = Promise.allSettled(closing.map((end) => end()));
    await Promise.race([closed, sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  };
  return { sinks, metricsUrl, close };
}

/** OpenTelemetry is 25 MB, so a package's user installs it only if it is wanted. */
function unlessMissing(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
  const packages = 'exporter-trace-otlp-http sdk-trace resources'.replace(/\S+/g, '@opentelemetry/$&');
  throw new ConfigError([`OTEL_EXPORTER_OTLP_ENDPOINT: expected OpenTelemetry: npm install ${packages}`]);
}

function explain(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  throw new ConfigError([
    `ADMIN_HOST, ADMIN_PORT: expected a free address of this machine (${error.message})`,
  ]);
}
