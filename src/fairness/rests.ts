// The longest rest, however much work a caller did while the event loop was otherwise idle.
const MAX_REST_MS = 1_000;

/** Until when callers rest behind their work. */
export class Rests {
  readonly #ends = new Map<string, number>();

  isResting(caller: string): boolean {
    return (this.#ends.get(caller) ?? 0) > performance.now();
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
