import { collectDefaultMetrics } from 'prom-client';
import { createMetrics, type Metrics, type MetricsOptions } from './metrics.ts';

/** The metrics of the gateway and of its process: memory, CPU, garbage collection and event-loop lag. */
export function createProcessMetrics(options: MetricsOptions): Metrics {
  const metrics = createMetrics(options);
  collectDefaultMetrics({ register: metrics.register });
  return metrics;
}
