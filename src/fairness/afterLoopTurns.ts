// The event loop accepts one connection per iteration; an iteration with little else to do takes microseconds.
const TURNS = 16;

/** Calls back after some iterations of the event loop, in which it reads, writes and accepts connections. */
export function afterLoopTurns(callback: () => void, turns = TURNS): void {
  setImmediate(() => (turns > 1 ? afterLoopTurns(callback, turns - 1) : callback()));
}
