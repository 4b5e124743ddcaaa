interface Mark {
  readonly at: number;
  readonly bytes: number;
}

/** Tracks how fast a client sends or receives bytes. */
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

  /** Time of the last progress, or of the beginning if there was none. */
  get lastAt(): number {
    return this.#lastAt ?? this.beganAt;
  }

  /** Whether there was no progress within the window. */
  isStalledAt(now: number): boolean {
    return this.#lastAt === undefined || now - this.#lastAt >= this.#windowMs;
  }

  /**
   * Recent speed in bytes per millisecond: a client that sends much at first, and then a byte now and then, is slow.
   * Before the first window has passed, the speed counts as unlimited.
   */
  speedAt(now: number): number {
    if (now - this.beganAt < this.#windowMs) return Number.MAX_VALUE;
    return (this.#bytes - this.#earlier.bytes) / (now - this.#earlier.at);
  }
}
