import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Turns } from './turns.ts';

/**
 * Does work that holds the event loop for long, such as parsing megabytes, one piece after the other, and in turn one of
 * each caller. Between two pieces there is as much time for all else, such as new connections and small requests: pieces
 * that are ready at the same time would otherwise hold it for the sum of their times.
 */
export class HeavyWork {
  readonly #waiting = new Turns<() => void>();
  #isTaken = false;
  #isHurried = false;

  /** Does a caller's work in its turn. `callerOf` is asked only where others wait. @throws what the work throws */
  async run<T>(callerOf: () => string, work: () => T): Promise<T> {
    if (this.#isTaken && !this.#isHurried)
      await new Promise<void>((resolve) => this.#waiting.add(callerOf(), resolve));
    this.#isTaken = true;
    const start = performance.now();
    try {
      return work();
    } finally {
      // Behind what is done with the result at once, such as the execution that waits for a response.
      process.nextTick(() => void sleep(performance.now() - start).then(() => this.#startNext()));
    }
  }

  /**
   * Does all that waits without pauses, and what comes later without a turn: there is no time left. One piece after the other,
   * since each may need the room of the one before.
   */
  async hurry(): Promise<void> {
    this.#isHurried = true;
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) {
      next();
      await setImmediate();
    }
  }

  #startNext(): void {
    if (this.#isHurried) return;
    const next = this.#takeNext();
    this.#isTaken = next !== undefined;
    next?.();
  }

  #takeNext(): (() => void) | undefined {
    return this.#waiting.take(() => true)?.item;
  }
}
