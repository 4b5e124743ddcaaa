import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { HeavyWork } from '../../src/fairness/heavyWork.ts';

test('heavy work is done in turn, one piece of each caller: one with many does not hold up another one', async () => {
  const heavyWork = new HeavyWork();
  const done: string[] = [];
  const add = (caller: string, name: string) =>
    heavyWork.run(
      () => caller,
      () => done.push(name),
    );
  await Promise.all([
    add('greedy', 'a'),
    add('greedy', 'b'),
    add('greedy', 'c'),
    add('modest', 'd'),
    add('greedy', 'e'),
  ]);
  expect(done).toEqual(['a', 'b', 'd', 'c', 'e']);
});

test('work that throws fails alone, and the next piece has its turn', async () => {
  const heavyWork = new HeavyWork();
  const failing = heavyWork.run(
    () => 'one',
    () => {
      throw new Error('broken');
    },
  );
  const next = heavyWork.run(
    () => 'another',
    () => 'done',
  );
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});

test('in a hurry, all that waits is done at once, and what comes later too', async () => {
  const heavyWork = new HeavyWork();
  const done: number[] = [];
  const add = (piece: number) =>
    void heavyWork.run(
      () => 'caller',
      () => done.push(piece),
    );
  for (const piece of [1, 2, 3, 4]) add(piece);
  const hurried = heavyWork.hurry();
  add(5);
  await hurried;
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5]);
});

test('there is time for small pieces until the event loop has been kept for some milliseconds', async () => {
  const heavyWork = new HeavyWork();
  expect(heavyWork.hasTime()).toBe(true);
  const start = performance.now();
  while (performance.now() - start < 20);
  expect(heavyWork.hasTime()).toBe(false);
  await setImmediate();
  expect(heavyWork.hasTime()).toBe(true);
});

test('after long pieces there is as much time for all else', async () => {
  const heavyWork = new HeavyWork();
  const ended: number[] = [];
  const busy = () => {
    const start = performance.now();
    while (performance.now() - start < 60);
    ended.push(performance.now());
  };
  await Promise.all(['one', 'another'].map((caller) => heavyWork.run(() => caller, busy)));
  const [first = 0, second = 0] = ended;
  expect(second - first).toBeGreaterThanOrEqual(2 * 60 - 2);
});
