import { setImmediate as nextIteration } from 'node:timers/promises';
import { oneMs, pause } from './idleTime.ts';
import { LoopTime, SLICE_MS } from './loopTime.ts';
import { PieceQueue } from './pieceQueue.ts';
import { Rests } from './rests.ts';

export interface Piece {
  /** The key of its caller. */
  readonly callerKey: () => string;
  /** Whether it continues work that has had a turn before: serializing a result, for example. */
  readonly isContinuation: boolean;
}

/**
 * Runs work that blocks the event loop for long, such as parsing megabytes: one piece at a time, round-robin by caller.
 * After `SLICE_MS` of work, all callers pause for as long as was worked, so that new connections and small requests are
 * served. The caller of a piece then rests for as long again: it begins no other piece unless the event loop is idle.
 * Otherwise, pieces that are ready at the same time would block the event loop for the sum of their times.
 */
export class HeavyWork {
  readonly #time: LoopTime;
  readonly #waiting = new PieceQueue();
  readonly #rests = new Rests();
  /** Whether a piece is being done, or all pause behind one. */
  #isTaken = false;
  #isFlushed = false;
  #isWatching = false;
  /** Since the last pause. */
  #workedMs = 0;

  constructor(time = new LoopTime()) {
    this.#time = time;
  }

  /**
   * Whether work of a few milliseconds need not wait for its turn: less than `SLICE_MS` have passed in this iteration
   * of the event loop, or since the start of the piece that the work directly follows.
   */
  hasTime(): boolean {
    return this.#time.isLeft();
  }

  /** Does a piece in its turn. @throws what the work throws */
  async run<T>({ callerKey, isContinuation }: Piece, work: () => T): Promise<T> {
    const caller = callerKey();
    const mustWait = this.#isTaken || (!isContinuation && this.#rests.isResting(caller));
    if (mustWait && !this.#isFlushed) {
      await new Promise<void>((start) => {
        this.#waiting.add(start, caller, isContinuation);
        if (!this.#isTaken) this.#watch();
      });
    }
    this.#isTaken = true;
    const start = performance.now();
    this.#time.begin();
    try {
      return work();
    } finally {
      // After all that directly follows and so counts as part of it, such as the execution that awaits a response.
      queueMicrotask(() => process.nextTick(() => this.#ended(caller, performance.now() - start)));
    }
  }

  /**
   * For shutdown: runs all waiting pieces without pauses, and later pieces at once. The waiting ones run in separate
   * iterations of the event loop, since each may need the memory that the previous one releases.
   */
  async flush(): Promise<void> {
    this.#isFlushed = true;
    for (let next = this.#waiting.take(); next !== undefined; next = this.#waiting.take()) {
      next();
      await nextIteration();
    }
  }

  #ended(caller: string, ms: number): void {
    this.#time.end();
    this.#rests.add(caller, ms);
    this.#workedMs += ms;
    if (this.#workedMs < SLICE_MS) {
      this.#free();
      return;
    }
    // A single iteration of the event loop would be too short: it accepts one connection in each.
    void pause(this.#workedMs).then(() => this.#free());
    this.#workedMs = 0;
  }

  #free(): void {
    this.#isTaken = false;
    this.#startNext((caller) => !this.#rests.isResting(caller));
  }

  #startNext(mayBegin: (caller: string) => boolean): void {
    if (this.#isTaken || this.#isFlushed || this.#waiting.isEmpty) return;
    const next = this.#waiting.take(mayBegin);
    this.#isTaken = next !== undefined;
    if (next !== undefined) next();
    else this.#watch();
  }

  /** Starts the next piece once its caller has rested, or the event loop is idle. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    void oneMs().then((isIdle) => {
      this.#isWatching = false;
      this.#startNext((caller) => isIdle || !this.#rests.isResting(caller));
    });
  }
}
