// So that streams that began together, after a restart, do not stay together.
const JITTER = 0.1;

/**
 * The delay before the next poll: the interval, 10 % more or less; and at least as long as Graph has asked to wait, and
 * up to 10 % more.
 */
export function nextDelayMs(intervalMs: number, retryAfterSeconds = 0): number {
  const interval = intervalMs * (1 + JITTER * (2 * Math.random() - 1));
  return Math.max(interval, retryAfterSeconds * 1_000 * (1 + JITTER * Math.random()));
}
