import type { Reply } from '../protocol/reply.ts';
import { CallSample } from './callSample.ts';

/** What a circuit lets through: everything, one trial, or nothing. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/** Called when a circuit opens and when it closes again, but not for the trials in between. */
export type OnSwitched = (state: 'open' | 'closed') => void;

/** Makes one call to Graph. */
export type SendCall = () => Promise<Reply>;

/** What a reply shows; `undefined` if it is inconclusive. */
export type Verdict = 'success' | 'failure' | undefined;

/** The reply to a call that is not made, since the circuit is open. */
export const STOPPED: Reply = { kind: 'none', sent: false, reason: 'circuit-open' };

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/**
 * One circuit: it opens once more than half of the calls in ten seconds have failed, and closes once a trial succeeds.
 *
 * Libraries measure the pause by the wall clock: if that is set back by an hour, their circuit stays open for an hour.
 */
export class Circuit {
  readonly #verdictOn: (reply: Reply) => Verdict;
  readonly #minCalls: number;
  readonly #onSwitched: OnSwitched | undefined;
  readonly #sample = new CallSample();
  #state: BreakerState = 'closed';
  /** When the next trial may be made, while it is open. */
  #trialAt = 0;
  /** The number of pauses since it was last closed. */
  #pauses = 0;

  /** @param minCalls - with fewer calls in ten seconds, it does not open */
  constructor(verdictOn: (reply: Reply) => Verdict, minCalls: number, onSwitched?: OnSwitched) {
    this.#verdictOn = verdictOn;
    this.#minCalls = minCalls;
    this.#onSwitched = onSwitched;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** Makes a call, or replies immediately that it was not made. Once the pause is over, one call is made as a trial. */
  async send(call: SendCall): Promise<Reply> {
    if (this.#state === 'closed') {
      const reply = await call();
      this.count(reply);
      return reply;
    }
    return this.#state === 'open' && performance.now() >= this.#trialAt ? this.#try(call) : STOPPED;
  }

  /** Counts the reply to a call, unless the circuit has opened since it was made. */
  count(reply: Reply): void {
    const verdict = this.#verdictOn(reply);
    if (this.#state !== 'closed' || verdict === undefined) return;
    this.#sample.add(verdict === 'failure');
    if (verdict === 'failure' && this.#sample.isFailing(this.#minCalls)) {
      this.#open();
      this.#onSwitched?.('open');
    }
  }

  async #try(call: SendCall): Promise<Reply> {
    this.#state = 'half-open';
    let verdict: Verdict;
    try {
      const reply = await call();
      verdict = this.#verdictOn(reply);
      return reply;
    } finally {
      if (verdict === 'success') this.#close();
      else if (verdict === 'failure') this.#open();
      // The trial was inconclusive, for example because its client disconnected: the next call is another trial.
      else this.#state = 'open';
    }
  }

  #open(): void {
    const pauseMs = FIRST_PAUSE_MS * 2 ** this.#pauses * (0.75 + Math.random() / 2);
    this.#state = 'open';
    this.#trialAt = performance.now() + Math.min(pauseMs, MAX_PAUSE_MS);
    this.#pauses += 1;
  }

  #close(): void {
    this.#state = 'closed';
    this.#pauses = 0;
    this.#sample.clear();
    this.#onSwitched?.('closed');
  }
}
