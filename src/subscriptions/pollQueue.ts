import { Counts } from '../fairness/counts.ts';
import type { Taken } from '../fairness/fairShare.ts';
import { RoundRobinQueue } from '../fairness/roundRobinQueue.ts';

/** One poll of one subscription. */
export interface Poll {
  /** Key of the caller, by which polls are counted. */
  readonly caller: string;
  /** It never rejects. */
  run(): Promise<void>;
}

/** What counts the requests in flight, polls among them. */
export interface Slots {
  /** Takes a slot; `undefined` where none is free for this caller. */
  take(callerKey: () => string): Taken | undefined;
  giveBack(taken: Taken): void;
}

// How long polls wait that are due while all slots are taken.
const FULL_MS = 1_000;
// Node fires a timer with a longer delay at once.
const MAX_DELAY_MS = 2 ** 31 - 1;
// A caller starts a poll only while so many slots are free for each one it has taken: alone, it gets a fifth.
const FREE_FOR_EACH_TAKEN = 4;

/**
 * Schedules the polls of all subscriptions of a process, and bounds how many are in flight. Slow polls of one caller
 * leave slots to others, and due polls start round-robin by caller.
 */
export class PollQueue {
  readonly #slots: Slots;
  readonly #maxInFlight: number;
  readonly #timers = new Map<Poll, NodeJS.Timeout>();
  readonly #due = new RoundRobinQueue<string, Poll>();
  readonly #inFlightOf = new Counts<string>();
  #inFlight = 0;

  constructor(slots: Slots, maxInFlight: number) {
    this.#slots = slots;
    this.#maxInFlight = maxInFlight;
  }

  /** Polls once, after a delay. */
  add(poll: Poll, delayMs: number): void {
    if (delayMs > 0) this.#addLater(poll, delayMs);
    else {
      this.#due.add(poll.caller, poll);
      this.#start();
    }
  }

  #addLater(poll: Poll, delayMs: number): void {
    const whenDue = () => {
      this.#timers.delete(poll);
      this.add(poll, 0);
    };
    this.#timers.set(poll, setTimeout(whenDue, Math.min(delayMs, MAX_DELAY_MS)));
  }

  /** Forgets a poll that has not started. */
  delete(poll: Poll): void {
    clearTimeout(this.#timers.get(poll));
    this.#timers.delete(poll);
    this.#due.delete(poll.caller, poll);
  }

  #start(): void {
    for (;;) {
      const free = this.#maxInFlight - this.#inFlight;
      if (free <= 0) return;
      const next = this.#due.take((caller) => this.#inFlightOf.of(caller) * FREE_FOR_EACH_TAKEN < free);
      if (next === undefined) return;
      const taken = this.#slots.take(() => next.caller);
      if (taken === undefined) this.#addLater(next.item, FULL_MS);
      else void this.#run(next.item, taken);
    }
  }

  async #run(poll: Poll, taken: Taken): Promise<void> {
    this.#inFlight += 1;
    this.#inFlightOf.add(poll.caller);
    try {
      await poll.run();
    } finally {
      this.#inFlight -= 1;
      this.#inFlightOf.remove(poll.caller);
      this.#slots.giveBack(taken);
      this.#start();
    }
  }
}
