import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TimerWheel } from '../../src/subscriptions/timerWheel.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function wheel() {
  const due: string[] = [];
  const items = new TimerWheel<string>((ready) => due.push(...ready));
  return { due, items };
}

test('an item becomes due after its delay, and once', () => {
  const { due, items } = wheel();
  items.add('a', 1_000);
  vi.advanceTimersByTime(999);
  expect(due).toEqual([]);
  vi.advanceTimersByTime(101);
  expect(due).toEqual(['a']);
  vi.advanceTimersByTime(100_000);
  expect(due).toEqual(['a']);
});

test('a thousand items have one timer, and become due in order', () => {
  const { due, items } = wheel();
  const delays = Array.from({ length: 1_000 }, (_, index) => 200 + ((index * 7_919) % 1_000) * 30);
  for (const delayMs of delays) {
    items.add(String(delayMs), delayMs);
    expect(vi.getTimerCount()).toBe(1);
  }
  while (due.length < delays.length) {
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersToNextTimer();
  }
  expect(vi.getTimerCount()).toBe(0);
  // Those of one tenth of a second come together.
  const tenths = (delays: readonly (string | number)[]) =>
    delays.map((delayMs) => Math.ceil(Number(delayMs) / 100));
  expect(tenths(due)).toEqual(tenths(delays).sort((a, b) => a - b));
});

test('an item that is due earlier than all others is not late', () => {
  const { due, items } = wheel();
  items.add('late', 30_000);
  items.add('early', 100);
  vi.advanceTimersByTime(200);
  expect(due).toEqual(['early']);
  vi.advanceTimersByTime(30_000);
  expect(due).toEqual(['early', 'late']);
});

test('a deleted item never becomes due, and the last one takes the timer with it', () => {
  const { due, items } = wheel();
  items.add('a', 500);
  items.add('b', 900);
  items.delete('a');
  expect(vi.getTimerCount()).toBe(1);
  items.delete('b');
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(due).toEqual([]);
});

test('an item that is added again is due at the new time alone', () => {
  const { due, items } = wheel();
  items.add('a', 500);
  items.add('a', 5_000);
  vi.advanceTimersByTime(4_900);
  expect(due).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(due).toEqual(['a']);
});

test('a delay of months, beyond what a timer of Node can wait, is waited for', () => {
  const { due, items } = wheel();
  const delayMs = 90 * 24 * 3_600_000;
  items.add('a', delayMs);
  let fired = 0;
  while (due.length === 0 && fired < 10) {
    vi.advanceTimersToNextTimer();
    fired += 1;
  }
  expect(performance.now()).toBeGreaterThanOrEqual(delayMs);
  expect(fired).toBe(4);
});
