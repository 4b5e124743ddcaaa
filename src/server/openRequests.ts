/** Counts the requests that have no response yet, their bodies perhaps still arriving, so that a close waits for them. */
export class OpenRequests {
  #count = 0;
  readonly #waiting: (() => void)[] = [];

  async serve<T>(respond: () => T): Promise<Awaited<T>> {
    this.#count += 1;
    try {
      return await respond();
    } finally {
      this.#count -= 1;
      if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }

  /** Resolves once each of them has its response. */
  async idle(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
