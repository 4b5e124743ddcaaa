/** Waiting items by caller, taken round-robin by caller, and first in, first out for each caller. */
export class RoundRobinQueue<K, T> {
  /** The caller whose turn it is comes first. */
  readonly #waiting = new Map<K, Set<T>>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(caller: K, item: T): void {
    this.#waiting.set(caller, (this.#waiting.get(caller) ?? new Set()).add(item));
  }

  /** Removes an item; false if it was not waiting. */
  delete(caller: K, item: T): boolean {
    const items = this.#waiting.get(caller);
    if (items === undefined) return false;
    const hasWaited = items.delete(item);
    if (items.size === 0) this.#waiting.delete(caller);
    return hasWaited;
  }

  /** Takes the next item of the callers that `mayHave` admits, by default all; `undefined` if there is none. */
  take(mayHave: (caller: K) => boolean = () => true): { readonly caller: K; readonly item: T } | undefined {
    for (const [caller, items] of this.#waiting) {
      if (!mayHave(caller)) continue;
      for (const item of items) {
        // Behind all others, if it has more.
        this.#waiting.delete(caller);
        items.delete(item);
        if (items.size > 0) this.#waiting.set(caller, items);
        return { caller, item };
      }
    }
    return undefined;
  }
}
