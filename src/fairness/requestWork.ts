import type { HeavyWork } from './heavyWork.ts';

/** The heavy work of one request: the first piece begins in its caller's turn, and later ones continue it. */
export class RequestWork {
  readonly #heavyWork: HeavyWork;
  readonly #callerKey: () => string;
  #hasBegun = false;

  constructor(heavyWork: HeavyWork, callerKey: () => string) {
    this.#heavyWork = heavyWork;
    this.#callerKey = callerKey;
  }

  /** Whether work of a few milliseconds need not wait for its turn. */
  hasTime(): boolean {
    return this.#heavyWork.hasTime();
  }

  /** Does a piece in its turn. @throws what the work throws */
  run<T>(work: () => T): Promise<T> {
    return this.#heavyWork.run({ callerKey: this.#callerKey, isContinuation: this.#hasBegun }, () => {
      this.#hasBegun = true;
      return work();
    });
  }

  /** Runs a piece as a continuation even if it is the request's first, because a finished result waits for it. */
  runContinuation<T>(work: () => T): Promise<T> {
    this.#hasBegun = true;
    return this.run(work);
  }
}
