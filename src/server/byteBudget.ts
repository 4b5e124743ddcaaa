/** Something that keeps bytes in memory for one client. */
export interface ByteHolder {
  /** How many bytes have arrived at the client, or come from it, since this was last asked. */
  progress(): number;
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
  /** How many bytes of progress there are in all. */
  moved: number;
  /** Its progress at two moments of the recent past, between which and now its speed is measured. */
  before: Mark;
  latest: Mark;
}

interface Mark {
  readonly at: number;
  readonly moved: number;
}

/**
 * Which of those that make progress goes first: the one that holds most, or the one whose bytes arrive most slowly. The
 * first suits what is read, since little is left of it; the second what arrives, since it becomes more.
 */
type First = 'largest' | 'slowest';

// Beyond the maximum, room is made for some more: to look at all holders for each byte would cost too much.
const KEPT_SHARE = 15 / 16;

/**
 * Bounds the bytes of one kind that a process keeps for its clients, such as responses that they have not read. Beyond
 * the maximum, holders are destroyed: first those without progress, the longest wait first; only where these are not
 * enough, those that have made progress within the stall time, the largest or the slowest first.
 */
export class ByteBudget {
  readonly #max: number;
  readonly #kept: number;
  readonly #stallTimeoutMs: number;
  readonly #first: First;
  readonly #holders = new Map<ByteHolder, Held>();
  #total = 0;

  /** Progress can be seen in steps only, so it counts for `stallTimeoutMs`. */
  constructor(maxBytes: number, stallTimeoutMs: number, first: First) {
    this.#max = maxBytes;
    this.#kept = KEPT_SHARE * maxBytes;
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
      this.#recordProgress(held);
    }
    if (this.#total > this.#max) this.#shrink();
  }

  #shrink(): void {
    for (const held of this.#inOrder()) {
      // A single one may be larger than the maximum.
      if (this.#total <= this.#kept || this.#holders.size === 1) break;
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
      this.#recordProgress(held);
      (held.hasProgressed && held.since > since ? progressing : stalled).push(held);
    }
    stalled.sort((a, b) => a.since - b.since);
    progressing.sort(this.#first === 'largest' ? (a, b) => b.bytes - a.bytes : this.#bySpeed(now));
    return [...stalled, ...progressing];
  }

  /** The slowest first, and last those that have only just begun. */
  #bySpeed(now: number): (a: Held, b: Held) => number {
    const speed = ({ began, moved, before }: Held) =>
      now - began < this.#stallTimeoutMs ? Number.MAX_VALUE : (moved - before.moved) / (now - before.at);
    return (a, b) => speed(a) - speed(b) || a.began - b.began;
  }

  #recordProgress(held: Held): void {
    const bytes = held.holder.progress();
    const now = performance.now();
    // Not since it began: a client that sends much at once, and then a byte now and then, would be a fast one for long.
    if (now - held.latest.at >= this.#stallTimeoutMs / 2) {
      held.before = held.latest;
      held.latest = { at: now, moved: held.moved };
    }
    if (bytes <= 0) return;
    held.hasProgressed = true;
    held.since = now;
    held.moved += bytes;
  }
}

function newlyHeld(holder: ByteHolder): Held {
  const began = performance.now();
  const mark = { at: began, moved: 0 };
  return {
    holder,
    bytes: 0,
    hasProgressed: false,
    began,
    since: began,
    moved: 0,
    before: mark,
    latest: mark,
  };
}
