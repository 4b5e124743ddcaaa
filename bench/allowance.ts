/** Time that may be spent on measuring again, in milliseconds. */
export class Allowance {
  #leftMs: number;

  constructor(ms: number) {
    this.#leftMs = ms;
  }

  /** Takes so much of it if so much is left, and tells whether it was. */
  take(ms: number): boolean {
    if (ms > this.#leftMs) return false;
    this.#leftMs -= ms;
    return true;
  }
}
