import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SLICE_MS } from '../../src/fairness/loopTime.ts';
import { Rests } from '../../src/fairness/rests.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(10_000);
});
afterEach(() => void vi.useRealTimers());

/** How long a caller rests from now on. */
function restOf(rests: Rests, caller: string): number {
  for (let ms = 0; ; ms += 1) {
    if (!rests.isResting(caller)) return ms;
    vi.advanceTimersByTime(1);
  }
}

test('a caller rests for the pause of all, and as long again', () => {
  const rests = new Rests();
  rests.add('alice', 20);
  expect(rests.isResting('bob')).toBe(false);
  expect(restOf(rests, 'alice')).toBe(40 - SLICE_MS);
});

test('a rest that had not ended when the piece began goes on behind it', () => {
  const rests = new Rests();
  rests.add('alice', 50);
  vi.advanceTimersByTime(90);
  // A piece of 20 milliseconds, which another caller's work does not make forget.
  vi.advanceTimersByTime(10);
  rests.add('bob', 5);
  vi.advanceTimersByTime(10);
  rests.add('alice', 20);
  expect(restOf(rests, 'alice')).toBe(10 + 40 - SLICE_MS);
});

test('short pieces of a caller share a slice, behind which it rests', () => {
  const rests = new Rests();
  for (let piece = 1; piece <= 5; piece += 1) {
    vi.advanceTimersByTime(1);
    rests.add('alice', 1);
    expect(rests.isResting('alice')).toBe(false);
  }
  vi.advanceTimersByTime(1);
  rests.add('alice', 1);
  expect(rests.isResting('alice')).toBe(true);
});

test('nobody rests for more than a second', () => {
  const rests = new Rests();
  rests.add('alice', 3_000);
  expect(restOf(rests, 'alice')).toBe(1_000 - SLICE_MS);
});
