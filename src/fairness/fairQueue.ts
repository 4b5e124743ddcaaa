import { FairShare, type Taken } from './fairShare.ts';
import { Turns } from './turns.ts';

/** Starts what has waited, and is told what to call at its end. */
type Start = (ended: () => void) => void;

/**
 * Runs at most so many calls at a time. Those that wait start in turn, one of each caller, and one caller's in their order:
 * a caller with thousands of calls, or with slow ones, does not hold up another one's.
 */
export class FairQueue {
  readonly #share: FairShare;
  readonly #waiting = new Turns<string, Start>();
  #isStarting = false;

  constructor(max: number) {
    this.#share = new FairShare(max);
  }

  /**
   * Starts it now or in its turn. `callerOf` is asked only where that matters.
   *
   * @returns what takes it out of the queue, if it may wait there; false where it did not wait any more
   */
  add(callerOf: () => string, start: Start): (() => boolean) | undefined {
    const taken = this.#share.isOpen() ? this.#share.take(callerOf) : undefined;
    if (taken !== undefined) {
      this.#run(start, taken);
      return undefined;
    }
    const caller = callerOf();
    this.#waiting.add(caller, start);
    this.#startWaiting();
    return () => this.#waiting.delete(caller, start);
  }

  #startWaiting(): void {
    // What is started may end at once: one loop goes on then, however many wait.
    if (this.#isStarting) return;
    this.#isStarting = true;
    try {
      while (!this.#share.isFull) {
        const next = this.#waiting.take((caller) => this.#share.admits(() => caller));
        if (next === undefined) break;
        const taken = this.#share.take(() => next.caller);
        if (taken === undefined) break;
        this.#run(next.item, taken);
      }
    } finally {
      this.#isStarting = false;
    }
  }

  #run(start: Start, taken: Taken): void {
    const ended = () => {
      this.#share.giveBack(taken);
      this.#startWaiting();
    };
    try {
      start(ended);
    } catch (error) {
      // Nothing else would give its place back.
      ended();
      throw error;
    }
  }
}
