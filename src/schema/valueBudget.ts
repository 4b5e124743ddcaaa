import type { GraphQLError } from 'graphql';
import type { Session } from '../msgraph/calls/session.ts';
import { limitExceeded, overloaded } from './errors.ts';
import type { ValueSize } from './valueSize.ts';

/** The most values in a result: to serialize small ones takes ten times as long as texts of as many bytes. */
export const MAX_VALUES = 100_000;
// So many take less than a millisecond.
const FEW_VALUES = 1_500;
// So many take a few milliseconds.
const MANY_VALUES = 5_000;

/** How many values the lists of one result may still have. How long they are is known only once Graph has sent them. */
export class ValueBudget {
  readonly #graph: Pick<Session, 'isAwaited' | 'memory' | 'work'>;
  #valuesLeft = MAX_VALUES;
  /** Of what was admitted since the last turn. */
  #valuesOfTurn = 0;
  /** Of what was admitted without having asked for time and room. */
  #valuesUnasked = 0;
  #bytesUnasked = 0;
  #lastTurn: Promise<void> = Promise.resolve();
  #problem: GraphQLError | undefined;

  constructor(graph: Pick<Session, 'isAwaited' | 'memory' | 'work'>) {
    this.#graph = graph;
  }

  /** Why the result is to be rejected, if it is: then no further list is read. */
  get problem(): GraphQLError | undefined {
    return this.#problem;
  }

  /**
   * Counts the values of a list, and the memory that they take: the list, or none of it where there is no room. Where they
   * are many, or the event loop has been kept for long, its items are executed in turns, some thousand values each.
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

  /** One after the other: the first begins the work of the result, and the next ones go on with it. */
  #turn(): Promise<void> {
    this.#lastTurn = this.#lastTurn.then(() =>
      this.#graph.work.run(() => {
        // So many others wait that nobody waits for it any more.
        if (!this.#graph.isAwaited) this.#problem ??= overloaded();
      }),
    );
    return this.#lastTurn;
  }
}
