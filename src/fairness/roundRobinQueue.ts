interface Items<T> {
  readonly all: Set<T>;
  /**
   * Of `all`. Kept from one `take` to the next, because a new iterator of a `Set` first walks over what was deleted ahead of
   * the first item; and no longer, because one that is not used keeps in memory what is deleted.
   */
  inOrder: Iterator<T> | undefined;
}

/** Waiting items by caller, taken round-robin by caller, and first in, first out for each caller. */
export class RoundRobinQueue<K, T> {
  /** The caller whose turn it is comes first. */
  readonly #waiting = new Map<K, Items<T>>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(caller: K, item: T): void {
    const items = this.#waiting.get(caller);
    if (items === undefined) this.#waiting.set(caller, { all: new Set([item]), inOrder: undefined });
    else items.all.add(item);
  }

  /** Removes an item; false if it was not waiting. */
  delete(caller: K, item: T): boolean {
    const items = this.#waiting.get(caller);
    if (items === undefined) return false;
    const hasWaited = items.all.delete(item);
    if (hasWaited) items.inOrder = undefined;
    if (items.all.size === 0) this.#waiting.delete(caller);
    return hasWaited;
  }

  /** Takes the next item of the callers that `mayHave` admits, by default all; `undefined` if there is none. */
  take(mayHave: (caller: K) => boolean = () => true): { readonly caller: K; readonly item: T } | undefined {
    for (const [caller, items] of this.#waiting) {
      if (!mayHave(caller)) continue;
      items.inOrder ??= items.all.values();
      const { value: item, done } = items.inOrder.next();
      // Nobody waits here without items.
      if (done) break;
      // Behind all others, if it has more.
      this.#waiting.delete(caller);
      items.all.delete(item);
      if (items.all.size > 0) this.#waiting.set(caller, items);
      return { caller, item };
    }
    return undefined;
  }
}
