/** Starts what has waited; false where it is no longer wanted. */
type Start = () => boolean;

/**
 * Runs at most so many calls at a time. Those that wait start in turn, one of each caller, and one caller's in their order:
 * a caller with thousands of calls does not hold up another one's.
 */
export class FairQueue {
  readonly #max: number;
  /** By caller, the one whose turn it is first. */
  readonly #waiting = new Map<string, Set<Start>>();
  #running = 0;
  #isStarting = false;

  constructor(max: number) {
    this.#max = max;
  }

  /** Starts it now or in its turn. `callerOf` is asked only if it has to wait. */
  add(callerOf: () => string, start: Start): void {
    if (this.#running < this.#max) this.#run(start);
    else this.#wait(callerOf(), start);
  }

  /** One that was started has ended. */
  ended(): void {
    this.#running -= 1;
    // What is started may end at once: one loop goes on then, however many wait.
    if (this.#isStarting) return;
    this.#isStarting = true;
    while (this.#running < this.#max && this.#waiting.size > 0) this.#startNext();
    this.#isStarting = false;
  }

  #startNext(): void {
    for (const [caller, starts] of this.#waiting) {
      const [start] = starts;
      // Behind all others, if it has more.
      this.#waiting.delete(caller);
      if (start === undefined) return;
      starts.delete(start);
      if (starts.size > 0) this.#waiting.set(caller, starts);
      this.#run(start);
      return;
    }
  }

  #wait(caller: string, start: Start): void {
    this.#waiting.set(caller, (this.#waiting.get(caller) ?? new Set()).add(start));
  }

  #run(start: Start): void {
    this.#running += 1;
    if (!start()) this.#running -= 1;
  }
}
