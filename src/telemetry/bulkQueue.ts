/** How long an item waits for others, at most. */
const WAIT_MS = 20;
/** Beyond this number, items do not wait: they hold on to their requests, and handling more takes over a millisecond. */
const MAX_ITEMS = 64;

const nonEmpty = new Set<{ flush(): void }>();
let isExitWatched = false;

/**
 * Handles items in bulk, in order. Between two operations, a processor evicts the code of logs and metrics from its caches,
 * so handling one item at a time takes about twice as long.
 */
export class BulkQueue<Item> {
  readonly #handle: (item: Item) => void;
  #items: Item[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param handle - never throws */
  constructor(handle: (item: Item) => void) {
    this.#handle = handle;
    watchExit();
  }

  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= MAX_ITEMS) this.flush();
    else if (this.#timer === undefined) {
      // Not `unref`: a process that ends by itself first handles what it has collected.
      this.#timer = setTimeout(() => this.flush(), WAIT_MS);
      nonEmpty.add(this);
    }
  }

  /** Handles all items now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    nonEmpty.delete(this);
    const items = this.#items;
    this.#items = [];
    for (const item of items) this.#handle(item);
  }
}

/** Handles what is left when the process exits; ahead of other listeners, which may write out the log. */
function watchExit(): void {
  if (isExitWatched) return;
  isExitWatched = true;
  process.prependOnceListener('exit', () => {
    for (const queue of nonEmpty) queue.flush();
  });
}
