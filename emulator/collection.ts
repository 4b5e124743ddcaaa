import { randomUUID } from 'node:crypto';

interface Entry<T> {
  /** Grows with every addition, so that a page can go on after an item that was deleted meanwhile. */
  readonly position: number;
  value: T;
  /** When a deletion that was accepted takes effect, on the clock of `performance.now()`. */
  goneAt: number;
}

/** Things by id, in the order they were added, with deletions that take a while. */
export class Collection<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #bookmarks = new Map<string, number>();
  #lastPosition = 0;

  get(id: string): T | undefined {
    return this.#entry(id)?.value;
  }

  /** Adds, or replaces in place. */
  set(id: string, value: T): void {
    const entry = this.#entry(id);
    if (entry) {
      entry.value = value;
    } else {
      this.#lastPosition += 1;
      this.#entries.set(id, { position: this.#lastPosition, value, goneAt: Number.POSITIVE_INFINITY });
    }
  }

  /** Removes an item after `delayMs`; until then it reads as before. */
  removeAfter(id: string, delayMs: number): void {
    const entry = this.#entry(id);
    if (entry) entry.goneAt = performance.now() + delayMs;
  }

  isBeingRemoved(id: string): boolean {
    const entry = this.#entry(id);
    return entry !== undefined && entry.goneAt !== Number.POSITIVE_INFINITY;
  }

  /** Up to `size` items after a bookmark, and the bookmark of what is left. */
  page(size: number, after = 0): { items: T[]; bookmark?: string } {
    const rest = [...this.#entries.keys()]
      .flatMap((id) => this.#entry(id) ?? [])
      .filter((entry) => entry.position > after);
    const shown = rest.slice(0, size);
    const last = shown.at(-1);
    const items = shown.map((entry) => entry.value);
    if (!last || rest.length === shown.length) return { items };
    const bookmark = randomUUID().replaceAll('-', '');
    this.#bookmarks.set(bookmark, last.position);
    return { items, bookmark };
  }

  /** Where a bookmark points; undefined for one this collection never gave out. */
  positionOf(bookmark: string): number | undefined {
    return this.#bookmarks.get(bookmark);
  }

  #entry(id: string): Entry<T> | undefined {
    const entry = this.#entries.get(id);
    if (entry && entry.goneAt <= performance.now()) {
      this.#entries.delete(id);
      return undefined;
    }
    return entry;
  }
}
