import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Poll, PollQueue } from '../../src/subscriptions/pollQueue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Polls that are in flight until they are released, each of a caller of its own unless one is given. */
function heldPolls() {
  const releases: (() => void)[] = [];
  // The callers of the polls in flight, in the order in which they started.
  const inFlight: string[] = [];
  let made = 0;
  const poll = (caller = `caller${++made}`): Poll => ({
    caller,
    run: () =>
      new Promise((resolve) => {
        inFlight.push(caller);
        releases.push(resolve);
      }),
  });
  const release = async (index = 0) => {
    inFlight.splice(index, 1);
    for (const end of releases.splice(index, 1)) end();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { poll, release, releases, inFlight };
}

/** A gate with room for so many. */
function gateOf(max: number) {
  const gate = {
    taken: 0,
    take: () => {
      if (gate.taken >= max) return undefined;
      gate.taken += 1;
      return { amount: 1, reservedFor: undefined };
    },
    giveBack: () => {
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
  gate.take();
  const queue = new PollQueue(gate, 3);
  queue.add(poll(), 0);
  vi.advanceTimersByTime(5_000);
  expect(releases).toHaveLength(0);
  gate.giveBack();
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

test('one caller has a share of the slots, however many of its polls are due', () => {
  const { poll, inFlight } = heldPolls();
  const queue = new PollQueue(gateOf(1_000), 128);
  for (let index = 0; index < 100; index += 1) queue.add(poll('a'), 0);
  expect(inFlight).toHaveLength(26);
  queue.add(poll('b'), 0);
  expect(inFlight.at(-1)).toBe('b');
});

test('the polls that wait start in turn, one of each caller', async () => {
  const { poll, release, inFlight } = heldPolls();
  const queue = new PollQueue(gateOf(100), 1);
  for (const caller of ['first', 'a', 'a', 'a', 'b', 'b', 'c']) queue.add(poll(caller), 0);
  const started: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    started.push(...inFlight);
    await release();
  }
  expect(started).toEqual(['first', 'a', 'b', 'c', 'a', 'b', 'a']);
});

test('while a slot is free, no caller waits for the polls of others, and every poll starts in the end', async () => {
  const step = fc.oneof(
    fc.record({ add: fc.constantFrom('a', 'b', 'c', 'd') }),
    fc.record({ end: fc.nat(30) }),
    fc.record({ forget: fc.nat(30) }),
  );
  const run = async (bound: number, steps: readonly { add?: string; end?: number; forget?: number }[]) => {
    const { poll, release, inFlight } = heldPolls();
    const gate = gateOf(1_000);
    const queue = new PollQueue(gate, bound);
    const waiting = new Set<Poll>();
    const add = (caller: string) => {
      const held = poll(caller);
      const run = () => {
        waiting.delete(started);
        return held.run();
      };
      const started: Poll = { caller, run };
      waiting.add(started);
      queue.add(started, 0);
    };
    const check = () => {
      expect(inFlight.length).toBeLessThanOrEqual(bound);
      expect(gate.taken).toBe(inFlight.length);
      if (inFlight.length === bound) return;
      for (const { caller } of waiting) expect(inFlight).toContain(caller);
    };
    for (const { add: caller, end, forget } of steps) {
      if (caller !== undefined) add(caller);
      if (end !== undefined && inFlight.length > 0) await release(end % inFlight.length);
      const forgotten = forget === undefined ? undefined : [...waiting][forget];
      if (forgotten !== undefined) {
        queue.delete(forgotten);
        waiting.delete(forgotten);
      }
      check();
    }
    while (inFlight.length > 0) {
      await release();
      check();
    }
    expect(waiting.size).toBe(0);
  };
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 60 }), run));
});
