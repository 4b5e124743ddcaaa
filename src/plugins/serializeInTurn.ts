import type { HeavyWork } from '../fairness/heavyWork.ts';
import type { OperationResult } from '../operations/errors.ts';

/** Whose result it is. */
export interface Recipient {
  readonly signal: AbortSignal;
  /** The caller's key. */
  readonly callerOf: () => string;
}

/**
 * Serializes a result, a large one in its turn, and releases what it holds; `undefined` where its client has disconnected
 * meanwhile. Once it is handed to its socket, what the client has not read is bounded there.
 */
export async function serializeInTurn<T>(
  result: OperationResult,
  { signal, callerOf }: Recipient,
  heavyWork: HeavyWork,
  serialize: (result: OperationResult) => T,
): Promise<T | undefined> {
  const { release } = result;
  if (release === undefined) return serialize(result);
  try {
    return await heavyWork.run({ callerOf, goesOn: true }, () =>
      signal.aborted ? undefined : serialize(result),
    );
  } finally {
    release();
  }
}
