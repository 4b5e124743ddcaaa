// For so long nobody notices that the event loop is kept.
export const SLICE_MS = 10;

/** How long the event loop has been kept: in this turn of it, or by one piece of work and what follows on it at once. */
export class LoopTime {
  /** Of this turn, as far as it is measured. */
  #turnStart: number | undefined;
  #pieceStart: number | undefined;

  /** Whether there is time for a few milliseconds more. */
  isLeft(): boolean {
    const start = this.#pieceStart ?? this.measure();
    return performance.now() - start < SLICE_MS;
  }

  /** Measures this turn of the event loop from now on, if it is not measured already. @returns since when it is */
  measure(): number {
    if (this.#turnStart === undefined) {
      this.#turnStart = performance.now();
      setImmediate(() => {
        this.#turnStart = undefined;
      });
    }
    return this.#turnStart;
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
