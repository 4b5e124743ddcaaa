// Wide enough that polls of a thousand subscriptions share timers, and narrow beside any interval.
const SLOT_MS = 100;
// Node fires a timer with a longer delay at once.
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Any number of waiting items with one timer, which is armed only while something waits. */
export class TimerWheel<T> {
  readonly #onDue: (items: ReadonlySet<T>) => void;
  // The items by the number of the slot in which they are due.
  readonly #slots = new Map<number, Set<T>>();
  readonly #slotOf = new Map<T, number>();
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(onDue: (items: ReadonlySet<T>) => void) {
    this.#onDue = onDue;
  }

  /** Makes an item due after a delay; in place of an earlier one, if it waits already. */
  add(item: T, delayMs: number): void {
    this.delete(item);
    const slot = Math.ceil((performance.now() + delayMs) / SLOT_MS);
    const items = this.#slots.get(slot) ?? new Set();
    this.#slots.set(slot, items.add(item));
    this.#slotOf.set(item, slot);
    if (slot < this.#armedFor) this.#arm(slot);
  }

  delete(item: T): void {
    const slot = this.#slotOf.get(item);
    if (slot === undefined) return;
    this.#slotOf.delete(item);
    const items = this.#slots.get(slot);
    items?.delete(item);
    if (items?.size === 0) this.#slots.delete(slot);
    if (this.#slots.size === 0) this.#disarm();
  }

  #arm(slot: number): void {
    this.#disarm();
    this.#armedFor = slot;
    const delayMs = Math.min(Math.max(0, slot * SLOT_MS - performance.now()), MAX_DELAY_MS);
    this.#timer = setTimeout(() => this.#fire(), delayMs);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #fire(): void {
    this.#disarm();
    // Timers may fire slightly early.
    const now = (performance.now() + 1) / SLOT_MS;
    for (const [slot, items] of [...this.#slots]) {
      if (slot > now) continue;
      this.#slots.delete(slot);
      for (const item of items) this.#slotOf.delete(item);
      this.#onDue(items);
    }
    const next = Math.min(...this.#slots.keys());
    if (next < this.#armedFor) this.#arm(next);
  }
}
