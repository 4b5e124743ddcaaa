import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';

/** The metrics of one process, as they are sent to another. */
export type MetricsSnapshot = MetricObjectWithValues<MetricValue<string>>[];

/** A process that has metrics. */
export interface MetricsSource {
  /** As last known. */
  readonly metrics: MetricsSnapshot | undefined;
  refreshMetrics(): Promise<void>;
}

// Of ended workers, until they are summed up.
const MAX_SNAPSHOTS = 10;

/**
 * The metrics of all workers: sums, and means of what describes a process, such as the event-loop lag. Those that ended
 * count in all totals, which never fall: Prometheus would read that as a restart.
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

  /** Adds what a worker that has ended has counted. */
  async add({ metrics = [] }: Pick<MetricsSource, 'metrics'>): Promise<void> {
    this.#ended.push(metrics.filter(({ type }) => String(type) !== 'gauge'));
    if (this.#ended.length <= MAX_SNAPSHOTS) return;
    const snapshots = this.#ended;
    const { length } = snapshots;
    const totals = await AggregatorRegistry.aggregate(snapshots).getMetricsAsJSON();
    // In between, others may have been added, or may have summed up the same.
    if (this.#ended === snapshots) this.#ended = [totals, ...snapshots.slice(length)];
  }
}
