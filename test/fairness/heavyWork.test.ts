import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { HeavyWork, type Piece } from '../../src/fairness/heavyWork.ts';

const beginning = (caller: string): Piece => ({ callerKey: () => caller, isContinuation: false });

function busyFor(ms: number): void {
  const start = performance.now();
  while (performance.now() - start < ms);
}

test('heavy work is begun in turn, one piece of each caller: one with many does not hold up another one', async () => {
  const heavyWork = new HeavyWork();
  const done: string[] = [];
  const add = (caller: string, name: string) =>
    heavyWork.run(beginning(caller), () => {
      busyFor(2);
      done.push(name);
    });
  await Promise.all([
    add('greedy', 'a'),
    add('greedy', 'b'),
    add('greedy', 'c'),
    add('modest', 'd'),
    add('greedy', 'e'),
  ]);
  // Second or third: the first caller rests only behind work of some milliseconds.
  expect(done.indexOf('d')).toBeLessThan(3);
  expect(done.filter((piece) => piece !== 'd')).toEqual(['a', 'b', 'c', 'e']);
});

test('work that throws fails alone, and the next piece has its turn', async () => {
  const heavyWork = new HeavyWork();
  const failing = heavyWork.run(beginning('one'), () => {
    throw new Error('broken');
  });
  const next = heavyWork.run(beginning('another'), () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});

test('to flush does all at once that waits, and what comes later too', async () => {
  const heavyWork = new HeavyWork();
  const done: number[] = [];
  const add = (piece: number) => void heavyWork.run(beginning('caller'), () => done.push(piece));
  for (const piece of [1, 2, 3, 4]) add(piece);
  const flushed = heavyWork.flush();
  add(5);
  await flushed;
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5]);
});

test('there is time for small pieces until the event loop has been kept for some milliseconds', async () => {
  const heavyWork = new HeavyWork();
  expect(heavyWork.hasTime()).toBe(true);
  busyFor(20);
  expect(heavyWork.hasTime()).toBe(false);
  await setImmediate();
  expect(heavyWork.hasTime()).toBe(true);
});

test('there is time for what follows at once on a piece that has had its turn, and not for long', async () => {
  const heavyWork = new HeavyWork();
  heavyWork.hasTime();
  busyFor(20);
  const followed: boolean[] = [];
  await heavyWork.run(beginning('caller'), () => {});
  followed.push(heavyWork.hasTime());
  busyFor(20);
  followed.push(heavyWork.hasTime());
  expect(followed).toEqual([true, false]);
});

test('a caller rests as long as its work has taken, and another one does not wait for that', async () => {
  const heavyWork = new HeavyWork();
  const ends: { caller: string; at: number }[] = [];
  const add = (caller: string, ms: number) =>
    heavyWork.run(beginning(caller), () => {
      busyFor(ms);
      ends.push({ caller, at: performance.now() });
    });
  let isOver = false;
  // An event loop with nothing else to do would end the rest.
  const others = (async () => {
    while (!isOver) await setImmediate();
  })();
  await Promise.all([add('greedy', 40), add('greedy', 1), add('modest', 1)]);
  isOver = true;
  await others;
  const [first, second] = ends;
  const again = ends.findLast(({ caller }) => caller === 'greedy');
  const restedMs = (again?.at ?? 0) - (first?.at ?? 0);
  expect(restedMs).toBeGreaterThanOrEqual(40);
  // On a busy machine it may have rested before anybody is next.
  if (restedMs < 80) expect(second?.caller).toBe('modest');
});

test('after work of some milliseconds there is as much time for all else', async () => {
  const heavyWork = new HeavyWork();
  const start = performance.now();
  const ended = async (caller: string) => {
    await heavyWork.run(beginning(caller), () => busyFor(60));
    return performance.now() - start;
  };
  const [first, second] = await Promise.all([ended('one'), ended('another')]);
  expect(second - first).toBeGreaterThanOrEqual(2 * 60 - 2);
});

test('of what has begun, a few at most go on at the same time', async () => {
  const heavyWork = new HeavyWork();
  let begun = 0;
  let mostBegun = 0;
  const request = async (caller: string) => {
    await heavyWork.run(beginning(caller), () => {
      begun += 1;
    });
    mostBegun = Math.max(mostBegun, begun);
    for (let piece = 0; piece < 4; piece += 1) {
      await heavyWork.run({ ...beginning(caller), isContinuation: true }, () => undefined);
    }
    begun -= 1;
  };
  await Promise.all(Array.from({ length: 50 }, (_, caller) => request(String(caller))));
  // Those that wait, and the one whose turn it is.
  expect(mostBegun).toBeGreaterThan(4);
  expect(mostBegun).toBeLessThanOrEqual(9);
});

test('what goes on is not held up by callers that keep beginning', async () => {
  const heavyWork = new HeavyWork();
  let pieces = 0;
  let longestWait = 0;
  const loop = async (caller: string) => {
    for (let time = 0; time < 15; time += 1) {
      await heavyWork.run(beginning(caller), () => busyFor(1));
      const begun = pieces;
      await heavyWork.run({ ...beginning(caller), isContinuation: true }, () => {
        pieces += 1;
      });
      longestWait = Math.max(longestWait, pieces - begun);
    }
  };
  const loops = ['a', 'b', 'c', 'd'].flatMap((caller) => [1, 2, 3, 4, 5].map(() => loop(caller)));
  await Promise.all(loops);
  expect(pieces).toBe(300);
  expect(longestWait).toBeLessThanOrEqual(20);
});

test('what goes on is not held up by many callers that only begin', async () => {
  const heavyWork = new HeavyWork();
  let begun = 0;
  let isOver = false;
  const beginAgain = async (caller: string) => {
    while (!isOver) {
      await heavyWork.run(beginning(caller), () => busyFor(0.5));
      begun += 1;
    }
  };
  const callers = Array.from({ length: 30 }, (_, caller) => beginAgain(String(caller)));
  const before = begun;
  for (let piece = 0; piece < 20; piece += 1) {
    await heavyWork.run({ ...beginning('long'), isContinuation: true }, () => busyFor(0.5));
  }
  expect(begun - before).toBeLessThan(60);
  isOver = true;
  await Promise.all(callers);
});

test('what goes on does not hold up another caller', async () => {
  const heavyWork = new HeavyWork();
  const done: string[] = [];
  const long = async () => {
    await heavyWork.run(beginning('greedy'), () => busyFor(5));
    for (let piece = 0; piece < 5; piece += 1) {
      await heavyWork.run({ ...beginning('greedy'), isContinuation: true }, () => busyFor(5));
    }
    done.push('greedy');
  };
  const short = async () => {
    await heavyWork.run(beginning('modest'), () => busyFor(1));
    done.push('modest');
  };
  await Promise.all([long(), short()]);
  expect(done).toEqual(['modest', 'greedy']);
});
