/** Something that keeps bytes in memory for one client. */
export interface ByteHolder {
  /** Whether bytes have arrived at the client, or come from it, since this was last asked. */
  hasProgressed(): boolean;
  /** Gives up what it is doing for the client, and the bytes with it. */
  destroy(): void;
}

interface Held {
  readonly holder: ByteHolder;
  bytes: number;
  hasProgressed: boolean;
  readonly began: number;
  /** When it was last seen to make progress, or else when it began. */
  since: number;
}

/**
 * Which of those that make progress goes first: the one that holds most, or the one that has come by its bytes most
 * slowly. The first suits what is read, since little is left of it; the second what arrives, since it becomes more.
 */
type First = 'largest' | 'slowest';

/**
 * Bounds the bytes of one kind that a process keeps for its clients, such as responses that they have not read. Beyond
 * the maximum, holders are destroyed: first those without progress, the longest wait first; only where these are not
 * enough, those that have made progress within the stall time, the largest or the slowest first.
 */
export class ByteBudget {
  readonly #max: number;
  readonly #stallTimeoutMs: number;
  readonly #first: First;
  readonly #holders = new Map<ByteHolder, Held>();
  #total = 0;

  /** Progress can be seen in steps only, so it counts for `stallTimeoutMs`. */
  constructor(maxBytes: number, stallTimeoutMs: number, first: First) {
    this.#max = maxBytes;
    this.#stallTimeoutMs = stallTimeoutMs;
    this.#first = first;
  }

  /** Records how many bytes a holder keeps now. */
  update(holder: ByteHolder, bytes: number): void {
    const held = this.#holders.get(holder) ?? newlyHeld(holder);
    this.#total += bytes - held.bytes;
    held.bytes = bytes;
    if (bytes === 0) this.#holders.delete(holder);
    else {
      this.#holders.set(holder, held);
      look(held);
    }
    if (this.#total > this.#max) this.#shrink();
  }

  #shrink(): void {
    for (const held of this.#inOrder()) {
      // A single one may be larger than the maximum.
      if (this.#total <= this.#max || this.#holders.size === 1) break;
      this.#holders.delete(held.holder);
      this.#total -= held.bytes;
      held.holder.destroy();
    }
  }

  /** All holders, in the order in which they have to go. */
  #inOrder(): Held[] {
    const stalled: Held[] = [];
    const progressing: Held[] = [];
    const now = performance.now();
    const since = now - this.#stallTimeoutMs;
    for (const held of this.#holders.values()) {
      look(held);
      (held.hasProgressed && held.since > since ? progressing : stalled).push(held);
    }
    stalled.sort((a, b) => a.since - b.since);
    progressing.sort(this.#first === 'largest' ? (a, b) => b.bytes - a.bytes : this.#bySpeed(now));
    return [...stalled, ...progressing];
  }

  /** The slowest first, and last those that have only just begun. */
  #bySpeed(now: number): (a: Held, b: Held) => number {
    const speed = ({ bytes, began }: Held) => {
      const ms = now - began;
      return ms < this.#stallTimeoutMs ? Number.MAX_VALUE : bytes / ms;
    };
    return (a, b) => speed(a) - speed(b) || a.began - b.began;
  }
}

function newlyHeld(holder: ByteHolder): Held {
  const began = performance.now();
  return { holder, bytes: 0, hasProgressed: false, began, since: began };
}

function look(held: Held): void {
  if (!held.holder.hasProgressed()) return;
  held.hasProgressed = true;
  held.since = performance.now();
}
