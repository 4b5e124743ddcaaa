import { expect, test } from 'vitest';
import { FairQueue } from '../../src/fairness/fairQueue.ts';

// No call of the gateway's starts like this today, so there is no request to send.
test('a start that throws gives up its place, and those behind it start in their turn', () => {
  const queue = new FairQueue(4);
  const ends: (() => void)[] = [];
  const started: string[] = [];
  const add = (caller: string) =>
    queue.add(
      () => caller,
      (ended) => {
        started.push(caller);
        ends.push(ended);
      },
    );
  const fail = () => {
    throw new Error('cannot start');
  };
  expect(() => queue.add(() => 'first', fail)).toThrow('cannot start');
  for (const caller of ['a', 'b', 'c', 'd']) add(caller);
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  queue.add(() => 'later', fail);
  for (const caller of ['e', 'f']) add(caller);
  expect(() => ends.shift()?.()).toThrow('cannot start');
  while (ends.length > 0) ends.shift()?.();
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
