import { quantile } from '../statistics.ts';
import { GOOD, type Outcome } from './answer.ts';

/** What became of one request; times in milliseconds from the start of its load. */
export interface Sample {
  readonly dueMs: number;
  readonly endMs: number;
  readonly outcome: Outcome;
}

/** Everything that was sent in one go, and what became of it. */
export class Tally {
  readonly samples: Sample[] = [];
  /** How much later than due requests were sent: what the generator could not do in time. */
  readonly latenessMs: number[] = [];

  add(dueMs: number, endMs: number, outcome: Outcome): void {
    this.samples.push({ dueMs, endMs, outcome });
  }

  /** How often everything came. */
  get counts(): ReadonlyMap<Outcome, number> {
    const counts = new Map<Outcome, number>();
    for (const { outcome } of this.samples) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    return counts;
  }

  count(outcome: Outcome): number {
    return this.counts.get(outcome) ?? 0;
  }

  /** How long good answers took, from the moment at which they were due. */
  latencyMs(share: number): number {
    const good = this.samples.filter(({ outcome }) => outcome === GOOD);
    return quantile(
      good.map(({ dueMs, endMs }) => endMs - dueMs),
      share,
    );
  }

  /** The good answers that came in each whole second. */
  goodPerSecond(durationMs: number): number[] {
    const seconds = Array.from({ length: Math.floor(durationMs / 1_000) }, () => 0);
    for (const { endMs, outcome } of this.samples) {
      const second = Math.floor(endMs / 1_000);
      const counted = seconds[second];
      if (outcome === GOOD && counted !== undefined) seconds[second] = counted + 1;
    }
    return seconds;
  }
}
