import type { OperationResult } from '../operations/errors.ts';

/**
 * Serializes a result, a large one in its turn, and releases what it holds; `undefined` if its client has disconnected
 * meanwhile. From then on, the bound on unread responses applies.
 */
export async function serializeInTurn<T>(
  result: OperationResult,
  { signal }: Pick<Request, 'signal'>,
  serialize: (result: OperationResult) => T,
): Promise<T | undefined> {
  if (result.held === undefined) return serialize(result);
  const { work, release } = result.held;
  try {
    return await work.runContinuation(() => (signal.aborted ? undefined : serialize(result)));
  } finally {
    release();
  }
}
