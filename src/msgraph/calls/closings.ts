// 28,000 local ports that are taken for a minute each allow 470 closings a second to one address: enough for eight
// processes that share them.
const PER_SECOND = 50;

/** Allows so many connections of abandoned calls to be closed a second: each takes a local port for a minute. */
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
