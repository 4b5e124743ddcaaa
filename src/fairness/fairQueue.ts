import { FairShare, type Taken } from './fairShare.ts';
import { RoundRobinQueue } from './roundRobinQueue.ts';

/** Starts a queued call, which calls `ended` at its end. */
type Start = (ended: () => void) => void;

/**
 * Runs at most `max` calls at a time. Waiting calls start round-robin by caller, and in order for each caller: a caller
 * with thousands of calls, or with slow ones, does not hold up others.
 */
export class FairQueue {
  readonly #share: FairShare;
  readonly #waiting = new RoundRobinQueue<string, Start>();
  #isStarting = false;

  constructor(max: number) {
    this.#share = new FairShare(max);
  }

  /**
   * Starts a call now or in its turn. `callerKey` is called only if it may have to wait.
   *
   * @returns a function that removes it from the queue, false if it no longer waits; `undefined` if it was not queued
   */
  add(callerKey: () => string, start: Start): (() => boolean) | undefined {
    const taken = this.#share.isOpen() ? this.#share.take(callerKey) : undefined;
    if (taken !== undefined) {
      this.#run(start, taken);
      return undefined;
    }
    const caller = callerKey();
    this.#waiting.add(caller, start);
    this.#startWaiting();
    return () => this.#waiting.delete(caller, start);
  }

  #startWaiting(): void {
    // A call that ends synchronously gets here again: the loop that is running goes on, without recursion.
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
