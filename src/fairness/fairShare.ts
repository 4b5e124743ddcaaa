import { Counts } from './counts.ts';

/** A part of the limit, to be given back. */
export interface Taken {
  readonly amount: number;
  /** The caller whose share of the reserve it uses; `undefined` if it needed none of the reserve. */
  readonly reservedFor: string | undefined;
}

// Open to any caller; the rest is a reserve for callers that have little of it, however long others hold theirs.
const OPEN_SHARE = 0.75;
// The part of the reserve that one caller may use.
const CALLER_SHARE = 0.125;
// The part of the reserve that a caller with none of it may take at once, to leave room for others.
const SINGLE_SHARE = 0.5;

/** A limit that one caller cannot use up: a quarter is reserved for callers with little of it. */
export class FairShare {
  readonly #max: number;
  readonly #open: number;
  readonly #callerMax: number;
  readonly #singleMax: number;
  readonly #reservedOf = new Counts<string>();
  #total = 0;

  constructor(max: number) {
    this.#max = max;
    this.#open = Math.floor(OPEN_SHARE * max);
    this.#callerMax = Math.floor(CALLER_SHARE * (max - this.#open));
    this.#singleMax = Math.max(1, Math.floor(SINGLE_SHARE * (max - this.#open)));
  }

  /** How much is taken. */
  get total(): number {
    return this.#total;
  }

  get isFull(): boolean {
    return this.#total >= this.#max;
  }

  /** Whether any caller could take this amount, without the reserve. */
  isOpen(amount = 1): boolean {
    return this.#total + amount <= this.#open;
  }

  /** Whether a caller could take this amount. `callerKey` is called only if the reserve is needed. */
  admits(callerKey: () => string, amount = 1): boolean {
    if (this.isOpen(amount)) return true;
    return this.#hasRoom(amount) && this.#hasReserve(callerKey(), amount);
  }

  /** Takes so much for a caller; `undefined` where there is not enough for it. */
  take(callerKey: () => string, amount = 1): Taken | undefined {
    if (!this.admits(callerKey, amount)) return undefined;
    const reservedFor = this.isOpen(amount) ? undefined : callerKey();
    if (reservedFor !== undefined) this.#reservedOf.add(reservedFor, amount);
    this.#total += amount;
    return { amount, reservedFor };
  }

  giveBack({ amount, reservedFor }: Taken): void {
    this.#total -= amount;
    if (reservedFor !== undefined) this.#reservedOf.remove(reservedFor, amount);
  }

  /** Where nothing is taken, a single amount may be larger than the limit. */
  #hasRoom(amount: number): boolean {
    return this.#total === 0 || this.#total + amount <= this.#max;
  }

  /** A caller with none of the reserve may take up to half of it at once; while nothing at all is taken, any amount. */
  #hasReserve(caller: string, amount: number): boolean {
    if (this.#total === 0) return true;
    const own = this.#reservedOf.of(caller);
    return own === 0 ? amount <= this.#singleMax : own + amount <= this.#callerMax;
  }
}
