const FIRST_CAPACITY = 16_384;
const NONE = new Uint8Array();

/**
 * Collects at most `max` bytes as they arrive. A single chunk, as most bodies have, is kept without a copy. Several are
 * in one block of at most twice their size, or 16 kB: kept apart, chunks of one byte would take a kilobyte each.
 */
export class GrowingBytes {
  readonly #max: number;
  #block: Uint8Array = NONE;
  #size = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#size;
  }

  /** The bytes of memory that it takes. */
  get capacity(): number {
    return this.#block.length;
  }

  /** @throws {RangeError} beyond `max` */
  append(chunk: Uint8Array): void {
    const size = this.#size + chunk.byteLength;
    if (this.#size === 0 && size <= this.#max) this.#block = chunk;
    else {
      if (size > this.capacity) {
        const larger = Buffer.allocUnsafeSlow(Math.min(this.#max, Math.max(FIRST_CAPACITY, 2 * size)));
        larger.set(this.all());
        this.#block = larger;
      }
      this.#block.set(chunk, this.#size);
    }
    this.#size = size;
  }

  /** What has been appended so far. */
  all(): Uint8Array {
    return this.#size === this.capacity ? this.#block : this.#block.subarray(0, this.#size);
  }

  drop(): void {
    this.#block = NONE;
    this.#size = 0;
  }
}
