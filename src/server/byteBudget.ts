/** Something that keeps bytes in memory for one client. */
export interface ByteHolder {
  /** Whether bytes have arrived at the client, or come from it, since this was last asked. */
  hasProgressed(): boolean;
  /** Gives up what it is doing for the client, and the bytes with it. */
  destroy(): void;
}

/**
 * Bounds the bytes of one kind that a process keeps for its clients, such as responses that they have not read. Beyond
 * the maximum, the holders that have waited longest without any progress are destroyed.
 */
export class ByteBudget {
  readonly #max: number;
  // In the order in which they began to wait, or were last found to make progress.
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
    let unasked = this.#holders.size;
    for (const [oldest, held] of this.#holders) {
      // A single one may be larger than the maximum.
      if (this.#total <= this.#max || this.#holders.size === 1) break;
      this.#holders.delete(oldest);
      unasked -= 1;
      // Once around: if all of them make progress, the oldest have to go nevertheless.
      if (unasked >= 0 && oldest.hasProgressed()) this.#holders.set(oldest, held);
      else {
        this.#total -= held;
        oldest.destroy();
      }
    }
  }
}
