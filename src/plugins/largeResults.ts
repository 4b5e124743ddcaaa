import { setImmediate } from 'node:timers/promises';
import type { OperationResult } from '../operations/errors.ts';

/**
 * Gives one large result after the other its turn to be serialized, once that before it is handed to its socket, where
 * what the client has not read is bounded. All that are complete at the same time would hold the event loop, and be in
 * memory, together.
 */
export class LargeResults {
  #last: Promise<unknown> = Promise.resolve();

  /** Serializes a result, a large one in its turn, and releases what it holds. */
  async serialize<T>(result: OperationResult, serialize: (result: OperationResult) => T): Promise<T> {
    if (result.release === undefined) return serialize(result);
    try {
      await this.#turn();
      return serialize(result);
    } finally {
      result.release();
    }
  }

  /** Resolves when it is the caller's turn, which ends by itself. */
  async #turn(): Promise<void> {
    const before = this.#last;
    // A response is written in the turn of the event loop that follows the one in which it is made.
    this.#last = before.then(() => setImmediate()).then(() => setImmediate());
    await before;
  }
}
