import { limitExceeded } from '../errors.ts';

/** As many keys as one field answers. */
export const MAX_KEYS = 200;

/** What a field costs that answers each of its keys: what is asked of an item, once for each. */
export function keysComplexity(keys: readonly unknown[]) {
  return { field: 1, multiplier: Math.min(keys.length, MAX_KEYS) };
}

/**
 * One answer for each key, in the order of the keys. A key that fails has its Error in its place: the executor
 * makes it a null with an error beside it, and the others stand.
 *
 * No promise is left in the list, because graphql-jit puts the null of one that rejects at the list's end.
 *
 * @throws {GraphQLError} `LIMIT_EXCEEDED`, before the first key is looked at
 */
export async function answerEach<K, T>(
  keys: readonly K[],
  answer: (key: K, index: number) => Promise<T>,
): Promise<(T | Error)[]> {
  if (keys.length > MAX_KEYS) {
    throw limitExceeded(
      'keys',
      MAX_KEYS,
      `Expected at most ${MAX_KEYS} keys in one field; ask again for the others.`,
    );
  }
  // All are asked for in the same tick, so the session's loader reads them together.
  const settled = await Promise.allSettled(keys.map(answer));
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : asError(one.reason)));
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new TypeError(String(reason));
}
