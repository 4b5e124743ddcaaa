import { randomUUID } from 'node:crypto';

interface Entry<T> {
  /** Grows with every addition, so that a page can start after an item that has been deleted since. */
  readonly position: number;
  value: T;
  /** When an accepted deletion takes effect, on the clock of `performance.now()`. */
  deletedAt: number;
  /** Changes that have not taken effect, on the same clock. */
  pending: readonly { readonly at: number; readonly change: (value: T) => T }[];
}

/** Items by id, in insertion order. Deletions and changes can be delayed; they are applied when an item is next read. */
export class Collection<T extends { readonly id: string }> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #positionBySkipToken = new Map<string, number>();
  #lastPosition = 0;

  constructor(items: readonly T[] = []) {
    for (const item of items) this.set(item);
  }

  get size(): number {
    return [...this.#entries.keys()].filter((id) => this.#entry(id) !== undefined).length;
  }

  get(id: string): T | undefined {
    return this.#entry(id)?.value;
  }

  /** Adds an item, or replaces the one with the same id in place. */
  set(value: T): void {
    const entry = this.#entry(value.id);
    if (entry) {
      entry.value = value;
    } else {
      this.#lastPosition += 1;
      this.#entries.set(value.id, {
        position: this.#lastPosition,
        value,
        deletedAt: Number.POSITIVE_INFINITY,
        pending: [],
      });
    }
  }

  /** Deletes an item after `delayMs`; until then it stays readable. */
  deleteAfter(id: string, delayMs: number): void {
    const entry = this.#entry(id);
    if (entry) entry.deletedAt = performance.now() + delayMs;
  }

  /** Changes an item after `delayMs`, unless it is deleted by then. */
  changeAfter(id: string, delayMs: number, change: (value: T) => T): void {
    const entry = this.#entry(id);
    if (entry) entry.pending = [...entry.pending, { at: performance.now() + delayMs, change }];
  }

  /** An object that stands for an item as long as it exists: another one follows if the id is used again. */
  identityOf(id: string): object | undefined {
    return this.#entries.get(id);
  }

  isBeingDeleted(id: string): boolean {
    const entry = this.#entry(id);
    return entry !== undefined && entry.deletedAt !== Number.POSITIVE_INFINITY;
  }

  /** Up to `size` items that match after a position, with a skip token if there are more. */
  page(size: number, after: number, matches: (item: T) => boolean): { items: T[]; skipToken?: string } {
    const rest = [...this.#entries.keys()]
      .flatMap((id) => this.#entry(id) ?? [])
      .filter((entry) => entry.position > after && matches(entry.value));
    const page = rest.slice(0, size);
    const last = page.at(-1);
    const items = page.map((entry) => entry.value);
    if (!last || rest.length === page.length) return { items };
    const skipToken = randomUUID().replaceAll('-', '');
    this.#positionBySkipToken.set(skipToken, last.position);
    return { items, skipToken };
  }

  /** The position that a skip token stands for; undefined if this collection did not issue it. */
  positionOf(skipToken: string): number | undefined {
    return this.#positionBySkipToken.get(skipToken);
  }

  #entry(id: string): Entry<T> | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    const now = performance.now();
    if (entry.deletedAt <= now) {
      this.#entries.delete(id);
      return undefined;
    }
    for (const { at, change } of entry.pending) if (at <= now) entry.value = change(entry.value);
    entry.pending = entry.pending.filter(({ at }) => at > now);
    return entry;
  }
}
