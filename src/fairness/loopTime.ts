// For so long nobody notices that the event loop is kept.
export const SLICE_MS = 10;

/** How long the event loop has been kept: in this turn of it, or by one piece of work and what follows on it at once. */
export class LoopTime {
  /** Of this turn, since somebody asked for its time. */
  #turnStart: number | undefined;
  #pieceStart: number | undefined;

  /** Whether there is time for a few milliseconds more. */
  isLeft(): boolean {
    const now = performance.now();
    if (this.#pieceStart !== undefined) return now - this.#pieceStart < SLICE_MS;
    if (this.#turnStart === undefined) {
      this.#turnStart = now;
      setImmediate(() => {
        this.#turnStart = undefined;
      });
    }
    return now - this.#turnStart < SLICE_MS;
  }

  /** A piece of work begins, which has waited for its turn. */
  begin(): void {
    this.#pieceStart = performance.now();
  }

  /** The piece has ended, and what has followed on it. */
  end(): void {
    this.#pieceStart = undefined;
  }
}
