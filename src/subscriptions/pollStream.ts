import type { Session } from '../msgraph/calls/session.ts';
import { GraphFailure } from '../msgraph/protocol/errors.ts';
import type { Watched } from '../schema/watch.ts';
import { nextDelayMs } from './pollDelay.ts';
import type { Poll, PollQueue } from './pollQueue.ts';

/** What one stream needs of the caller that it belongs to, and of the process. */
interface PollTerms {
  readonly queue: PollQueue;
  /** Key of the caller, which gets a share of the queue's slots. */
  readonly caller: string;
  readonly pollIntervalMs: number;
  /** Opens a session with the caller's token, for one poll. */
  readonly openSession: (signal: AbortSignal) => Session;
  /** Fires when the client disconnects. */
  readonly signal: AbortSignal;
  /** Called once, when polling has ended. */
  readonly onEnd: () => void;
}

type Event<T> = T | Error | null;

/** An unread event. `release` ends the session of its poll, which counts the memory that the state holds. */
interface Unread<T> {
  readonly event: Event<T>;
  readonly release: () => void;
}

const NOTHING_HELD = () => {};

// With the default interval, five minutes without a state, or one and a half without an object.
const MAX_FAILURES = 10;
const MAX_ABSENCES = 3;

/**
 * The events of one subscription. It polls whether or not events are read, and keeps the last of the unread states.
 * When it ends, the poll in flight is aborted, and no other follows.
 */
export class PollStream<T> implements AsyncIterableIterator<Event<T>, undefined> {
  readonly #watched: Watched<T>;
  readonly #terms: PollTerms;
  readonly #calls = new AbortController();
  readonly #poll: Poll;
  readonly #unread: Unread<T>[] = [];
  /** Releases the event that was read last. */
  #release = NOTHING_HELD;
  #waiting: ((result: IteratorResult<Event<T>, undefined>) => void) | undefined;
  #version: unknown = NO_STATE;
  #failures = 0;
  #absences = 0;
  #ended = false;

  constructor(watched: Watched<T>, terms: PollTerms) {
    this.#watched = watched;
    this.#terms = terms;
    this.#poll = { caller: terms.caller, run: () => this.#pollOnce() };
  }

  /** Makes the first poll. */
  start(): void {
    const { signal, queue } = this.#terms;
    // The listener stays after the end, too: unread events still hold memory.
    signal.addEventListener('abort', () => void this.return(), { once: true });
    if (signal.aborted) this.end();
    else queue.add(this.#poll, 0);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Event<T>, undefined>> {
    this.#release();
    this.#release = NOTHING_HELD;
    const unread = this.#unread.shift();
    if (unread !== undefined) {
      this.#release = unread.release;
      return Promise.resolve({ done: false, value: unread.event });
    }
    if (this.#ended) return Promise.resolve(DONE);
    return new Promise((resolve) => {
      this.#waiting?.(DONE);
      this.#waiting = resolve;
    });
  }

  /** Ends it for a client that reads no more. */
  return(): Promise<IteratorResult<Event<T>, undefined>> {
    this.#dropUnread();
    this.#release();
    this.end();
    return Promise.resolve(DONE);
  }

  /** Ends it, with an error as its last event if one is given. */
  end(error?: Error): void {
    if (this.#ended) return;
    if (error !== undefined) this.#emit(error);
    this.#ended = true;
    this.#terms.queue.delete(this.#poll);
    this.#calls.abort();
    this.#waiting?.(DONE);
    this.#terms.onEnd();
  }

  async #pollOnce(): Promise<void> {
    const { queue, pollIntervalMs, openSession } = this.#terms;
    const session = openSession(this.#calls.signal);
    let isHeld = false;
    try {
      const state = await this.#watched.read(session);
      if (this.#ended) return;
      this.#failures = 0;
      isHeld = this.#update(state, () => session.end());
      if (!this.#ended) queue.add(this.#poll, nextDelayMs(pollIntervalMs));
    } catch (error) {
      if (this.#ended) return;
      this.#failures += 1;
      this.#absences = 0;
      if (!isTransient(error) || this.#failures === MAX_FAILURES) this.end(asError(error));
      else queue.add(this.#poll, nextDelayMs(pollIntervalMs, error.facts.retryAfterSeconds));
    } finally {
      if (!isHeld) session.end();
    }
  }

  /** Emits an event if the version is new, to be released once it has been read; false if there is none. */
  #update(state: T | null, release: () => void): boolean {
    const version = state === null ? NO_OBJECT : this.#watched.version(state);
    const isNew = version !== this.#version;
    if (isNew) this.#emit(state, release);
    this.#version = version;
    this.#absences = state === null ? this.#absences + 1 : 0;
    if (state !== null && this.#watched.isFinal(state)) this.end();
    else if (this.#absences === MAX_ABSENCES) this.end(new GraphFailure('NOT_FOUND', ABSENT));
    return isNew;
  }

  #emit(event: Event<T>, release = NOTHING_HELD): void {
    if (this.#waiting !== undefined) {
      this.#release = release;
      this.#waiting({ done: false, value: event });
      this.#waiting = undefined;
      return;
    }
    // An error is the last event: it follows the last unread state instead of replacing it.
    if (!(event instanceof Error)) this.#dropUnread();
    this.#unread.push({ event, release });
  }

  #dropUnread(): void {
    for (const { release } of this.#unread.splice(0)) release();
  }
}

const NO_STATE = Symbol();
const NO_OBJECT = Symbol();
const DONE = { done: true, value: undefined } as const;
const ABSENT = `Microsoft Graph has not found it in ${MAX_ABSENCES} polls.`;

const TRANSIENT: readonly string[] = [
  'RATE_LIMITED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  // Such as the page of a proxy.
  'UPSTREAM_INVALID_RESPONSE',
  'OVERLOADED',
];

/** Whether a later poll may succeed. A rejected token, or a path that Graph does not know, is permanent. */
function isTransient(error: unknown): error is GraphFailure {
  return error instanceof GraphFailure && TRANSIENT.includes(error.code);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new TypeError(String(error));
}
