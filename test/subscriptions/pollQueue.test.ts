import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Poll, PollQueue } from '../../src/subscriptions/pollQueue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Polls that are in flight until they are released. */
function heldPolls() {
  const releases: (() => void)[] = [];
  const poll = (): Poll => () => new Promise((resolve) => void releases.push(resolve));
  const release = async () => {
    releases.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { poll, release, releases };
}

/** A gate with room for so many. */
function gateOf(max: number) {
  const gate = {
    taken: 0,
    enter: () => {
      if (gate.taken >= max) return false;
      gate.taken += 1;
      return true;
    },
    leave: () => {
      gate.taken -= 1;
    },
  };
  return gate;
}

test('polls that are due together start as far as the bound allows, and the next ones as others end', async () => {
  const { poll, release, releases } = heldPolls();
  const gate = gateOf(100);
  const queue = new PollQueue(gate, 3);
  for (let index = 0; index < 10; index += 1) queue.add(poll(), 500);
  expect(releases).toHaveLength(0);
  vi.advanceTimersByTime(700);
  expect(releases).toHaveLength(3);
  expect(gate.taken).toBe(3);
  await release();
  expect(releases).toHaveLength(3);
  for (let index = 0; index < 9; index += 1) await release();
  expect(releases).toHaveLength(0);
  expect(gate.taken).toBe(0);
});

test('polls wait while requests take every slot', async () => {
  const { poll, release, releases } = heldPolls();
  const gate = gateOf(1);
  gate.enter();
  const queue = new PollQueue(gate, 3);
  queue.add(poll(), 0);
  vi.advanceTimersByTime(5_000);
  expect(releases).toHaveLength(0);
  gate.leave();
  vi.advanceTimersByTime(1_200);
  expect(releases).toHaveLength(1);
  expect(gate.taken).toBe(1);
  await release();
  expect(gate.taken).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('a deleted poll does not start, whether it waits for its time or for its turn', async () => {
  const { poll, release, releases } = heldPolls();
  const queue = new PollQueue(gateOf(100), 1);
  const [later, next] = [poll(), poll()];
  queue.add(poll(), 0);
  queue.add(next, 0);
  queue.add(later, 500);
  queue.delete(next);
  queue.delete(later);
  expect(vi.getTimerCount()).toBe(0);
  await release();
  expect(releases).toHaveLength(0);
});
