import { RoundRobinQueue } from './roundRobinQueue.ts';

// Maximum number of results in progress: each takes megabytes until it is serialized.
const MAX_BEGUN = 8;

type Start = () => void;

/** The waiting pieces of work: new ones, by caller, and those that continue work in progress. */
export class PieceQueue {
  readonly #beginning = new RoundRobinQueue<string, Start>();
  readonly #goingOn: Start[] = [];
  #hasJustBegun = false;

  get isEmpty(): boolean {
    return this.#beginning.isEmpty && this.#goingOn.length === 0;
  }

  add(start: Start, caller: string, isContinuation: boolean): void {
    if (isContinuation) this.#goingOn.push(start);
    else this.#beginning.add(caller, start);
  }

  /**
   * Takes the next piece: a new one round-robin from the callers that may begin, or one that continues work in
   * progress. The latter get at least every second turn, oldest first.
   */
  take(mayBegin?: (caller: string) => boolean): Start | undefined {
    const maxGoingOn = this.#hasJustBegun ? 0 : MAX_BEGUN - 1;
    const begins = this.#goingOn.length <= maxGoingOn ? this.#beginning.take(mayBegin) : undefined;
    this.#hasJustBegun = begins !== undefined;
    return begins?.item ?? this.#goingOn.shift();
  }
}
