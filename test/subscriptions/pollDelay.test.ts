import { expect, test } from 'vitest';
import { nextDelayMs } from '../../src/subscriptions/pollDelay.ts';

const SAMPLES = 2_000;

function samples(intervalMs: number, retryAfterSeconds?: number): number[] {
  return Array.from({ length: SAMPLES }, () => nextDelayMs(intervalMs, retryAfterSeconds));
}

test('the delay is the interval, 10 % more or less', () => {
  const delays = samples(30_000);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(27_000);
  expect(Math.min(...delays)).toBeLessThan(28_000);
  expect(Math.max(...delays)).toBeLessThanOrEqual(33_000);
  expect(Math.max(...delays)).toBeGreaterThan(32_000);
});

test('a longer Retry-After is obeyed, and spread', () => {
  const delays = samples(30_000, 120.5);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(120_500);
  expect(Math.max(...delays)).toBeLessThanOrEqual(132_550);
  expect(new Set(delays).size).toBeGreaterThan(SAMPLES / 2);
});

test('a shorter Retry-After does not make polls more frequent', () => {
  expect(Math.min(...samples(30_000, 1))).toBeGreaterThanOrEqual(27_000);
});
