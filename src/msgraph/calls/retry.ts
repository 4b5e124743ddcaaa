import { FairShare, type Taken } from '../../fairness/fairShare.ts';
import { retryAfterSeconds } from '../protocol/headers.ts';
import { isTransient, type Method, type Reply } from '../protocol/reply.ts';
import type { SessionObserver } from './observer.ts';

/**
 * What is retried, and when.
 *
 * - At most two retries, and no wait that would outlast the request's deadline.
 * - GET and DELETE, which are idempotent: on 429, 502, 503, 504, a reset, a failure to connect. A read is also retried
 *   after a truncated response; a deletion is not, because its status tells what became of it.
 * - POST and PATCH: on 429, which Graph sends before it does anything, or when the connection failed before any byte
 *   was sent. Never on a 5xx: Graph is known to respond with 503 to a create that it has carried out.
 * - After `Retry-After`, or else a random wait whose maximum doubles.
 * - Waiting retries hold a request open, so only so many may wait at once, and not all of them for one caller; beyond
 *   that, the failed reply stands.
 *
 * A retry library would leave all of this to be written, so the loop is here.
 *
 * @see https://learn.microsoft.com/graph/throttling#best-practices-to-handle-throttling
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 */
const RETRYABLE: Readonly<Record<Method, (reply: Reply) => boolean>> = {
  GET: (reply) => (reply.kind === 'complete' ? isTransient(reply.status) : reply.reason === 'network'),
  DELETE: (reply) => (reply.kind === 'none' ? reply.reason === 'network' : isTransient(reply.status)),
  POST: isUnprocessed,
  PATCH: isUnprocessed,
};

const MAX_RETRIES = 2;
const FIRST_WAIT_MS = 200;

function isUnprocessed(reply: Reply): boolean {
  if (reply.kind === 'none') return reply.reason === 'network' && !reply.sent;
  return reply.kind === 'complete' && reply.status === 429;
}

/** One slot per request, however many of its retries wait at the same time. */
interface Slot {
  readonly taken: Taken;
  waiting: number;
}

/** Bounds how many requests of one process wait for their retries; those of one caller do not take all the slots. */
export class RetrySlots {
  readonly #share: FairShare;
  // Keyed by the signal of the request, which identifies it.
  readonly #slotOf = new Map<AbortSignal, Slot>();
  readonly #wakers = new Set<() => void>();
  #hasEnded = false;

  constructor(max: number) {
    this.#share = new FairShare(max);
  }

  /** Waits. False at once if no slot is free, and as soon as the client disconnects or `end` is called. */
  async wait(
    waitMs: number,
    { signal, callerKey }: Pick<RetryTerms, 'signal' | 'callerKey'>,
  ): Promise<boolean> {
    if (this.#hasEnded || signal.aborted) return false;
    const slot = this.#slotOf.get(signal) ?? this.#take(signal, callerKey);
    if (slot === undefined) return false;
    slot.waiting += 1;
    await this.#sleep(waitMs, signal);
    slot.waiting -= 1;
    if (slot.waiting === 0) {
      this.#slotOf.delete(signal);
      this.#share.giveBack(slot.taken);
    }
    return !this.#hasEnded && !signal.aborted;
  }

  /** Ends all waits: from now on, nothing is retried. */
  end(): void {
    this.#hasEnded = true;
    for (const wake of this.#wakers) wake();
  }

  // Not by `AbortSignal.any`: the signals of requests over sockets are Yoga's own, which it does not accept.
  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => resolve();
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
    this.#wakers.add(wake);
    await promise;
    this.#wakers.delete(wake);
    signal.removeEventListener('abort', wake);
    clearTimeout(timer);
  }

  #take(signal: AbortSignal, callerKey: () => string): Slot | undefined {
    const taken = this.#share.take(callerKey);
    if (taken === undefined) return undefined;
    const slot = { taken, waiting: 0 };
    this.#slotOf.set(signal, slot);
    return slot;
  }
}

/** The bounds of one request's retries; the deadline is on the clock of `performance.now()`. */
export interface RetryTerms {
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** Returns the caller's key; called only when it is needed. */
  readonly callerKey: () => string;
  /** Where retries wait; without it, nothing is retried. */
  readonly slots: RetrySlots | undefined;
  readonly observer?: Pick<SessionObserver, 'retried'> | undefined;
}

/**
 * Sends all items, then retries those whose replies allow it; returns the last reply to each.
 *
 * @param method - of each item: a batch of reads counts as reads, although it is sent by POST
 */
export async function sendWithRetries<T>(
  method: Method,
  items: readonly T[],
  send: (items: readonly T[]) => Promise<readonly Reply[]>,
  { deadline, signal, callerKey, slots, observer }: RetryTerms,
): Promise<Reply[]> {
  const replies = [...(await send(items))];
  for (let retry = 1; retry <= MAX_RETRIES; retry += 1) {
    const failed: number[] = [];
    let waitMs = 0;
    let isThrottled = false;
    for (const [index, reply] of replies.entries()) {
      if (!RETRYABLE[method](reply)) continue;
      const ownWaitMs = waitBefore(retry, reply);
      if (performance.now() + ownWaitMs >= deadline) continue;
      failed.push(index);
      waitMs = Math.max(waitMs, ownWaitMs);
      isThrottled ||= asksToWait(reply);
    }
    if (failed.length === 0 || !(await slots?.wait(waitMs, { signal, callerKey }))) break;
    observer?.retried({ requests: failed.length, waitMs, isThrottled });
    const retried = await send(items.filter((_, index) => failed.includes(index)));
    for (const [position, index] of failed.entries()) {
      const reply = retried[position];
      if (reply !== undefined) replies[index] = reply;
    }
  }
  return replies;
}

function asksToWait(reply: Reply): boolean {
  return reply.kind !== 'none' && (reply.status === 429 || retryAfterSeconds(reply.headers) !== undefined);
}

function waitBefore(retry: number, reply: Reply): number {
  const seconds = reply.kind === 'none' ? undefined : retryAfterSeconds(reply.headers);
  return seconds === undefined ? Math.random() * FIRST_WAIT_MS * 2 ** (retry - 1) : seconds * 1_000;
}
