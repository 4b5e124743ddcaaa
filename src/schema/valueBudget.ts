import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import type { HeavyWork } from '../fairness/heavyWork.ts';
import type { Session } from '../msgraph/session.ts';

/** The most values in a result: to serialize small ones takes ten times as long as texts of as many bytes. */
export const MAX_VALUES = 100_000;
// So many take some tenths of a millisecond.
const FEW_VALUES = 500;
// So many take a few milliseconds.
const MANY_VALUES = 5_000;

/** How many values the lists of one result may still have. How long they are is known only once Graph has sent them. */
export class ValueBudget {
  readonly #heavyWork: HeavyWork;
  readonly #graph: Pick<Session, 'callerOf' | 'isAwaited'>;
  #left = MAX_VALUES;
  /** The values that were admitted since the last turn, and since it was last asked for time. */
  #sinceTurn = 0;
  #sinceAsked = 0;

  constructor(heavyWork: HeavyWork, graph: Pick<Session, 'callerOf' | 'isAwaited'>) {
    this.#heavyWork = heavyWork;
    this.#graph = graph;
  }

  /** Whether the result has more, and is to be rejected. */
  get isUsedUp(): boolean {
    return this.#left < 0;
  }

  /**
   * Counts the values of a list: the list, or none of it once there are too many. Where they are many, or the event loop
   * has been kept for long, it is executed in its turn.
   */
  admit<T>(
    list: readonly T[],
    values: number,
    info: Pick<GraphQLResolveInfo, 'operation'>,
  ): readonly T[] | Promise<readonly T[]> {
    this.#left -= values;
    if (this.isUsedUp) return [];
    this.#sinceAsked += values;
    this.#sinceTurn += values;
    if (this.#sinceAsked <= FEW_VALUES) return list;
    this.#sinceAsked = 0;
    // A write is told its outcome in time, however many others wait.
    if (info.operation.operation === OperationTypeNode.MUTATION) return list;
    if (this.#sinceTurn <= MANY_VALUES && this.#heavyWork.hasTime()) return list;
    this.#sinceTurn = 0;
    return this.#heavyWork.run(this.#graph.callerOf, () => (this.#graph.isAwaited ? list : this.#giveUp()));
  }

  #giveUp(): [] {
    this.#left = -1;
    return [];
  }
}
