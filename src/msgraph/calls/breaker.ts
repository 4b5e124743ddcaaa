import {
  CircuitState,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { Reply } from '../protocol/reply.ts';

/** What a circuit lets through: everything, one trial call, or nothing. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/** Told of a circuit that opens, and that closes again; trial calls in between are not. */
export type OnSwitched = (state: 'open' | 'closed') => void;

/** Makes one call to Graph, and calls back once it is sent. */
type SendCall = (onSent: () => void) => Promise<Reply>;

// For the circuit of connections, a call has succeeded once it is sent: its reply no longer matters.
const CONNECTED: Reply = { kind: 'none', sent: true, reason: 'network' };
const STOPPED: Reply = { kind: 'none', sent: false, reason: 'circuit-open' };

const SAMPLED_MS = 10_000;
const MIN_CALLS_PER_SECOND = 5;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

const MIN_CALLS_PER_SECOND_AND_CALLER = 1;
const MAX_CALLERS = 1_000;
// Longer than a circuit stays open.
const IDLE_MS = 60_000;

/**
 * Stops calling an upstream once more than half of the calls of ten seconds have failed: further calls would
 * keep callers waiting and a failing service busy. After a second one trial call is made, and later ones after
 * longer pauses, until one succeeds.
 *
 * Graph fails by tenant and by workload, so what happens to a call that was sent counts for its caller alone. For all
 * callers counts what none of them can cause: that no connection is established. A rejection (4xx) is a response.
 */
export class Breaker {
  readonly #connections: Circuit;
  // Of callers with failures only, so that without failures nothing is looked up.
  readonly #callers = new LRUCache<string, Circuit>({
    max: MAX_CALLERS,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
    ttlAutopurge: true,
    // The clock of the circuits.
    perf: Date,
  });

  /** `onSwitched` is told when the calls of all callers are stopped, and when they are made again. */
  constructor(onSwitched?: OnSwitched) {
    this.#connections = new Circuit(isUnreachable, MIN_CALLS_PER_SECOND, onSwitched);
  }

  /** Whether Graph can be connected to, for all callers. */
  get state(): BreakerState {
    return this.#connections.state;
  }

  /** Makes a call of this caller's, or replies immediately that it was not made. */
  async send(callerOf: () => string, call: SendCall): Promise<Reply> {
    const own = this.#callers.size > 0 ? this.#callers.get(callerOf()) : undefined;
    if (own !== undefined) return own.send(() => this.#connect(call));
    const reply = await this.#connect(call);
    if (isFailure(reply)) await this.#circuitOf(callerOf()).send(() => Promise.resolve(reply));
    return reply;
  }

  async #connect(call: SendCall): Promise<Reply> {
    if (this.#connections.state === 'closed') return this.#connections.send(() => call(() => undefined));
    // A trial: other callers must not wait for its reply, only for its connection.
    const trial: Promise<Reply>[] = [];
    const first = await this.#connections.send(() => {
      const { promise: sent, resolve } = Promise.withResolvers<Reply>();
      const reply = call(() => resolve(CONNECTED));
      trial.push(reply);
      return Promise.race([sent, reply]);
    });
    return trial[0] ?? first;
  }

  #circuitOf(caller: string): Circuit {
    const circuit = this.#callers.get(caller) ?? new Circuit(isFailure, MIN_CALLS_PER_SECOND_AND_CALLER);
    this.#callers.set(caller, circuit);
    return circuit;
  }
}

class Circuit {
  readonly #policy;

  constructor(isCounted: (reply: Reply) => boolean, minimumRps: number, onSwitched?: OnSwitched) {
    this.#policy = circuitBreaker(
      handleWhenResult((result) => isReply(result) && isCounted(result)),
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

// What the process or its machine has run out of says nothing about Graph, and one caller may have used it up: file
// descriptors, local ports, or memory for sockets.
const OWN_CAUSES: ReadonlySet<string | undefined> = new Set([
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'EAGAIN',
  'ENOBUFS',
  'ENOMEM',
]);

/** No connection was established: the cause is a name, a network or a certificate, and no caller. */
function isUnreachable(reply: Reply): boolean {
  return reply.kind === 'none' && !reply.sent && reply.reason === 'network' && !OWN_CAUSES.has(reply.cause);
}

function isFailure(reply: Reply): boolean {
  if (reply.kind === 'complete') return reply.status >= 502 && reply.status <= 504;
  // A call that waited here until its deadline says nothing about Graph.
  const wasSent = reply.kind === 'truncated' || reply.sent;
  return wasSent && (reply.reason === 'network' || reply.reason === 'deadline');
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
