/**
 * Makes an error that callers cause and are told of: without a stack trace, which nobody reads and which takes most of the
 * time. Anybody can cause a hundred of them by a small request.
 */
export function stackless<E extends Error>(make: () => E): E {
  const { stackTraceLimit } = Error;
  setLimit(0);
  try {
    return make();
  } finally {
    setLimit(stackTraceLimit);
  }
}

/** The base of classes of such errors. */
export class StacklessError extends Error {
  constructor(message: string) {
    const { stackTraceLimit } = Error;
    setLimit(0);
    super(message);
    setLimit(stackTraceLimit);
  }
}

function setLimit(limit: number): void {
  // Not an assignment, which throws where a host has frozen `Error`.
  Reflect.set(Error, 'stackTraceLimit', limit);
}
