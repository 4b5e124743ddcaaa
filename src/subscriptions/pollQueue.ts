import { TimerWheel } from './timerWheel.ts';

/** One poll of one subscription; it never rejects. */
export type Poll = () => Promise<void>;

/** What counts the requests in flight, polls among them. */
export interface Slots {
  /** Takes a slot; false where none is free. */
  enter(): boolean;
  leave(): void;
}

// How long polls wait that are due while all slots are taken.
const FULL_MS = 1_000;

/** The polls of all subscriptions of a process: one timer, and a bound on how many are in flight. */
export class PollQueue {
  readonly #slots: Slots;
  readonly #maxInFlight: number;
  readonly #wheel = new TimerWheel<Poll>((due) => {
    for (const poll of due) this.#due.add(poll);
    this.#start();
  });
  // In the order in which they became due.
  readonly #due = new Set<Poll>();
  #inFlight = 0;

  constructor(slots: Slots, maxInFlight: number) {
    this.#slots = slots;
    this.#maxInFlight = maxInFlight;
  }

  /** Polls once, after a delay. */
  add(poll: Poll, delayMs: number): void {
    if (delayMs > 0) this.#wheel.add(poll, delayMs);
    else {
      this.#due.add(poll);
      this.#start();
    }
  }

  /** Forgets a poll that has not started. */
  delete(poll: Poll): void {
    this.#wheel.delete(poll);
    this.#due.delete(poll);
  }

  #start(): void {
    for (const poll of this.#due) {
      if (this.#inFlight >= this.#maxInFlight) return;
      this.#due.delete(poll);
      if (this.#slots.enter()) void this.#run(poll);
      else this.#wheel.add(poll, FULL_MS);
    }
  }

  async #run(poll: Poll): Promise<void> {
    this.#inFlight += 1;
    try {
      await poll();
    } finally {
      this.#inFlight -= 1;
      this.#slots.leave();
      this.#start();
    }
  }
}
