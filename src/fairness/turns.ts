/** What waits, by caller. It is taken in turn, one of each caller, and one caller's in the order in which it came. */
export class Turns<K, T> {
  /** The caller whose turn it is comes first. */
  readonly #waiting = new Map<K, Set<T>>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(caller: K, item: T): void {
    this.#waiting.set(caller, (this.#waiting.get(caller) ?? new Set()).add(item));
  }

  /** Whether it waited. */
  delete(caller: K, item: T): boolean {
    const items = this.#waiting.get(caller);
    if (items === undefined) return false;
    const hasWaited = items.delete(item);
    if (items.size === 0) this.#waiting.delete(caller);
    return hasWaited;
  }

  /** Takes what comes next of the callers that may have something now: all of them by default. */
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
