import { Counts } from './counts.ts';

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
  /** By caller, the one whose turn it is first. */
  readonly #waiting = new Map<string, Set<Start>>();
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
    const caller = callerOf();
    this.#waiting.set(caller, (this.#waiting.get(caller) ?? new Set()).add(start));
    this.#startWaiting();
  }

  #startWaiting(): void {
    // What is started may end at once: one loop goes on then, however many wait.
    if (this.#isStarting) return;
    this.#isStarting = true;
    // A caller that is put back comes last, and is met again.
    for (const [caller, starts] of this.#waiting) {
      if (this.#running >= this.#max) break;
      const isReserved = this.#running >= this.#open;
      if (isReserved && this.#reservedOf.of(caller) >= this.#callerMax) continue;
      const [start] = starts;
      this.#waiting.delete(caller);
      if (start === undefined) continue;
      starts.delete(start);
      if (starts.size > 0) this.#waiting.set(caller, starts);
      this.#run(start, isReserved ? caller : undefined);
    }
    this.#isStarting = false;
  }

  #run(start: Start, reservedFor?: string): void {
    this.#running += 1;
    if (reservedFor !== undefined) this.#reservedOf.add(reservedFor);
    const ended = () => {
      this.#running -= 1;
      if (reservedFor !== undefined) this.#reservedOf.remove(reservedFor);
      this.#startWaiting();
    };
    if (!start(ended)) ended();
  }
}
