import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FairShare } from '../../src/fairness/fairShare.ts';

const taken = (share: FairShare, caller: string, amount: number) =>
  share.take(() => caller, amount) !== undefined;

test('one caller, with things of any size, leaves half of the reserve to others', () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1_000 })));
  fc.assert(
    fc.property(sizes, (amounts) => {
      const share = new FairShare(1_000);
      // Where nothing is taken, there is room for anything.
      taken(share, 'other', 1);
      for (const amount of amounts) if (share.total + amount <= 1_000) taken(share, 'greedy', amount);
      const others = Array.from({ length: 124 }, (_, caller) => taken(share, `other${caller}`, 1));
      expect(others).not.toContain(false);
    }),
    { numRuns: 2_000, seed: 11 },
  );
});

test('a caller with nothing of the reserve has one thing of it, however small the share is', () => {
  const share = new FairShare(2);
  expect([taken(share, 'greedy', 1), taken(share, 'greedy', 1), taken(share, 'modest', 1)]).toEqual([
    true,
    true,
    false,
  ]);
  const larger = new FairShare(3);
  for (let time = 0; time < 5; time += 1) taken(larger, 'greedy', 1);
  expect(larger.total).toBe(3);
});

test('what is given back can be taken again, by anybody', () => {
  const share = new FairShare(8);
  const all = Array.from({ length: 8 }, (_, caller) => share.take(() => `caller${caller}`));
  expect(share.isFull).toBe(true);
  for (const each of all) if (each !== undefined) share.giveBack(each);
  expect(share.total).toBe(0);
  expect(share.isOpen(6)).toBe(true);
});
