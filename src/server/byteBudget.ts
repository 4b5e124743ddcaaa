import { Progress } from './progress.ts';

/** Something that keeps bytes in memory for one client. */
export interface ByteHolder {
  /** How many bytes have arrived at the client, or come from it, since this was last asked. */
  progress(): number;
  /** Gives up what it is doing for the client, and the bytes with it. */
  destroy(): void;
}

interface Held {
  readonly holder: ByteHolder;
  readonly progress: Progress;
  bytes: number;
}

/**
 * Which of the holders that make progress is destroyed first: the one with the most bytes, or the slowest. `largest`
 * suits responses, which shrink as they are read; `slowest` suits request bodies, which grow as they arrive.
 */
type First = 'largest' | 'slowest';

// Above the maximum, the bytes are reduced to this share of it: scanning all holders for each byte would cost too much.
const KEPT_SHARE = 15 / 16;

/**
 * Bounds the bytes of one kind that a process keeps for its clients, such as unread responses. Above the maximum,
 * holders are destroyed: first those that have stalled, the longest first; only if that is not enough, those that made
 * progress within the stall time, the largest or the slowest first.
 */
export class ByteBudget {
  readonly #max: number;
  readonly #kept: number;
  readonly #stallTimeoutMs: number;
  readonly #first: First;
  readonly #holders = new Map<ByteHolder, Held>();
  #total = 0;

  constructor(maxBytes: number, stallTimeoutMs: number, first: First) {
    this.#max = maxBytes;
    this.#kept = KEPT_SHARE * maxBytes;
    this.#stallTimeoutMs = stallTimeoutMs;
    this.#first = first;
  }

  /** Records how many bytes a holder keeps now. */
  update(holder: ByteHolder, bytes: number): void {
    const known = this.#holders.get(holder);
    const held = known ?? { holder, progress: new Progress(this.#stallTimeoutMs), bytes: 0 };
    this.#total += bytes - held.bytes;
    held.bytes = bytes;
    if (bytes === 0) this.#holders.delete(holder);
    else {
      this.#holders.set(holder, held);
      held.progress.add(holder.progress());
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
    const moving: Held[] = [];
    const now = performance.now();
    for (const held of this.#holders.values()) {
      held.progress.add(held.holder.progress());
      (held.progress.isStalledAt(now) ? stalled : moving).push(held);
    }
    stalled.sort((a, b) => a.progress.lastAt - b.progress.lastAt);
    moving.sort(this.#first === 'largest' ? (a, b) => b.bytes - a.bytes : slowestFirst(now));
    return [...stalled, ...moving];
  }
}

function slowestFirst(now: number): (a: Held, b: Held) => number {
  return ({ progress: a }, { progress: b }) => a.speedAt(now) - b.speedAt(now) || a.beganAt - b.beganAt;
}
