import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Config, ConfigError } from '../settings/config.ts';
import type { AdminServer } from './adminServer.ts';
import type { Metrics } from './metrics.ts';
import type { TelemetrySink } from './sink.ts';
import type { MetricsSnapshot, MetricsSource, WorkerMetrics } from './workerMetrics.ts';

/** The metrics and traces of a process. */
export interface ProcessTelemetry {
  readonly sinks: readonly TelemetrySink[];
  /** Where metrics are served, if they are. */
  readonly metricsUrl: string | undefined;
  /** Collects the metrics of a worker; absent without metrics, and in a process that serves them itself. */
  readonly snapshot: (() => Promise<MetricsSnapshot>) | undefined;
  /** Ends it, once the gateway is closed. */
  close(): Promise<void>;
}

// A collector that does not respond must not hold up the end of the process.
const CLOSE_TIMEOUT_MS = 2_000;

/** Starts what the settings ask for; what is off is not even loaded. A worker's metrics are served by the primary. */
export async function startTelemetry(
  config: Config,
  isWorker: boolean,
  log: Pick<Logger, 'warn'>,
): Promise<ProcessTelemetry> {
  const { adminPort, otelExporterOtlpEndpoint, otelTracesSamplerArg, trustedDocuments } = config;
  const sinks: TelemetrySink[] = [];
  const closing: (() => Promise<void>)[] = [];
  let metricsUrl: string | undefined;
  let snapshot: (() => Promise<MetricsSnapshot>) | undefined;
  // Optional packages first: if one is missing, a server that is already open would keep the failed process alive.
  if (otelExporterOtlpEndpoint !== null) {
    const { createTracing } = await import('./traces.ts');
    const { startExporter } = await import('./exporter.ts').catch(unlessMissing);
    const exporter = startExporter({ otelExporterOtlpEndpoint, otelTracesSamplerArg }, log);
    sinks.push(createTracing(exporter.tracer));
    closing.push(() => exporter.close());
  }
  if (adminPort !== null) {
    const { createProcessMetrics } = await import('./processMetrics.ts');
    const metrics = createProcessMetrics({ operationNames: trustedDocuments?.operationNames ?? [] });
    sinks.push(metrics);
    if (isWorker) snapshot = () => metrics.register.getMetricsAsJSON();
    else {
      const server = await serve(metrics.register, config);
      closing.push(() => server.close());
      metricsUrl = server.url;
    }
  }
  const close = async () => {
    const closed = Promise.allSettled(closing.map((end) => end()));
    await Promise.race([closed, sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  };
  return { sinks, metricsUrl, snapshot, close };
}

/** OpenTelemetry takes 25 MB, so users of the package install it only if they want it. @throws {ConfigError} */
function unlessMissing(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
  const packages = 'exporter-trace-otlp-http sdk-trace resources'.replace(/\S+/g, '@opentelemetry/$&');
  throw new ConfigError([`OTEL_EXPORTER_OTLP_ENDPOINT: expected OpenTelemetry: npm install ${packages}`]);
}

/** The metrics of all workers, at one URL. */
export interface SharedMetrics {
  readonly url: string;
  /** Keeps the counts of a worker that has ended. */
  add(worker: MetricsSource): void;
  close(): Promise<void>;
}

/** Serves the metrics of the workers that run, if the settings ask for metrics. */
export async function serveWorkerMetrics(
  running: Iterable<MetricsSource>,
  config: Config,
): Promise<SharedMetrics | undefined> {
  if (config.adminPort === null) return undefined;
  const { WorkerMetrics } = await import('./workerMetrics.ts');
  const metrics = new WorkerMetrics(running);
  const { url, close } = await serve(metrics, config);
  return { url, add: (worker) => void metrics.add(worker), close };
}

async function serve(
  source: WorkerMetrics | Metrics['register'],
  { adminHost, adminPort }: Config,
): Promise<AdminServer> {
  const { serveMetrics } = await import('./adminServer.ts');
  return serveMetrics(source, { adminHost, adminPort: adminPort ?? 0 }).catch(explain);
}

function explain(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  throw new ConfigError([
    `ADMIN_HOST, ADMIN_PORT: expected a free address of this machine (${error.message})`,
  ]);
}
