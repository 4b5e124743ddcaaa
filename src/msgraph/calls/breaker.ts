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

// The result of a trial connection, in the form of a reply.
const CONNECTED: Reply = { kind: 'none', sent: true, reason: 'network' };
const UNREACHABLE: Reply = { kind: 'none', sent: false, reason: 'network' };

// The minimum number of calls in ten seconds before a circuit can open.
const MIN_CALLS = 50;
const MIN_CALLS_OF_CALLER = 10;
// How often to check whether the pause has ended, and a trial is due.
const TRIAL_EVERY_MS = 1_000;

const MAX_CALLERS = 1_000;
// Longer than a circuit stays open.
const IDLE_MS = 60_000;

/**
 * Circuit breaker: stops calling an upstream once more than half of the calls in ten seconds have failed, because
 * further calls would keep callers waiting and a failing service busy. After a second it makes one trial, then more
 * after increasing pauses, until one succeeds.
 *
 * Graph fails per tenant and per workload, so a call that was sent and failed counts for its caller only. For all
 * callers, only failures that no caller can cause count: that no connection is established. A 4xx is no failure.
 */
export class Breaker {
  readonly #connections: Circuit;
  // Only callers with failures have a circuit, so that nothing is looked up while there are none.
  readonly #callers = new LRUCache<string, Circuit>({
    max: MAX_CALLERS,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
    ttlAutopurge: true,
  });
  #trials: NodeJS.Timeout | undefined;
  #isClosing = false;

  /**
   * @param tryToConnect - opens a connection to Graph without sending anything; false if it cannot
   * @param onSwitched - called when the circuit for all callers opens, and when it closes again
   */
  constructor(tryToConnect: () => Promise<boolean>, onSwitched?: OnSwitched) {
    const trial = async () => ((await tryToConnect()) ? CONNECTED : UNREACHABLE);
    this.#connections = new Circuit(verdictOnConnection, MIN_CALLS, (state) => {
      clearInterval(this.#trials);
      // Calls that are cut off during `close` count as failed connections, but say nothing about Graph.
      if (this.#isClosing) return;
      // A timer, not calls, makes the trials: a load balancer sends none while the gateway is not ready, and calls may
      // be aborted before they connect.
      if (state === 'open')
        this.#trials = setInterval(() => void this.#connections.send(trial), TRIAL_EVERY_MS).unref();
      onSwitched?.(state);
    });
  }

  /** The state of the circuit for all callers: whether connections to Graph can be established. */
  get state(): BreakerState {
    return this.#connections.state;
  }

  /** Makes a call for this caller, or replies immediately that it was not made, if a circuit is open. */
  async send(callerKey: () => string, call: SendCall): Promise<Reply> {
    if (this.#connections.state !== 'closed') return STOPPED;
    // Its reply counts first for the circuit of connections, then for the caller's own.
    const send = () => this.#connections.send(call);
    const own = this.#callers.size > 0 ? this.#callers.get(callerKey()) : undefined;
    if (own !== undefined) return own.send(send);
    const reply = await send();
    if (verdictOnCaller(reply) === 'failure') this.#circuitOf(callerKey()).count(reply);
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

// Exhausted resources of the process or of its machine say nothing about Graph, and one caller may have used them up:
// file descriptors, local ports, or memory for sockets.
const OWN_CAUSES: ReadonlySet<string | undefined> = new Set([
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'EAGAIN',
  'ENOBUFS',
  'ENOMEM',
]);

/** What a reply shows about connections. If none was established, the cause is DNS, the network or a certificate. */
function verdictOnConnection(reply: Reply): Verdict {
  if (reply.kind !== 'none' || reply.sent) return 'success';
  return reply.reason === 'network' && !OWN_CAUSES.has(reply.cause) ? 'failure' : undefined;
}

/** What a reply shows about Graph for its caller. A call that was not sent, or was abandoned, shows nothing. */
function verdictOnCaller(reply: Reply): Verdict {
  if (reply.kind === 'complete') return reply.status >= 502 && reply.status <= 504 ? 'failure' : 'success';
  const hasResponded = reply.kind === 'truncated';
  const { reason } = reply;
  if (reason === 'network' || reason === 'deadline')
    return hasResponded || reply.sent ? 'failure' : undefined;
  // Graph responded; it was the gateway that stopped reading.
  return hasResponded && (reason === 'too-large' || reason === 'overloaded') ? 'success' : undefined;
}
