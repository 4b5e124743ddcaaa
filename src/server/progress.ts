interface Mark {
  readonly at: number;
  readonly bytes: number;
}

/** How bytes come from a client, or arrive at it. */
export class Progress {
  readonly beganAt = performance.now();
  readonly #windowMs: number;
  #bytes = 0;
  #lastAt: number | undefined;
  /** Two moments of the recent past, half of the window apart at least: the speed is measured from the earlier one. */
  #earlier: Mark = { at: this.beganAt, bytes: 0 };
  #later = this.#earlier;

  /** @param windowMs - how long progress counts, since it can be seen in steps only */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(bytes: number): void {
    const now = performance.now();
    if (now - this.#later.at >= this.#windowMs / 2) {
      this.#earlier = this.#later;
      this.#later = { at: now, bytes: this.#bytes };
    }
    if (bytes <= 0) return;
    this.#lastAt = now;
    this.#bytes += bytes;
  }

  /** When there was some, or else when it began. */
  get lastAt(): number {
    return this.#lastAt ?? this.beganAt;
  }

  /** Whether there was none within the window. */
  isStalledAt(now: number): boolean {
    return this.#lastAt === undefined || now - this.#lastAt >= this.#windowMs;
  }

  /**
   * Bytes in a millisecond, of late: a client that sends much at once, and then a byte now and then, is a slow one. What has
   * only just begun is fast.
   */
  speedAt(now: number): number {
    if (now - this.beganAt < this.#windowMs) return Number.MAX_VALUE;
    return (this.#bytes - this.#earlier.bytes) / (now - this.#earlier.at);
  }
}
