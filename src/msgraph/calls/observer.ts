import type { WriteOutcome } from '../../client/errorContract.ts';
import type { Method, Reply } from '../protocol/reply.ts';
import type { Route } from './route.ts';

/** Observes one call to Graph. */
export interface CallObserver {
  /** Headers to add to the call, such as `traceparent`. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  ended(reply: Reply): void;
}

/** Requests that are retried, after a wait. */
export interface Retry {
  /** Each part of a batch counts as one. */
  readonly requests: number;
  readonly waitMs: number;
  /** Whether Graph asked for the wait, by a 429 or a `Retry-After`. */
  readonly isThrottled: boolean;
}

/** A write with all its attempts. */
export interface ObservedWrite {
  readonly method: Method;
  readonly route: Route;
  /** The HTTP status of the last response, if there was one. */
  readonly status: number | undefined;
  readonly outcome: WriteOutcome;
}

/** Observes a session, but gets neither the caller's token nor ids. Its methods are cheap, and never throw. */
export interface SessionObserver {
  /** @param parts - the routes of a batch's parts, where the call is one */
  callStarted(method: Method, route: Route, parts?: readonly Route[]): CallObserver;
  /** The replies to the parts of a batch, in addition to the end of its call. */
  batchEnded(parts: readonly Route[], replies: readonly Reply[]): void;
  /** Graph refuses batches of reads: this caller's reads are sent one by one for a while. */
  batchesRefused(): void;
  retried(retry: Retry): void;
  written(write: ObservedWrite): void;
}
