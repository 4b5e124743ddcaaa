// It accepts a single connection in each of its turns, which take some microseconds where there is little to do.
const TURNS = 16;

/** Calls back once the event loop has read, written and accepted for some of its turns. */
export function afterLoopTurns(callback: () => void, turns = TURNS): void {
  setImmediate(() => (turns > 1 ? afterLoopTurns(callback, turns - 1) : callback()));
}
