/** Bounds the bytes of one kind that requests hold until their end. */
export class ByteCounter {
  readonly #max: number;
  #total = 0;

  constructor(maxBytes: number) {
    this.#max = maxBytes;
  }

  /** Counts the bytes, to be given back by `release`; false, without counting them, where there is no room. */
  take(bytes: number): boolean {
    // A single one may be larger than the maximum.
    if (this.#total > 0 && this.#total + bytes > this.#max) return false;
    this.#total += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#total -= bytes;
  }
}
