// 28,000 local ports, each in TIME_WAIT for a minute, allow 470 closings a second to one address: enough for eight
// processes that share them.
const PER_SECOND = 50;

/** Rate limit on closing the connections of abandoned calls: each closed one occupies a local port for a minute. */
export class Closings {
  #left = PER_SECOND;
  #second = 0;

  /** Whether one more may be closed now; counts it. */
  allow(): boolean {
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#left = PER_SECOND;
    }
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}
