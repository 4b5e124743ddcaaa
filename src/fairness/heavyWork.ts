import { setTimeout as sleep } from 'node:timers/promises';
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
      void sleep(performance.now() - start).then(() => this.#startNext());
    }
  }

  /** Does all that waits at once, and what comes later without a turn: there is no time left. */
  hurry(): void {
    this.#isHurried = true;
    this.#startNext();
  }

  #startNext(): void {
    do {
      const next = this.#waiting.take(() => true);
      this.#isTaken = next !== undefined;
      next?.item();
    } while (this.#isHurried && this.#isTaken);
  }
}
