/** Something that keeps bytes in memory for one client. */
export interface ByteHolder {
  /** Gives up what it is doing for the client, and the bytes with it. */
  destroy(): void;
}

/**
 * Bounds the bytes of one kind that a process keeps for its clients, such as responses that they have not read. Beyond
 * the maximum, the holders that have waited longest are destroyed.
 */
export class ByteBudget {
  readonly #max: number;
  // In the order in which they began to wait.
  readonly #holders = new Map<ByteHolder, number>();
  #total = 0;

  constructor(maxBytes: number) {
    this.#max = maxBytes;
  }

  /** Records how many bytes a holder keeps now. */
  update(holder: ByteHolder, bytes: number): void {
    this.#total += bytes - (this.#holders.get(holder) ?? 0);
    if (bytes === 0) this.#holders.delete(holder);
    else this.#holders.set(holder, bytes);
    // A single one may be larger than the maximum.
    for (const [oldest, held] of this.#holders) {
      if (this.#total <= this.#max || this.#holders.size === 1) break;
      this.#holders.delete(oldest);
      this.#total -= held;
      oldest.destroy();
    }
  }
}
