const FIRST_CAPACITY = 16_384;

/**
 * Up to `max` bytes in one block of memory, at most twice as large as they are: kept as it arrives, a chunk of one byte
 * would take a kilobyte.
 */
export class GrowingBytes {
  readonly #max: number;
  #block: Buffer<ArrayBuffer> = Buffer.alloc(0);
  #size = 0;

  constructor(max: number, first?: Uint8Array) {
    this.#max = max;
    if (first !== undefined) this.append(first);
  }

  /** The bytes of memory that it takes. */
  get capacity(): number {
    return this.#block.length;
  }

  /** @throws {RangeError} beyond `max` */
  append(chunk: Uint8Array): void {
    const size = this.#size + chunk.byteLength;
    if (size > this.capacity) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.#max, Math.max(FIRST_CAPACITY, 2 * size)));
      larger.set(this.all());
      this.#block = larger;
    }
    this.#block.set(chunk, this.#size);
    this.#size = size;
  }

  /** What has been appended so far. */
  all(): Buffer<ArrayBuffer> {
    return this.#block.subarray(0, this.#size);
  }
}
