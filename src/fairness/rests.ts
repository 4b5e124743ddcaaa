// Nobody rests for longer, however much it has done while nothing else was to be done.
const MAX_REST_MS = 1_000;

/** Until when callers rest behind their work. */
export class Rests {
  readonly #ends = new Map<string, number>();

  isResting(caller: string): boolean {
    return (this.#ends.get(caller) ?? 0) > performance.now();
  }

  /**
   * Adds the rest behind a piece of work: as long as the pause of all callers, and as long again for its own. A rest that
   * had not ended when the piece began goes on behind it.
   */
  add(caller: string, workedMs: number): void {
    const now = performance.now();
    // Of its own caller, what had not ended when the piece began is needed yet.
    for (const [resting, end] of this.#ends) if (end <= now - workedMs) this.#ends.delete(resting);
    const end = Math.max(now, (this.#ends.get(caller) ?? 0) + workedMs) + 2 * workedMs;
    this.#ends.set(caller, Math.min(end, now + MAX_REST_MS));
  }
}
