import type { Session } from '../msgraph/calls/session.ts';

/** Something of Graph's that a subscription follows. */
export interface Watched<T> {
  /** Reads its present state, through a session of its own each time; null where it does not exist. */
  read(graph: Session): Promise<T | null>;
  /** A value that changes from one state to the next; a state with the same version as the last is no event. */
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

/** Returns the state of an event. @throws the Error that the event is, if the stream has failed */
export function stateOf<T>(event: T | Error): T {
  if (event instanceof Error) throw event;
  return event;
}
