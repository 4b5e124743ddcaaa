import { Counts } from '../fairness/counts.ts';
import { FairShare } from '../fairness/fairShare.ts';
import type { Session } from '../msgraph/calls/session.ts';
import { limitExceeded, overloaded } from '../schema/errors.ts';
import type { Watched } from '../schema/watch.ts';
import { PollQueue, type Slots } from './pollQueue.ts';
import { PollStream } from './pollStream.ts';

export interface SubscriptionOptions {
  readonly maxSubscriptions: number;
  readonly maxSubscriptionsPerCaller: number;
  readonly operationPollSeconds: number;
  readonly maxRequests: number;
}

/** The caller of a subscription. */
export interface Subscriber {
  readonly callerKey: () => string;
  /** Fires when the client disconnects. */
  readonly signal: AbortSignal;
  openSession(signal: AbortSignal): Session;
}

/** The open subscriptions of a process. Each holds its caller's token; nothing is shared between them. */
export class Subscriptions {
  readonly #options: SubscriptionOptions;
  readonly #queue: PollQueue;
  readonly #open = new Set<Pick<PollStream<unknown>, 'end'>>();
  readonly #openByCaller = new Counts<string>();
  readonly #share: FairShare;
  #draining = false;

  /** Polls count in the gate as requests do, and leave most of it to them. */
  constructor(options: SubscriptionOptions, gate: Slots) {
    this.#options = options;
    this.#share = new FairShare(options.maxSubscriptions);
    this.#queue = new PollQueue(gate, Math.ceil(options.maxRequests / 4));
  }

  /** @throws {GraphQLError} `OVERLOADED` or `LIMIT_EXCEEDED` */
  watch<T>(watched: Watched<T>, { callerKey, signal, openSession }: Subscriber): PollStream<T> {
    const { maxSubscriptionsPerCaller: maxOfCaller, operationPollSeconds } = this.#options;
    const caller = callerKey();
    if (this.#draining) throw overloaded(ENDING);
    if (this.#openByCaller.of(caller) >= maxOfCaller) throw limitExceeded('subscriptions', maxOfCaller);
    // The share admits a first one whatever its limit is, and the limit may be 0.
    const taken = this.#share.isFull ? undefined : this.#share.take(() => caller);
    if (taken === undefined) throw overloaded(FULL);
    this.#openByCaller.add(caller);
    const stream = new PollStream(watched, {
      queue: this.#queue,
      caller,
      pollIntervalMs: operationPollSeconds * 1_000,
      openSession,
      signal,
      onEnd: () => {
        this.#open.delete(stream);
        this.#openByCaller.remove(caller);
        this.#share.giveBack(taken);
      },
    });
    this.#open.add(stream);
    stream.start();
    return stream;
  }

  /** Ends all of them with an error that tells clients to subscribe again; none is opened any more. */
  drain(): void {
    this.#draining = true;
    for (const stream of this.#open) stream.end(overloaded(ENDING));
  }
}

const FULL = 'The gateway has as many open subscriptions as it may have; retry shortly.';
const ENDING = 'The gateway is shutting down; subscribe again.';
