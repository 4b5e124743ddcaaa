import { collectDefaultMetrics } from 'prom-client';
import { type AdminOptions, serveMetrics } from './adminServer.ts';
import { createMetrics, type MetricsOptions } from './metrics.ts';

/** Serves the metrics of the gateway and of its process: memory, CPU, garbage collection and event-loop lag. */
export async function serveProcessMetrics(options: AdminOptions & Pick<MetricsOptions, 'operationNames'>) {
  const metrics = createMetrics(options);
  collectDefaultMetrics({ register: metrics.register });
  return { metrics, server: await serveMetrics(metrics.register, options) };
}
