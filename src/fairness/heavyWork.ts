import { setImmediate as nextTurn } from 'node:timers/promises';
import { oneMs, pause } from './idleTime.ts';
import { LoopTime, SLICE_MS } from './loopTime.ts';
import { PieceQueue } from './pieceQueue.ts';
import { Rests } from './rests.ts';

/** A piece of work. */
export interface Piece {
  /** The key of its caller. */
  readonly callerOf: () => string;
  /** Whether it goes on with what has had a turn before, such as to serialize a result. */
  readonly goesOn: boolean;
}

/**
 * Does work that holds the event loop for long, such as parsing megabytes, piece by piece, and begins one of each caller in
 * turn. Now and then all callers pause, for as long as was worked since the last time: for new connections and small requests.
 * A caller whose work it was rests as long again: so long it begins nothing, unless nothing else is to be done. Pieces that
 * are ready at the same time would otherwise hold the event loop for the sum of their times.
 */
export class HeavyWork {
  readonly #time: LoopTime;
  readonly #waiting = new PieceQueue();
  readonly #rests = new Rests();
  /** Whether a piece is being done, or all pause behind one. */
  #isTaken = false;
  #isHurried = false;
  #isWatching = false;
  /** Since the last pause. */
  #workedMs = 0;

  constructor(time = new LoopTime()) {
    this.#time = time;
  }

  /**
   * Whether work of a few milliseconds need not wait for its turn: the event loop has not been kept for long, or the work
   * follows at once on what has just had its turn.
   */
  hasTime(): boolean {
    return this.#time.isLeft();
  }

  /** Does a piece in its turn. @throws what the work throws */
  async run<T>({ callerOf, goesOn }: Piece, work: () => T): Promise<T> {
    const caller = callerOf();
    const mustWait = this.#isTaken || (!goesOn && this.#rests.isResting(caller));
    if (mustWait && !this.#isHurried) {
      await new Promise<void>((start) => {
        this.#waiting.add(start, caller, goesOn);
        if (!this.#isTaken) this.#watch();
      });
    }
    this.#isTaken = true;
    const start = performance.now();
    this.#time.begin();
    try {
      return work();
    } finally {
      // Behind all that is done with the result at once, such as the execution that waits for a response.
      queueMicrotask(() => process.nextTick(() => this.#ended(caller, performance.now() - start)));
    }
  }

  /**
   * Does all that waits without rests, and what comes later without a turn: there is no time left. One piece after the other,
   * since each may need the room of the one before.
   */
  async hurry(): Promise<void> {
    this.#isHurried = true;
    for (let next = this.#waiting.take(); next !== undefined; next = this.#waiting.take()) {
      next();
      await nextTurn();
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
    // Not one turn of the event loop: it accepts a single connection in each.
    void pause(this.#workedMs).then(() => this.#free());
    this.#workedMs = 0;
  }

  #free(): void {
    this.#isTaken = false;
    this.#startNext((caller) => !this.#rests.isResting(caller));
  }

  #startNext(mayBegin: (caller: string) => boolean): void {
    if (this.#isTaken || this.#isHurried || this.#waiting.isEmpty) return;
    const next = this.#waiting.take(mayBegin);
    this.#isTaken = next !== undefined;
    if (next !== undefined) next();
    else this.#watch();
  }

  /** Starts the next piece once a caller has rested, or there is nothing else to do. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    void oneMs().then((isIdle) => {
      this.#isWatching = false;
      this.#startNext((caller) => isIdle || !this.#rests.isResting(caller));
    });
  }
}
