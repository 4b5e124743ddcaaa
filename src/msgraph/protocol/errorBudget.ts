/** The maximum number of errors in a response. */
export const MAX_ERRORS = 100;

/** Bounds the errors that the fields of one operation create: thousands of them would cost more than their data. */
export class ErrorBudget {
  #left: number;
  #dropped = 0;

  constructor(max = MAX_ERRORS) {
    this.#left = max;
  }

  /** The number of errors that were not created. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Whether one more error may be made; counts it as dropped otherwise. */
  take(): boolean {
    if (this.#left > 0) {
      this.#left -= 1;
      return true;
    }
    this.#dropped += 1;
    return false;
  }
}
