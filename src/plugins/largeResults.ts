import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationResult } from '../operations/errors.ts';

/**
 * Gives one large result after the other its turn to be serialized, once that before it is handed to its socket, where
 * what the client has not read is bounded. All that are complete at the same time would hold the event loop, and be in
 * memory, together. Between two turns there is as much time for others, such as new connections.
 */
export class LargeResults {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Serializes a result, a large one in its turn, and releases what it holds; `undefined` where its client has disconnected
   * meanwhile.
   */
  async serialize<T>(
    result: OperationResult,
    signal: AbortSignal,
    serialize: (result: OperationResult) => T,
  ): Promise<T | undefined> {
    const { release } = result;
    if (release === undefined) return serialize(result);
    const before = this.#last;
    const turn = Promise.withResolvers<void>();
    this.#last = turn.promise;
    await before;
    const start = performance.now();
    try {
      return signal.aborted ? undefined : serialize(result);
    } finally {
      release();
      // A response is written in the turn of the event loop that follows the one in which it is made.
      void sleep(performance.now() - start).then(turn.resolve);
    }
  }
}
