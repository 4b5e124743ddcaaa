/** When a request had arrived with its body, on the clock of `performance.now()`: its time begins then. */
export interface Arrival {
  readonly arrivedAt: number;
  /** Until when it must be done. */
  readonly deadline: number;
}

export function arrivedNow(requestTimeoutMs: number): Arrival {
  const arrivedAt = performance.now();
  return { arrivedAt, deadline: arrivedAt + requestTimeoutMs };
}
