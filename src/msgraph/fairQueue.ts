import { Counts } from './counts.ts';
import { Turns } from './turns.ts';

/** Starts what has waited, and is told what to call at its end; false where it is no longer wanted. */
type Start = (ended: () => void) => boolean;

// The rest is kept for callers that have little in it, however slow the calls of others are.
const OPEN_SHARE = 0.75;
// Of the rest, for each caller.
const CALLER_SHARE = 0.125;

/**
 * Runs at most so many calls at a time. Those that wait start in turn, one of each caller, and one caller's in their order:
 * a caller with thousands of calls, or with slow ones, does not hold up another one's.
 */
export class FairQueue {
  readonly #max: number;
  readonly #open: number;
  readonly #callerMax: number;
  readonly #waiting = new Turns<Start>();
  readonly #reservedOf = new Counts<string>();
  #running = 0;
  #isStarting = false;

  constructor(max: number) {
    this.#max = max;
    this.#open = Math.floor(OPEN_SHARE * max);
    this.#callerMax = Math.max(1, Math.floor(CALLER_SHARE * (max - this.#open)));
  }

  /** Starts it now or in its turn. `callerOf` is asked only where that matters. */
  add(callerOf: () => string, start: Start): void {
    if (this.#running < this.#open) {
      this.#run(start);
      return;
    }
    this.#waiting.add(callerOf(), start);
    this.#startWaiting();
  }

  #startWaiting(): void {
    // What is started may end at once: one loop goes on then, however many wait.
    if (this.#isStarting) return;
    this.#isStarting = true;
    try {
      while (this.#running < this.#max) {
        const isReserved = this.#running >= this.#open;
        const next = this.#waiting.take(
          (caller) => !isReserved || this.#reservedOf.of(caller) < this.#callerMax,
        );
        if (next === undefined) break;
        this.#run(next.item, isReserved ? next.caller : undefined);
      }
    } finally {
      this.#isStarting = false;
    }
  }

  #run(start: Start, reservedFor?: string): void {
    this.#running += 1;
    if (reservedFor !== undefined) this.#reservedOf.add(reservedFor);
    const ended = () => {
      this.#running -= 1;
      if (reservedFor !== undefined) this.#reservedOf.remove(reservedFor);
      this.#startWaiting();
    };
    let isRunning = false;
    try {
      isRunning = start(ended);
    } finally {
      // Also where it throws: nothing else would give its place back.
      if (!isRunning) ended();
    }
  }
}
