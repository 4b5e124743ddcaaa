import { LRUCache } from 'lru-cache';
import type { Reply } from '../protocol/reply.ts';
import {
  type BreakerState,
  Circuit,
  type OnSwitched,
  type SendCall,
  STOPPED,
  type Verdict,
} from './circuit.ts';

// Of a trial, as if it had been a call.
const CONNECTED: Reply = { kind: 'none', sent: true, reason: 'network' };
const UNREACHABLE: Reply = { kind: 'none', sent: false, reason: 'network' };

// In ten seconds.
const MIN_CALLS = 50;
const MIN_CALLS_OF_CALLER = 10;
// How often it is looked whether the pause has ended; then there is a trial.
const TRIAL_EVERY_MS = 1_000;

const MAX_CALLERS = 1_000;
// Longer than a circuit stays open.
const IDLE_MS = 60_000;

/**
 * Stops calling an upstream once more than half of the calls of ten seconds have failed: further calls would
 * keep callers waiting and a failing service busy. After a second there is one trial, and later ones after longer pauses,
 * until one succeeds.
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
  });
  #trials: NodeJS.Timeout | undefined;
  #isClosing = false;

  /**
   * @param tryToConnect - opens a connection to Graph, and sends nothing; false where it cannot
   * @param onSwitched - told when the calls of all callers are stopped, and when they are made again
   */
  constructor(tryToConnect: () => Promise<boolean>, onSwitched?: OnSwitched) {
    const trial = async () => ((await tryToConnect()) ? CONNECTED : UNREACHABLE);
    this.#connections = new Circuit(verdictOnConnection, MIN_CALLS, (state) => {
      clearInterval(this.#trials);
      // What is cut off at the end has no connection either.
      if (this.#isClosing) return;
      // Not by calls: a balancer that looks at the readiness sends none, and those of a caller may end before they connect.
      if (state === 'open')
        this.#trials = setInterval(() => void this.#connections.send(trial), TRIAL_EVERY_MS).unref();
      onSwitched?.(state);
    });
  }

  /** Whether Graph can be connected to, for all callers. */
  get state(): BreakerState {
    return this.#connections.state;
  }

  /** Makes a call of this caller's, or replies immediately that it was not made. */
  async send(callerOf: () => string, call: SendCall): Promise<Reply> {
    if (this.#connections.state !== 'closed') return STOPPED;
    // Its connection is counted first, then what became of it.
    const send = () => this.#connections.send(call);
    const own = this.#callers.size > 0 ? this.#callers.get(callerOf()) : undefined;
    if (own !== undefined) return own.send(send);
    const reply = await send();
    if (verdictOnCaller(reply) === 'failure') this.#circuitOf(callerOf()).count(reply);
    return reply;
  }

  /** Ends the trials for good. */
  close(): void {
    this.#isClosing = true;
    clearInterval(this.#trials);
  }

  #circuitOf(caller: string): Circuit {
    const circuit = this.#callers.get(caller) ?? new Circuit(verdictOnCaller, MIN_CALLS_OF_CALLER);
    this.#callers.set(caller, circuit);
    return circuit;
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

/** What a reply shows of connections. Where none was established, the cause is a name, a network or a certificate. */
function verdictOnConnection(reply: Reply): Verdict {
  if (reply.kind !== 'none' || reply.sent) return 'success';
  return reply.reason === 'network' && !OWN_CAUSES.has(reply.cause) ? 'failure' : undefined;
}

/** What a reply shows of Graph for its caller. What was not sent, or not waited for, shows nothing. */
function verdictOnCaller(reply: Reply): Verdict {
  if (reply.kind === 'complete') return reply.status >= 502 && reply.status <= 504 ? 'failure' : 'success';
  const hasResponded = reply.kind === 'truncated';
  const { reason } = reply;
  if (reason === 'network' || reason === 'deadline')
    return hasResponded || reply.sent ? 'failure' : undefined;
  // The gateway has not read on.
  return hasResponded && (reason === 'too-large' || reason === 'overloaded') ? 'success' : undefined;
}
