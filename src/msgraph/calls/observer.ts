import type { WriteOutcome } from '../../client/errorContract.ts';
import type { Method, Reply } from '../protocol/reply.ts';
import type { Route } from './route.ts';

/** Told of one call to Graph. */
export interface CallObserver {
  /** Headers that the call has beside its own, such as `traceparent`. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  ended(reply: Reply): void;
}

/** Requests that are retried, after a wait. */
export interface Retry {
  /** Each part of a batch is one. */
  readonly requests: number;
  readonly waitMs: number;
  /** Whether Graph asked for the wait, by a 429 or a `Retry-After`. */
  readonly isThrottled: boolean;
}

/** A write with all its attempts. */
export interface ObservedWrite {
  readonly method: Method;
  readonly route: Route;
  /** Of the last response, if there was one. */
  readonly status: number | undefined;
  readonly outcome: WriteOutcome;
}

/** Told of what a session does, without the caller's token and ids. Its methods are cheap, and never throw. */
export interface SessionObserver {
  /** @param parts - the routes of a batch's parts, where the call is one */
  callStarted(method: Method, route: Route, parts?: readonly Route[]): CallObserver;
  /** The replies to the parts of a batch, in addition to the end of its call. */
  batchEnded(parts: readonly Route[], replies: readonly Reply[]): void;
  /** Graph refuses to batch reads: those of this caller are sent singly for a while. */
  batchesRefused(): void;
  retried(retry: Retry): void;
  written(write: ObservedWrite): void;
}
