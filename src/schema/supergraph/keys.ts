import type { GatewayContext } from '../builder.ts';
import { badUserInput, limitExceeded } from '../errors.ts';

/** The cost of a field that reads several keys: its items count once for each key, repeated or not. */
export function keysComplexity(keys: readonly unknown[]) {
  return { field: 1, multiplier: keys.length };
}

/** A key that can be read. */
export interface Key<T> {
  /** A text that identifies the key within the field. */
  readonly identity: string;
  read(): Promise<T>;
}

/** A key that cannot be parsed, and why; it becomes an Error only within the error budget. */
export interface InvalidKey {
  /** The place inside the key: `.id` */
  readonly field: string;
  readonly expected: string;
}

/**
 * Returns one result for each key, in the order of the keys; a repeated key is read once. For a key that fails, or
 * exceeds `maxKeys` different ones, the result is an Error, which the executor turns into null and an error; once the
 * error budget is exhausted, it is null.
 *
 * The list contains no promises, because graphql-jit puts the null of a rejected one at the end of the list.
 */
export async function resolveEach<T>(
  [argument, keys]: readonly [name: string, keys: readonly unknown[]],
  { graph: { errorBudget }, maxKeys }: Pick<GatewayContext, 'graph' | 'maxKeys'>,
  parse: (key: unknown) => Key<T> | InvalidKey,
): Promise<(T | Error | null)[]> {
  const reads = new Map<string, Promise<T>>();
  const unlessFull = (makeError: () => Error) => (errorBudget.take() ? makeError() : null);
  // All are read in the same tick, so the session's loader batches them.
  const started = keys.map((value, index) => {
    const key = parse(value);
    if ('expected' in key) {
      return unlessFull(() => badUserInput(`${argument}[${index}]${key.field}`, key.expected));
    }
    const repeated = reads.get(key.identity);
    if (repeated !== undefined) return repeated;
    if (reads.size === maxKeys) return unlessFull(() => limitExceeded('keys', maxKeys));
    const read = key.read();
    reads.set(key.identity, read);
    return read;
  });
  const settled = await Promise.allSettled(started);
  return settled.map((one) => {
    if (one.status === 'fulfilled') return one.value;
    const reason: unknown = one.reason;
    return unlessFull(() => (reason instanceof Error ? reason : new TypeError(String(reason))));
  });
}
