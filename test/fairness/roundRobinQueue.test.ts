import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RoundRobinQueue } from '../../src/fairness/roundRobinQueue.ts';
import { collectGarbage } from '../support/memory.ts';

const action = fc.record({
  kind: fc.constantFrom('add', 'add', 'take', 'take', 'delete'),
  caller: fc.constantFrom('a', 'b', 'c'),
  refused: fc.constantFrom('a', 'b', undefined),
  place: fc.nat(5),
});

/** What the queue promises, as a list that is searched from its beginning each time. */
class Model {
  callers: string[] = [];
  items: { caller: string; item: number }[] = [];

  add(caller: string, item: number) {
    if (!this.callers.includes(caller)) this.callers.push(caller);
    this.items.push({ caller, item });
  }

  remove(one: { caller: string; item: number }) {
    this.items = this.items.filter((each) => each !== one);
    if (!this.items.some(({ caller }) => caller === one.caller))
      this.callers = this.callers.filter((caller) => caller !== one.caller);
  }

  take(mayHave: (caller: string) => boolean) {
    const next = this.callers.find(mayHave);
    const taken = this.items.find(({ caller }) => caller === next);
    if (taken === undefined) return undefined;
    this.callers = [...this.callers.filter((caller) => caller !== next), taken.caller];
    this.remove(taken);
    return taken;
  }
}

test('items are taken round-robin by caller, and in their order for each caller, whatever is deleted meanwhile', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const queue = new RoundRobinQueue<string, number>();
      const model = new Model();
      for (const [item, { kind, caller, refused, place }] of actions.entries()) {
        if (kind === 'add') {
          queue.add(caller, item);
          model.add(caller, item);
        } else if (kind === 'take') {
          const mayHave = (each: string) => each !== refused;
          expect(queue.take(mayHave)).toEqual(model.take(mayHave));
        } else {
          const waiting = model.items[place];
          if (waiting === undefined) expect(queue.delete(caller, -1)).toBe(false);
          else {
            expect(queue.delete(waiting.caller, waiting.item)).toBe(true);
            model.remove(waiting);
          }
        }
        expect(queue.isEmpty).toBe(model.items.length === 0);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('what is deleted is not kept in memory, although nothing is taken for long', async () => {
  const queue = new RoundRobinQueue<string, object>();
  const waiting: object[] = [];
  const add = () => {
    const item = {};
    waiting.push(item);
    queue.add('a', item);
    return new WeakRef(item);
  };
  for (let some = 0; some < 100; some += 1) add();
  queue.take();
  const deleted = Array.from({ length: 1_000 }, () => {
    const oldest = waiting.splice(0, 1);
    for (const item of oldest) queue.delete('a', item);
    return add();
  }).slice(0, 800);
  // A reference keeps its object for the rest of the iteration.
  await setImmediate();
  collectGarbage();
  expect(deleted.filter((item) => item.deref() !== undefined)).toEqual([]);
});
