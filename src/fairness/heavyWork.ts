import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Turns } from './turns.ts';

// For so long nobody notices that the event loop is kept.
const SLICE_MS = 10;
// After a rest that is shorter, nobody has waited for long.
const LONG_MS = 50;

/**
 * Does work that holds the event loop for long, such as parsing megabytes, one piece after the other, and in turn one of
 * each caller. In between there is as much time for all else, such as new connections and small requests: pieces that
 * are ready at the same time would otherwise hold it for the sum of their times.
 */
export class HeavyWork {
  readonly #waiting = new Turns<() => void>();
  #isTaken = false;
  #isHurried = false;
  /** Of this turn of the event loop, since somebody asked for its time. */
  #turnStart: number | undefined;
  /** Since the last rest. */
  #workedMs = 0;

  /** Whether work of a few milliseconds need not wait for its turn: the event loop has not been kept for long. */
  hasTime(): boolean {
    const now = performance.now();
    if (this.#turnStart === undefined) {
      this.#turnStart = now;
      setImmediate(() => {
        this.#turnStart = undefined;
      });
    }
    return now - this.#turnStart < SLICE_MS;
  }

  /** Does a caller's work in its turn. `callerOf` is asked only where others wait. @throws what the work throws */
  async run<T>(callerOf: () => string, work: () => T): Promise<T> {
    if (this.#isTaken && !this.#isHurried)
      await new Promise<void>((resolve) => this.#waiting.add(callerOf(), resolve));
    this.#isTaken = true;
    const start = performance.now();
    try {
      return work();
    } finally {
      // Behind all that is done with the result at once, such as the execution that waits for a response.
      queueMicrotask(() => process.nextTick(() => this.#ended(performance.now() - start)));
    }
  }

  /**
   * Does all that waits without rests, and what comes later without a turn: there is no time left. One piece after the other,
   * since each may need the room of the one before.
   */
  async hurry(): Promise<void> {
    this.#isHurried = true;
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) {
      next();
      await nextTurn();
    }
  }

  #ended(ms: number): void {
    this.#workedMs += ms;
    if (this.#workedMs < SLICE_MS) this.#startNext();
    else {
      void rest(this.#workedMs).then(() => this.#startNext());
      this.#workedMs = 0;
    }
  }

  #startNext(): void {
    if (this.#isHurried) return;
    const next = this.#takeNext();
    this.#isTaken = next !== undefined;
    next?.();
  }

  #takeNext(): (() => void) | undefined {
    return this.#waiting.take(() => true)?.item;
  }
}

/** Leaves the event loop to all else for so long; after short work, until all else is done. */
async function rest(ms: number): Promise<void> {
  if (ms > LONG_MS) return sleep(ms);
  const end = performance.now() + ms;
  for (let isIdle = false; !isIdle && performance.now() < end; ) {
    const before = performance.eventLoopUtilization().idle;
    await sleep(1);
    isIdle = performance.eventLoopUtilization().idle > before;
  }
}
