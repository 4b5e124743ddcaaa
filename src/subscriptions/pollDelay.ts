// So that streams that began together, after a restart, do not stay together.
const JITTER = 0.1;

/**
 * Returns the delay before the next poll, in milliseconds: the interval ± 10 %, or the wait that Graph asked for plus
 * up to 10 %, whichever is longer.
 */
export function nextDelayMs(intervalMs: number, retryAfterSeconds = 0): number {
  const interval = intervalMs * (1 + JITTER * (2 * Math.random() - 1));
  return Math.max(interval, retryAfterSeconds * 1_000 * (1 + JITTER * Math.random()));
}
