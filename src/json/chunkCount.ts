// A chunk costs about three microseconds of CPU, however small it is.
const MAX_CHUNKS = 4_096;

/** Counts the chunks of a body, to reject one with so many small chunks that they cost more than its content. */
export class ChunkCount {
  readonly #minMeanBytes: number;
  #chunks = 0;
  #bytes = 0;

  constructor(minMeanBytes: number) {
    this.#minMeanBytes = minMeanBytes;
  }

  /** How much has arrived. */
  get bytes(): number {
    return this.#bytes;
  }

  add({ byteLength }: Uint8Array): void {
    this.#chunks += 1;
    this.#bytes += byteLength;
  }

  get areTooSmall(): boolean {
    return this.#chunks > MAX_CHUNKS && this.#bytes < this.#minMeanBytes * this.#chunks;
  }
}
