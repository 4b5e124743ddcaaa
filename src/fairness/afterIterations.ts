// The event loop accepts one connection per iteration; an iteration with little else to do takes microseconds.
const ITERATIONS = 16;

/** Calls back after some iterations of the event loop, in which it reads, writes and accepts connections. */
export function afterIterations(callback: () => void, iterations = ITERATIONS): void {
  setImmediate(() => (iterations > 1 ? afterIterations(callback, iterations - 1) : callback()));
}
