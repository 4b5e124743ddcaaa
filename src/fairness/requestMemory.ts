import type { FairShare, Taken } from './fairShare.ts';

// Memory up to this size is not counted: ordinary requests read less.
const UNCOUNTED_BYTES = 128_000;
// Memory is taken in steps of at least this size.
const STEP_BYTES = 64_000;

/** The memory that Graph's responses and the result take in one request until it ends, out of a shared limit. */
export class RequestMemory {
  readonly #share: FairShare;
  readonly #callerKey: () => string;
  readonly #taken: Taken[] = [];
  #bytes = 0;
  #allowed = UNCOUNTED_BYTES;
  #hasEnded = false;

  constructor(share: FairShare, callerKey: () => string) {
    this.#share = share;
    this.#callerKey = callerKey;
  }

  /** Counts received bytes, or what is made of them; false if the limit is reached or the request has ended. */
  add(bytes: number): boolean {
    const missing = this.#bytes + bytes - this.#allowed;
    if (missing > 0 && !this.#take(missing)) return false;
    this.#bytes += bytes;
    return true;
  }

  #take(missing: number): boolean {
    if (this.#hasEnded) return false;
    const isFirst = this.#taken.length === 0;
    const step = Math.max(STEP_BYTES, missing) + (isFirst ? UNCOUNTED_BYTES : 0);
    const taken = this.#share.take(this.#callerKey, step);
    if (taken === undefined) return false;
    this.#taken.push(taken);
    this.#allowed += step;
    return true;
  }

  /** Gives all of it back. */
  end(): void {
    this.#hasEnded = true;
    for (const taken of this.#taken.splice(0)) this.#share.giveBack(taken);
  }
}
