import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';

/** The metrics of one process, as they are sent to another. */
export type MetricsSnapshot = MetricObjectWithValues<MetricValue<string>>[];

/** A process that has metrics. */
export interface MetricsSource {
  /** The last known metrics. */
  readonly metrics: MetricsSnapshot | undefined;
  refreshMetrics(): Promise<void>;
}

// With more snapshots of ended workers, these are summed up.
const MAX_SNAPSHOTS = 10;

/**
 * The metrics of all workers: sums, or means for what describes a process, such as the event-loop lag. Workers that
 * have ended stay in all totals, because Prometheus would read a falling total as a restart.
 */
export class WorkerMetrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #running: Iterable<MetricsSource>;
  #ended: MetricsSnapshot[] = [];

  constructor(running: Iterable<MetricsSource>) {
    this.#running = running;
  }

  async metrics(): Promise<string> {
    await Promise.all([...this.#running].map((worker) => worker.refreshMetrics()));
    const known = [...this.#running].flatMap(({ metrics }) => (metrics === undefined ? [] : [metrics]));
    return AggregatorRegistry.aggregate([...known, ...this.#ended]).metrics();
  }

  /** Adds the counts of a worker that has ended; its gauges are dropped. */
  async add({ metrics = [] }: Pick<MetricsSource, 'metrics'>): Promise<void> {
    this.#ended.push(metrics.filter(({ type }) => String(type) !== 'gauge'));
    if (this.#ended.length <= MAX_SNAPSHOTS) return;
    const snapshots = this.#ended;
    const { length } = snapshots;
    const totals = await AggregatorRegistry.aggregate(snapshots).getMetricsAsJSON();
    // Meanwhile, others may have been added, or another call may have summed up the same ones.
    if (this.#ended === snapshots) this.#ended = [totals, ...snapshots.slice(length)];
  }
}
