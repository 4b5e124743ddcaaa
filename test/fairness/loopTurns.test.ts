import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LoopTime } from '../../src/fairness/loopTime.ts';
import { LoopTurns } from '../../src/fairness/loopTurns.ts';

// The clock of the loop's time: on a busy machine, any two lines can have ten milliseconds between them.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function busyFor(ms: number): void {
  vi.advanceTimersByTime(ms);
}

/** Keeps the event loop for too long, then lets callers wait for their turns, each to work for so long. */
async function afterKeptLoop(callers: readonly string[], workMs: number) {
  const turns = new LoopTurns<string>(new LoopTime());
  expect(turns.isFree()).toBe(true);
  busyFor(20);
  expect(turns.isFree()).toBe(false);
  let loopTurns = 0;
  let isOver = false;
  const counting = (async () => {
    for (; !isOver; loopTurns += 1) await setImmediate();
  })();
  const done: { caller: string; loopTurn: number }[] = [];
  await Promise.all(
    callers.map(async (caller) => {
      await turns.wait(caller);
      done.push({ caller, loopTurn: loopTurns });
      busyFor(workMs);
    }),
  );
  isOver = true;
  await counting;
  await setImmediate();
  expect(turns.isFree()).toBe(true);
  return done;
}

test('what waits begins in turn, one of each caller', async () => {
  const done = await afterKeptLoop(['greedy', 'greedy', 'greedy', 'modest', 'greedy'], 1);
  expect(done.map(({ caller }) => caller)).toEqual(['greedy', 'modest', 'greedy', 'greedy', 'greedy']);
});

test('short work shares a turn of the event loop, and between longer pieces there are some', async () => {
  const short = await afterKeptLoop(['a', 'b', 'c'], 0);
  expect(new Set(short.map(({ loopTurn }) => loopTurn)).size).toBe(1);
  const long = await afterKeptLoop(['a', 'b', 'c'], 11);
  const [first = 0, second = 0, third = 0] = long.map(({ loopTurn }) => loopTurn);
  expect(second - first).toBeGreaterThanOrEqual(15);
  expect(third - second).toBeGreaterThanOrEqual(15);
});

test('what fails in its turn does not hold up the next', async () => {
  const turns = new LoopTurns<string>(new LoopTime());
  const failing = turns.wait('a').then(() => Promise.reject(new Error('broken')));
  const next = turns.wait('b');
  await expect(failing).rejects.toThrow('broken');
  await next;
});
