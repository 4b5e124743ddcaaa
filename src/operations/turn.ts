import type { HeavyWork } from '../fairness/heavyWork.ts';
import type { LoopTurns } from '../fairness/loopTurns.ts';
import { overloaded } from '../schema/errors.ts';
import type { Caller } from './caller.ts';

/**
 * Waits for a turn of the caller's, unless the event loop has not been kept for long.
 *
 * @throws {GraphQLError} `OVERLOADED` where the turn comes after the deadline, or after the client has disconnected
 */
export type Turn = (caller: Pick<Caller, 'callerOf' | 'signal' | 'deadline'>) => Promise<void>;

/**
 * The turn of an operation: others that have come at the same time may be served first, one of each caller in turn.
 *
 * @returns what to wait for; `undefined` where the operation is to begin at once, without an `await`: operations that come
 *   together would otherwise all have asked before the first one has begun
 */
export function createLoopTurn(
  loopTurns: LoopTurns<string>,
): (...parameters: Parameters<Turn>) => Promise<void> | undefined {
  return (caller) =>
    loopTurns.isFree() ? undefined : loopTurns.wait(caller.callerOf()).then(() => checkAwaited(caller));
}

/** The turn of what takes milliseconds, behind which its caller rests. */
export function createHeavyTurn(heavyWork: HeavyWork): Turn {
  return async (caller) => {
    if (heavyWork.hasTime()) return;
    // What the caller does next counts as this piece.
    await heavyWork.run({ callerOf: caller.callerOf, goesOn: false }, () => {});
    checkAwaited(caller);
  };
}

function checkAwaited({ signal, deadline }: Pick<Caller, 'signal' | 'deadline'>): void {
  if (signal.aborted || performance.now() > deadline) throw overloaded();
}
