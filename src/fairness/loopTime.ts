// Nobody notices that the event loop is blocked for this long.
export const SLICE_MS = 10;

/** How long the event loop has been busy: in this iteration of it, or since the start of a piece of heavy work. */
export class LoopTime {
  /** Start of this iteration, as far as it is measured. */
  #iterationStart: number | undefined;
  #pieceStart: number | undefined;

  /** Whether there is time for a few milliseconds more. */
  isLeft(sliceMs = SLICE_MS): boolean {
    const start = this.#pieceStart ?? this.measure();
    return performance.now() - start < sliceMs;
  }

  /** Starts to measure this iteration of the event loop, if it is not measured already. @returns since when it is */
  measure(): number {
    if (this.#iterationStart === undefined) {
      this.#iterationStart = performance.now();
      setImmediate(() => {
        this.#iterationStart = undefined;
      });
    }
    return this.#iterationStart;
  }

  /** To be called when a piece of heavy work starts, in its turn. */
  begin(): void {
    this.#pieceStart = performance.now();
  }

  /** To be called when the piece, and all that directly follows it, has ended. */
  end(): void {
    this.#pieceStart = undefined;
  }
}
