/**
 * Maps the values of an async iterable. `return` ends the source at once, even while the next value is awaited, for
 * which the `return` of a generator would wait. `onEnd` is called once: at the end, at a failure, or by `return`.
 */
export function mapAsync<T, R>(
  values: AsyncIterable<T>,
  map: (value: T) => R | Promise<R>,
  onEnd: () => void = () => {},
): AsyncIterableIterator<R, undefined> {
  const iterator = values[Symbol.asyncIterator]();
  let isOpen = true;
  const end = () => {
    if (isOpen) onEnd();
    isOpen = false;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      try {
        const { done, value } = await iterator.next();
        if (!done) return { done: false, value: await map(value) };
      } catch (error) {
        end();
        throw error;
      }
      end();
      return { done: true, value: undefined };
    },
    return: async () => {
      end();
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
}
