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
