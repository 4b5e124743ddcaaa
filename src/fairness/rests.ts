import { SLICE_MS } from './loopTime.ts';

// The longest rest, however much work a caller did while the event loop was otherwise idle.
const MAX_REST_MS = 1_000;
// A caller that has to rest for less goes on: its short pieces, such as documents of a millisecond, share a slice.
const SHORT_REST_MS = SLICE_MS;

/** Until when callers rest behind their work. */
export class Rests {
  readonly #ends = new Map<string, number>();

  /** Whether a caller rests; not for what is less than a slice of the event loop. */
  isResting(caller: string): boolean {
    return (this.#ends.get(caller) ?? 0) - performance.now() > SHORT_REST_MS;
  }

  /**
   * Adds the rest after a piece of work: as long as the work for the pause of all callers, and as long again for this
   * one. What was left of an earlier rest when the piece began is added to it.
   */
  add(caller: string, workedMs: number): void {
    const now = performance.now();
    // A rest of this caller that was in force when the piece began is kept, to be extended.
    for (const [resting, end] of this.#ends) if (end <= now - workedMs) this.#ends.delete(resting);
    const end = Math.max(now, (this.#ends.get(caller) ?? 0) + workedMs) + 2 * workedMs;
    this.#ends.set(caller, Math.min(end, now + MAX_REST_MS));
  }
}
