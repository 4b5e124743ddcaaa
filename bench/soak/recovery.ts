import { quantile } from '../statistics.ts';
import { GOOD } from './answer.ts';
import type { Tally } from './tally.ts';

const WINDOW_MS = 100;
/** So many normal windows in a row are a return to normal. */
const IN_A_ROW = 5;
/** The p50 of a normal window is at most this many times the p99 of ordinary load. */
const TOLERANCE = 1.5;

/**
 * How long after an overload answers were as before: all of them good, and about as quick. Counted by the moment
 * at which a request was due; `Infinity` where that was not seen.
 */
export function recoveryMs(after: Tally, normal: Tally, durationMs: number): number {
  const limitMs = normal.latencyMs(0.99) * TOLERANCE;
  const windows = Array.from({ length: Math.floor(durationMs / WINDOW_MS) }, (): number[] => []);
  for (const { dueMs, endMs, outcome } of after.samples) {
    windows[Math.floor(dueMs / WINDOW_MS)]?.push(outcome === GOOD ? endMs - dueMs : Number.POSITIVE_INFINITY);
  }
  const isNormal = (window: readonly number[] | undefined) =>
    window !== undefined &&
    Math.max(...window) < Number.POSITIVE_INFINITY &&
    quantile(window, 0.5) <= limitMs;
  const first = windows.findIndex((_, index) => windows.slice(index, index + IN_A_ROW).every(isNormal));
  return first < 0 || first > windows.length - IN_A_ROW ? Number.POSITIVE_INFINITY : first * WINDOW_MS;
}
