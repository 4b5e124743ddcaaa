import {
  CircuitState,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import type { Reply } from './reply.ts';

/** What the breaker lets through: everything, one trial call, or nothing. */
export type BreakerState = 'closed' | 'half-open' | 'open';

const STOPPED: Reply = { kind: 'none', sent: false, reason: 'circuit-open' };

const SAMPLED_MS = 10_000;
const MIN_CALLS_PER_SECOND = 5;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/**
 * Stops calling an upstream once more than half of the calls of ten seconds have failed: further calls would
 * keep callers waiting and a failing service busy. After a second one trial call is made, and later ones after
 * longer pauses, until one succeeds.
 *
 * Only failures of the service count. A rejection (4xx) is a response, and the mistakes of one caller must not
 * stop the others.
 */
export class Breaker {
  readonly #policy = circuitBreaker(handleWhenResult(isOutage), {
    breaker: new SamplingBreaker({ threshold: 0.5, duration: SAMPLED_MS, minimumRps: MIN_CALLS_PER_SECOND }),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: MAX_PAUSE_MS }),
  });

  get state(): BreakerState {
    const { state } = this.#policy;
    if (state === CircuitState.Closed) return 'closed';
    return state === CircuitState.HalfOpen ? 'half-open' : 'open';
  }

  /** Makes the call, or replies immediately that it was not made. */
  async send(call: () => Promise<Reply>): Promise<Reply> {
    // During a trial call the policy would let the others wait for it, however long it takes.
    if (this.#policy.state === CircuitState.HalfOpen) return STOPPED;
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

function isOutage(result: unknown): boolean {
  const reply = isReply(result) ? result : undefined;
  if (reply?.kind === 'complete') return reply.status >= 502 && reply.status <= 504;
  // A call that waited here until its deadline says nothing about Graph.
  const wasSent = reply?.kind === 'truncated' || reply?.sent === true;
  return reply?.reason === 'network' || (reply?.reason === 'deadline' && wasSent);
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
