// In each of its turns, the event loop accepts a single connection; one with little else to do takes some microseconds.
const TURNS = 16;

/** Calls back once the event loop has read, written and accepted for some of its turns. */
export function afterLoopTurns(callback: () => void, turns = TURNS): void {
  setImmediate(() => (turns > 1 ? afterLoopTurns(callback, turns - 1) : callback()));
}
