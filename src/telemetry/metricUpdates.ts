import type { Counter, Histogram, LabelValues } from 'prom-client';
import { BulkQueue } from './bulkQueue.ts';

interface Observation {
  readonly histogram: Histogram;
  readonly labels: LabelValues<string>;
  readonly value: number;
}

interface Increment {
  readonly counter: Counter;
  readonly labels: LabelValues<string>;
  readonly value: number;
}

/** Updates metrics in bulk: to be flushed before the metrics are collected. */
export class MetricUpdates {
  readonly #observations = new BulkQueue<Observation>(({ histogram, labels, value }) => {
    histogram.observe(labels, value);
  });
  readonly #increments = new BulkQueue<Increment>(({ counter, labels, value }) => {
    counter.inc(labels, value);
  });

  observe<Label extends string>(
    histogram: Histogram<Label>,
    labels: LabelValues<Label>,
    value: number,
  ): void {
    this.#observations.add({ histogram, labels, value });
  }

  increment<Label extends string>(counter: Counter<Label>, labels: LabelValues<Label>, value = 1): void {
    this.#increments.add({ counter, labels, value });
  }

  flush(): void {
    this.#observations.flush();
    this.#increments.flush();
  }
}
