import {
  CircuitState,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import type { Reply } from '../protocol/reply.ts';

/** What a circuit lets through: everything, one trial, or nothing. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/** Told of a circuit that opens, and that closes again; trials in between are not. */
export type OnSwitched = (state: 'open' | 'closed') => void;

/** Makes one call to Graph. */
export type SendCall = () => Promise<Reply>;

/** What a reply shows; `undefined` for nothing. */
export type Verdict = 'success' | 'failure' | undefined;

/** The reply to a call that is not made, since the circuit is open. */
export const STOPPED: Reply = { kind: 'none', sent: false, reason: 'circuit-open' };

const SAMPLED_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/** One circuit: it opens once more than half of the calls of ten seconds have failed, and closes once a trial succeeds. */
export class Circuit {
  readonly #policy;
  readonly #verdictOn: (reply: Reply) => Verdict;

  constructor(verdictOn: (reply: Reply) => Verdict, minimumRps: number, onSwitched?: OnSwitched) {
    this.#verdictOn = verdictOn;
    this.#policy = circuitBreaker(
      handleWhenResult((result) => isReply(result) && this.#isFailure(verdictOn(result))),
      {
        breaker: new SamplingBreaker({ threshold: 0.5, duration: SAMPLED_MS, minimumRps }),
        halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: MAX_PAUSE_MS }),
      },
    );
    if (onSwitched === undefined) return;
    let isOpen = false;
    this.#policy.onBreak(() => {
      if (!isOpen) onSwitched('open');
      isOpen = true;
    });
    this.#policy.onReset(() => {
      isOpen = false;
      onSwitched('closed');
    });
  }

  get state(): BreakerState {
    const { state } = this.#policy;
    if (state === CircuitState.Closed) return 'closed';
    return state === CircuitState.HalfOpen ? 'half-open' : 'open';
  }

  /** Makes a call, or replies immediately that it was not made. While the circuit is open, a call is a trial. */
  async send(call: SendCall): Promise<Reply> {
    if (this.state === 'closed') {
      const reply = await call();
      await this.count(reply);
      return reply;
    }
    // During a trial the policy would let the others wait for it, however long it takes.
    return this.state === 'half-open' ? STOPPED : this.#execute(call);
  }

  /** Counts the reply to a call, unless the circuit has opened since it was made. */
  async count(reply: Reply): Promise<void> {
    if (this.state === 'closed' && this.#verdictOn(reply) !== undefined)
      await this.#execute(() => Promise.resolve(reply));
  }

  /** A trial that shows nothing, such as one whose client disconnects, is followed by another one. */
  #isFailure(verdict: Verdict): boolean {
    return verdict === 'failure' || (verdict === undefined && this.state === 'half-open');
  }

  async #execute(call: SendCall): Promise<Reply> {
    let made = false;
    try {
      return await this.#policy.execute(() => {
        made = true;
        return call();
      });
    } catch (error) {
      if (made) throw error;
      return STOPPED;
    }
  }
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
