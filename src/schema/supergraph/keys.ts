import { badUserInput, type ErrorBudget, limitExceeded } from '../errors.ts';

/** How many keys one field reads. */
export const MAX_KEYS = 200;

/** The cost of a field that reads several keys: its items count once for each key. */
export function keysComplexity(keys: readonly unknown[]) {
  return { field: 1, multiplier: Math.min(keys.length, MAX_KEYS) };
}

/** A key that cannot be parsed, and why; an Error is made of it only if the response has room for one. */
export interface InvalidKey {
  /** The place inside the key: `.id` */
  readonly field: string;
  readonly expected: string;
}

/**
 * One result for each key, in the order of the keys. A key that fails has its Error in its place, which the executor
 * turns into null and an error, or null alone once the response has no room for more errors.
 *
 * No promise is left in the list, because graphql-jit puts the null of one that rejects at the list's end.
 *
 * @throws {GraphQLError} `LIMIT_EXCEEDED`, before any key is read
 */
export async function resolveEach<Key, T>(
  [argument, keys]: readonly [name: string, keys: readonly unknown[]],
  budget: ErrorBudget,
  parse: (key: unknown) => Key | InvalidKey,
  load: (key: Key) => Promise<T>,
): Promise<(T | Error | null)[]> {
  if (keys.length > MAX_KEYS) throw limitExceeded('keys', MAX_KEYS);
  // All are read in the same tick, so the session's loader batches them.
  const reads = keys.map((value, index) => {
    const key = parse(value);
    if (!isInvalid(key)) return load(key);
    return budget.take() ? badUserInput(`${argument}[${index}]${key.field}`, key.expected) : null;
  });
  const settled = await Promise.allSettled(reads);
  return settled.map((one) => {
    if (one.status === 'fulfilled') return one.value;
    const reason: unknown = one.reason;
    return budget.take() ? (reason instanceof Error ? reason : new TypeError(String(reason))) : null;
  });
}

function isInvalid(key: unknown): key is InvalidKey {
  return typeof key === 'object' && key !== null && 'expected' in key;
}
