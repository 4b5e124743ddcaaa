import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does work that holds the event loop for long, such as parsing megabytes, one piece after the other. Between two pieces
 * there is as much time for all else, such as new connections and small requests: pieces that are ready at the same time
 * would otherwise hold it for the sum of their times.
 */
export class HeavyWork {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work in its turn. @throws what the work throws */
  async run<T>(work: () => T): Promise<T> {
    const before = this.#last;
    const turn = Promise.withResolvers<void>();
    this.#last = turn.promise;
    await before;
    const start = performance.now();
    try {
      return work();
    } finally {
      void sleep(performance.now() - start).then(turn.resolve);
    }
  }
}
