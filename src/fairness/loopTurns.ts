import { afterIterations } from './afterIterations.ts';
import { pause } from './idleTime.ts';
import { type LoopTime, SLICE_MS } from './loopTime.ts';
import { RoundRobinQueue } from './roundRobinQueue.ts';

interface Slice {
  /** How long work goes on in one iteration of the event loop. */
  readonly ms: number;
  /** How long other work then has the event loop, unless it is idle; by default, for some iterations. */
  readonly pauseMs?: number;
}

/**
 * Lets short work begin at once until the event loop has been busy for `SLICE_MS`. Later work waits for a slice of one of
 * the next iterations, round-robin by caller: in between, the loop reads, writes and accepts connections.
 * Otherwise, hundreds of requests that arrive at the same time would be served in a single iteration.
 */
export class LoopTurns<K> {
  readonly #time: LoopTime;
  readonly #waiting = new RoundRobinQueue<K, () => void>();
  readonly #slice: Slice;
  #isScheduled = false;

  constructor(time: LoopTime, slice: Slice = { ms: SLICE_MS }) {
    this.#time = time;
    this.#slice = slice;
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
        const { ms, pauseMs } = this.#slice;
        if (this.#time.isLeft(ms)) this.#startNext();
        else if (pauseMs === undefined) afterIterations(this.#startSlice);
        else void pause(pauseMs).then(this.#startSlice);
      }),
    );
  }
}
