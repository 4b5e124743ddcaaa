/** How long an item waits for others, at most. */
const WAIT_MS = 20;
/** Beyond this number, items do not wait: processing so many takes about a millisecond. */
const MAX_ITEMS = 128;

/**
 * Processes items in bulk, in order. Between two operations, a processor evicts the code of logs and metrics from its
 * caches, so processing one item at a time takes three times as long.
 */
export class BulkQueue<Item> {
  readonly #process: (item: Item) => void;
  #items: Item[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(process: (item: Item) => void) {
    this.#process = process;
  }

  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= MAX_ITEMS) this.flush();
    // Not `unref`: a process that ends by itself first processes what it has collected.
    else this.#timer ??= setTimeout(() => this.flush(), WAIT_MS);
  }

  /** Processes all items now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#items;
    this.#items = [];
    for (const item of items) this.#process(item);
  }
}
