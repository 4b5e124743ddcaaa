import { Turns } from './turns.ts';

// So many results are made at the same time: each takes megabytes until it is serialized.
const MAX_BEGUN = 8;

type Start = () => void;

/** The pieces of work that wait: those that begin, by caller, and those that go on with what has begun. */
export class PieceQueue {
  readonly #beginning = new Turns<string, Start>();
  readonly #goingOn: Start[] = [];
  #hasJustBegun = false;

  get isEmpty(): boolean {
    return this.#beginning.isEmpty && this.#goingOn.length === 0;
  }

  add(start: Start, caller: string, goesOn: boolean): void {
    if (goesOn) this.#goingOn.push(start);
    else this.#beginning.add(caller, start);
  }

  /**
   * Takes the piece that comes next: one of each caller that may begin, in turn. However many begin, what goes on has every
   * second turn at least, the oldest first.
   */
  take(mayBegin?: (caller: string) => boolean): Start | undefined {
    const maxGoingOn = this.#hasJustBegun ? 0 : MAX_BEGUN - 1;
    const begins = this.#goingOn.length <= maxGoingOn ? this.#beginning.take(mayBegin) : undefined;
    this.#hasJustBegun = begins !== undefined;
    return begins?.item ?? this.#goingOn.shift();
  }
}
