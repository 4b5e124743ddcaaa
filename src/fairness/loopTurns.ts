import { afterLoopTurns } from './afterLoopTurns.ts';
import type { LoopTime } from './loopTime.ts';
import { Turns } from './turns.ts';

/**
 * Lets what is short begin at once, until the event loop has been kept for some milliseconds. What comes then waits for a
 * later turn of the loop, one of each caller in turn, and no longer than that: in between, the loop reads, writes and accepts.
 * Hundreds of requests that arrive at the same time would otherwise be served in one piece.
 */
export class LoopTurns<K> {
  readonly #time: LoopTime;
  readonly #waiting = new Turns<K, () => void>();
  #isScheduled = false;

  constructor(time: LoopTime) {
    this.#time = time;
  }

  /** Whether what begins now need not wait. */
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
    // Behind all that it does at once.
    queueMicrotask(() =>
      process.nextTick(() => {
        if (this.#time.isLeft()) this.#startNext();
        else afterLoopTurns(this.#startSlice);
      }),
    );
  }
}
