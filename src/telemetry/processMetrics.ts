import { collectDefaultMetrics } from 'prom-client';
import { createMetrics, type Metrics } from './metrics.ts';

/** The metrics of the gateway and of its process: memory, CPU, garbage collection and event-loop lag. */
export function createProcessMetrics(): Metrics {
  const metrics = createMetrics();
  collectDefaultMetrics({ register: metrics.register });
  return metrics;
}
