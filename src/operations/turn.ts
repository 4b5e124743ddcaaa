import type { HeavyWork } from '../fairness/heavyWork.ts';
import { overloaded } from '../schema/errors.ts';
import type { Caller } from './caller.ts';

/** Waits for the caller's turn to begin what takes milliseconds, unless the event loop has not been kept for long. */
export type Turn = (caller: Pick<Caller, 'key' | 'signal' | 'deadline'>) => Promise<void>;

/** @returns a function that throws `OVERLOADED` where the turn comes after the deadline, or after the client has left */
export function createTurn(heavyWork: HeavyWork): Turn {
  return async ({ key, signal, deadline }) => {
    if (heavyWork.hasTime()) return;
    // What the caller does next counts as this piece.
    await heavyWork.run({ callerOf: key, goesOn: false }, () => {});
    if (signal.aborted || performance.now() > deadline) throw overloaded();
  };
}
