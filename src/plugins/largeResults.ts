import { setImmediate } from 'node:timers/promises';

/**
 * Gives one large result after the other its turn to be serialized, once that before it is handed to its socket, where
 * what the client has not read is bounded. All that are complete at the same time would hold the event loop, and be in
 * memory, together.
 */
export class LargeResults {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves when it is the caller's turn, which ends by itself. */
  async turn(): Promise<void> {
    const before = this.#last;
    // A response is written in the turn of the event loop that follows the one in which it is made.
    this.#last = before.then(() => setImmediate()).then(() => setImmediate());
    await before;
  }
}
