import type { Session } from '../msgraph/calls/session.ts';

/** Something of Graph's that a subscription follows. */
export interface Watched<T> {
  /** Reads its present state, through a session of its own each time; null where it does not exist. */
  read(graph: Session): Promise<T | null>;
  /** What changes from one state to the next; an event tells of a state with another version than the last. */
  version(state: T): unknown;
  /** Whether no other state follows. */
  isFinal(state: T): boolean;
}

/**
 * Follows something until its final state: an event for the first state and for each change, and an Error as the last
 * event where it ends otherwise.
 *
 * @throws {GraphQLError} `OVERLOADED` or `LIMIT_EXCEEDED` where no more subscriptions may be open
 */
export type Watch = <T>(watched: Watched<T>) => AsyncIterable<T | Error | null>;

/** The state that an event tells of. */
export function stateOf<T>(event: T | Error): T {
  if (event instanceof Error) throw event;
  return event;
}
