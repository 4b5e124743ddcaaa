/**
 * An iteration of what each value is mapped to. To return from it returns from the values at once, even while the next
 * one is awaited, which the `return` of a generator would wait for.
 */
export function mapAsync<T, R>(
  values: AsyncIterable<T>,
  map: (value: T) => R | Promise<R>,
): AsyncIterableIterator<R, undefined> {
  const iterator = values[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      const { done, value } = await iterator.next();
      return done ? { done, value: undefined } : { done: false, value: await map(value) };
    },
    return: async () => {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
}
