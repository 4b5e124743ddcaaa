import type { GraphQLError } from 'graphql';
import type { Session } from '../msgraph/calls/session.ts';
import { limitExceeded, overloaded } from './errors.ts';
import type { ValueSize } from './valueSize.ts';

/** The maximum number of values in a result: serializing small ones takes ten times as long as texts of that size. */
export const MAX_VALUES = 100_000;
// This many take less than a millisecond.
const FEW_VALUES = 1_500;
// This many take a few milliseconds.
const MANY_VALUES = 5_000;

/** Bounds the values in the lists of one result, whose lengths are known only once Graph has sent them. */
export class ValueBudget {
  readonly #graph: Pick<Session, 'isAwaited' | 'memory' | 'work'>;
  #valuesLeft = MAX_VALUES;
  /** Values admitted since the last turn. */
  #valuesOfTurn = 0;
  /** Values and bytes admitted since time and memory were last checked. */
  #valuesUnasked = 0;
  #bytesUnasked = 0;
  #lastTurn: Promise<void> = Promise.resolve();
  #problem: GraphQLError | undefined;

  constructor(graph: Pick<Session, 'isAwaited' | 'memory' | 'work'>) {
    this.#graph = graph;
  }

  /** Why the result is rejected, if it is; then no further list is read. */
  get problem(): GraphQLError | undefined {
    return this.#problem;
  }

  /**
   * Counts the values of a list and their memory. Returns the list, or an empty one if that exceeds a budget. If the
   * values are many, or the event loop has been busy for long, the items are executed in turns of some thousand values.
   */
  admit<T>(list: readonly T[], item: ValueSize): readonly T[] | Promise<readonly (T | Promise<T>)[]> {
    this.#count(list.length, item);
    if (this.#problem !== undefined) return [];
    if (this.#valuesUnasked <= FEW_VALUES) return list;
    this.#valuesUnasked = 0;
    if (this.#valuesOfTurn <= MANY_VALUES && this.#graph.work.hasTime()) return this.#hold() ? list : [];
    this.#valuesOfTurn = 0;
    return this.#inTurns(list, Math.max(1, Math.floor(MANY_VALUES / item.values)));
  }

  #count(items: number, item: ValueSize): void {
    const values = items * item.values;
    this.#valuesLeft -= values;
    this.#valuesOfTurn += values;
    this.#valuesUnasked += values;
    this.#bytesUnasked += items * item.bytes;
    if (this.#valuesLeft < 0) this.#problem ??= limitExceeded('responseValues', MAX_VALUES);
  }

  async #inTurns<T>(list: readonly T[], itemsPerTurn: number): Promise<readonly (T | Promise<T>)[]> {
    await this.#turn();
    if (this.#problem !== undefined || !this.#hold()) return [];
    let turn = Promise.resolve();
    return list.map((item, index) => {
      if (index < itemsPerTurn) return item;
      if (index % itemsPerTurn === 0) turn = turn.then(() => this.#turn());
      return turn.then(() => item);
    });
  }

  /** Takes memory for all that has been admitted; false where there is none left. */
  #hold(): boolean {
    const isHeld = this.#graph.memory.add(this.#bytesUnasked);
    this.#bytesUnasked = 0;
    if (!isHeld) this.#problem ??= overloaded();
    return isHeld;
  }

  /** Waits for a turn. Turns follow one another: the first begins the work of the result, later ones continue it. */
  #turn(): Promise<void> {
    this.#lastTurn = this.#lastTurn.then(() =>
      this.#graph.work.run(() => {
        // The turn has come too late: after the deadline, or after the client disconnected.
        if (!this.#graph.isAwaited) this.#problem ??= overloaded();
      }),
    );
    return this.#lastTurn;
  }
}
