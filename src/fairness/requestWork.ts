import type { HeavyWork } from './heavyWork.ts';

/** The heavy work of one request: it begins in its caller's turn, and what follows goes on with it. */
export class RequestWork {
  readonly #heavyWork: HeavyWork;
  readonly #callerOf: () => string;
  #hasBegun = false;

  constructor(heavyWork: HeavyWork, callerOf: () => string) {
    this.#heavyWork = heavyWork;
    this.#callerOf = callerOf;
  }

  /** Whether work of a few milliseconds need not wait for its turn. */
  hasTime(): boolean {
    return this.#heavyWork.hasTime();
  }

  /** Does a piece in its turn. @throws what the work throws */
  run<T>(work: () => T): Promise<T> {
    return this.#heavyWork.run({ callerOf: this.#callerOf, goesOn: this.#hasBegun }, () => {
      this.#hasBegun = true;
      return work();
    });
  }

  /** Does a piece that goes on even if it is the request's first: a result that is there already waits for it. */
  goOn<T>(work: () => T): Promise<T> {
    this.#hasBegun = true;
    return this.run(work);
  }
}
