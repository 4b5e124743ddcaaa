import { onTestFinished, vi } from 'vitest';
import { HeavyWork } from '../../src/fairness/heavyWork.ts';
import { LoopTime } from '../../src/fairness/loopTime.ts';

/** Lets all heavy work of the running test wait, until it is flushed or `proceed` is called. */
export function holdHeavyWork() {
  const asked = Promise.withResolvers<void>();
  const turn = Promise.withResolvers<void>();
  vi.spyOn(HeavyWork.prototype, 'run').mockImplementation(async (_piece, work) => {
    asked.resolve();
    await turn.promise;
    return work();
  });
  vi.spyOn(HeavyWork.prototype, 'flush').mockImplementation(async () => turn.resolve());
  onTestFinished(() => void vi.restoreAllMocks());
  return { asked: asked.promise, proceed: turn.resolve };
}

/** Lets the running test take place as if the event loop were always kept, and counts the pieces that begin. */
export function keepEventLoop(): { readonly begun: () => number } {
  vi.spyOn(LoopTime.prototype, 'isLeft').mockReturnValue(false);
  return countPieces();
}

/** Counts the pieces of heavy work that begin in the running test. */
export function countPieces(): { readonly begun: () => number } {
  const run = vi.spyOn(HeavyWork.prototype, 'run');
  onTestFinished(() => void vi.restoreAllMocks());
  return { begun: () => run.mock.calls.filter(([{ isContinuation }]) => !isContinuation).length };
}
