/** `msgraph-gateway/telemetry`: metrics and traces for hosts that embed the gateway. */
export { createMetrics, type Metrics, type MetricsOptions } from './metrics.ts';
export type { GatewayState, TelemetrySink } from './sink.ts';
export { createTracing } from './traces.ts';
