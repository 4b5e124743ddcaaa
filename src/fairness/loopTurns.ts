import { afterLoopTurns } from './afterLoopTurns.ts';
import type { LoopTime } from './loopTime.ts';
import { RoundRobinQueue } from './roundRobinQueue.ts';

/**
 * Lets short work begin at once until the event loop has been busy for `SLICE_MS`. Later work waits for one of the next
 * iterations, round-robin by caller, and no longer: in between, the loop reads, writes and accepts connections.
 * Otherwise, hundreds of requests that arrive at the same time would be served in a single iteration.
 */
export class LoopTurns<K> {
  readonly #time: LoopTime;
  readonly #waiting = new RoundRobinQueue<K, () => void>();
  #isScheduled = false;

  constructor(time: LoopTime) {
    this.#time = time;
  }

  /** Whether work can begin now, without waiting. */
  isFree(): boolean {
    return this.#waiting.isEmpty && this.#time.isLeft();
  }

  /** Resolves when it is the caller's turn. */
  wait(caller: K): Promise<void> {
    const turn = new Promise<void>((resolve) => this.#waiting.add(caller, resolve));
    if (!this.#isScheduled) setImmediate(this.#startSlice);
    this.#isScheduled = true;
    return turn;
  }

  readonly #startSlice = (): void => {
    this.#time.measure();
    this.#startNext();
  };

  #startNext(): void {
    const next = this.#waiting.take();
    this.#isScheduled = next !== undefined;
    if (next === undefined) return;
    next.item();
    // After everything that directly follows it.
    queueMicrotask(() =>
      process.nextTick(() => {
        if (this.#time.isLeft()) this.#startNext();
        else afterLoopTurns(this.#startSlice);
      }),
    );
  }
}
