import type { HeavyWork } from '../fairness/heavyWork.ts';
import type { LoopTurns } from '../fairness/loopTurns.ts';
import { overloaded } from '../schema/errors.ts';
import type { Caller } from './caller.ts';

/**
 * Waits for the caller's turn, if the event loop has been busy for long.
 *
 * @throws {GraphQLError} `OVERLOADED` where the turn comes after the deadline, or after the client has disconnected
 */
export type Turn = (caller: Pick<Caller, 'callerKey' | 'signal' | 'deadline'>) => Promise<void>;

/**
 * Returns what to await, or `undefined` if the work is to begin at once, without an `await`: of what arrives together,
 * all would otherwise check the time before the first one begins.
 */
export type LoopTurn = (...parameters: Parameters<Turn>) => Promise<void> | undefined;

/** Makes turns that are always waited for, round-robin by caller, if only for the next iteration of the event loop. */
export function createTurn(loopTurns: LoopTurns<string>): Turn {
  return async (caller) => {
    await loopTurns.wait(caller.callerKey());
    checkAwaited(caller);
  };
}

/** Makes the turns of what takes a few milliseconds: what arrives at the same time begins round-robin by caller. */
export function createLoopTurn(loopTurns: LoopTurns<string>): LoopTurn {
  const turn = createTurn(loopTurns);
  return (caller) => (loopTurns.isFree() ? undefined : turn(caller));
}

/** Makes the turn of work that takes milliseconds, after which its caller rests. */
export function createHeavyTurn(heavyWork: HeavyWork): Turn {
  return async (caller) => {
    // Not only if the event loop has been busy: each of many connections would find it free when its turn comes.
    // The work that directly follows this call counts as part of the piece.
    await heavyWork.run({ callerKey: caller.callerKey, isContinuation: false }, () => {});
    checkAwaited(caller);
  };
}

function checkAwaited({ signal, deadline }: Pick<Caller, 'signal' | 'deadline'>): void {
  if (signal.aborted || performance.now() > deadline) throw overloaded();
}
