import {
  CircuitState,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import type { Reply } from './transport.ts';

/** What the breaker lets through: everything, one call to try, or nothing. */
export type BreakerState = 'closed' | 'half-open' | 'open';

const STOPPED: Reply = { kind: 'none', sent: false, reason: 'circuit-open' };

const SAMPLED_MS = 10_000;
// Fewer calls say little about Graph, and hurt nobody.
const LEAST_PER_SECOND = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Stops calling an upstream of which more than half of the calls have failed for ten seconds: they would only
 * keep callers waiting and an ailing service busy. After a second one call may try, and later ones after longer
 * pauses, until one succeeds.
 *
 * Only failures of the service count. A refusal (4xx) is an answer, and what one caller does wrong must not
 * stop the others.
 */
export class Breaker {
  readonly #policy = circuitBreaker(handleWhenResult(isOutage), {
    breaker: new SamplingBreaker({ threshold: 0.5, duration: SAMPLED_MS, minimumRps: LEAST_PER_SECOND }),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: LONGEST_PAUSE_MS }),
  });

  get state(): BreakerState {
    const { state } = this.#policy;
    if (state === CircuitState.Closed) return 'closed';
    return state === CircuitState.HalfOpen ? 'half-open' : 'open';
  }

  /** Makes the call, or replies at once that it was not made. */
  async send(call: () => Promise<Reply>): Promise<Reply> {
    // While one call tries, the policy would let the others wait for it, however long it takes.
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

function isOutage(reply: unknown): boolean {
  if (!isReply(reply)) return false;
  if (reply.kind === 'complete') return reply.status >= 502 && reply.status <= 504;
  // What has waited here until its deadline says nothing about Graph.
  return reply.reason === 'network' || (reply.reason === 'deadline' && (reply.kind === 'cut' || reply.sent));
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
