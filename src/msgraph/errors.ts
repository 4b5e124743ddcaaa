import { type GraphDetails, graphDetails, readGraphError, sentence } from './errorDetails.ts';
import { claimsChallenge, retryAfterSeconds } from './errorHeaders.ts';
import type { FailureReason, Reply } from './transport.ts';

/** What a failed call to Graph means; part of the gateway's closed set of error codes. */
export type GraphFailureCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_INVALID_RESPONSE'
  | 'LIMIT_EXCEEDED'
  | 'OVERLOADED';

/** What is said of too much to do, of one call as of a whole request. */
export const OVERLOADED = {
  message: 'The gateway has more to do than it can; try again shortly.',
  retryAfterSeconds: 1,
};

/** What has become of a write that failed. */
export type WriteOutcome = 'NOT_APPLIED' | 'APPLIED' | 'UNKNOWN';

/** Everything known about a failure besides its code and message. */
export interface GraphFailureFacts {
  readonly graph?: GraphDetails;
  /** With `LIMIT_EXCEEDED`: how many calls one request may make. */
  readonly limit?: 'upstreamRequests';
  readonly max?: number;
  /** Seconds to wait before trying again. */
  readonly retryAfterSeconds?: number;
  /** Graph's claims challenge, base64. */
  readonly claims?: string;
  /** Present on every failed write. */
  readonly outcome?: WriteOutcome;
  /** The id of what was written, where a write was applied and the id is known. */
  readonly resourceId?: string;
}

/** A call to Graph that failed, in terms of the caller. */
export class GraphFailure extends Error {
  readonly code: GraphFailureCode;
  readonly facts: GraphFailureFacts;

  constructor(code: GraphFailureCode, message: string, facts: GraphFailureFacts = {}) {
    super(message);
    this.name = 'GraphFailure';
    this.code = code;
    this.facts = facts;
  }

  /** The same failure with more facts. */
  with(facts: GraphFailureFacts): GraphFailure {
    return new GraphFailure(this.code, this.message, { ...this.facts, ...facts });
  }
}

/** @see https://learn.microsoft.com/graph/errors#http-status-codes */
function codeOf(status: number): GraphFailureCode {
  switch (status) {
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'FORBIDDEN';
    case 404:
    case 410:
      return 'NOT_FOUND';
    case 409:
    case 412:
    case 423:
      return 'CONFLICT';
    case 429:
    case 509:
      return 'RATE_LIMITED';
    case 408:
    case 504:
      return 'UPSTREAM_TIMEOUT';
  }
  if (status >= 500) return 'UPSTREAM_UNAVAILABLE';
  return status >= 400 ? 'UPSTREAM_REJECTED' : 'UPSTREAM_INVALID_RESPONSE';
}

/**
 * What became of a write, told from its reply alone: a 4xx was refused, a 2xx was applied, and whatever was
 * sent and not answered so is unknown.
 */
export function outcomeOf(reply: Reply): WriteOutcome {
  if (reply.kind === 'none') return reply.sent ? 'UNKNOWN' : 'NOT_APPLIED';
  const { status } = reply;
  if (status >= 200 && status < 300) return 'APPLIED';
  return status >= 400 && status < 500 && status !== 408 ? 'NOT_APPLIED' : 'UNKNOWN';
}

/** Turns a reply that is no success into a failure; `token` is blotted out of Graph's texts. */
export function failureOf(reply: Reply, token: string | undefined): GraphFailure {
  if (reply.kind === 'none') return noAnswer(reply.reason);
  const { status, headers } = reply;
  const error = reply.kind === 'complete' ? readGraphError(reply.json) : undefined;
  const graph = graphDetails(status, headers, error, token);
  const wait = retryAfterSeconds(headers);
  const challenge = status === 401 || status === 403 ? claimsChallenge(headers) : undefined;
  // A challenge is passed on as it is or not at all.
  const claims = token !== undefined && challenge?.includes(token) ? undefined : challenge;
  const facts = {
    graph,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    ...(claims === undefined ? {} : { claims }),
  };
  if (reply.kind === 'cut' && reply.reason === 'deadline') {
    return new GraphFailure('UPSTREAM_TIMEOUT', 'Microsoft Graph did not finish its answer in time.', facts);
  }
  const code = codeOf(status);
  if (code === 'UPSTREAM_INVALID_RESPONSE') {
    return new GraphFailure(
      code,
      `Microsoft Graph's answer (status ${status}) is not one the gateway understands.`,
      facts,
    );
  }
  const said = graph.message ?? (error === undefined ? 'no Graph error body came with it.' : 'no message.');
  return new GraphFailure(code, `Microsoft Graph answered ${status}: ${sentence(said)}`, facts);
}

function noAnswer(reason: FailureReason): GraphFailure {
  switch (reason) {
    case 'deadline':
      return new GraphFailure('UPSTREAM_TIMEOUT', 'Microsoft Graph did not answer in time.');
    case 'client-gone':
      return new GraphFailure('UPSTREAM_UNAVAILABLE', 'Not asked of Microsoft Graph: the client has gone.');
    case 'network':
    case 'too-large':
      return new GraphFailure(
        'UPSTREAM_UNAVAILABLE',
        'Microsoft Graph could not be reached, or the connection broke.',
      );
    case 'circuit-open':
      return new GraphFailure(
        'UPSTREAM_UNAVAILABLE',
        'Not asked of Microsoft Graph, which has been failing; the gateway waits before it asks again.',
        { retryAfterSeconds: 1 },
      );
    case 'overloaded':
      return new GraphFailure('OVERLOADED', OVERLOADED.message, {
        retryAfterSeconds: OVERLOADED.retryAfterSeconds,
      });
    case 'too-many':
      return new GraphFailure(
        'LIMIT_EXCEEDED',
        "The request asks for more of Microsoft Graph than it may (the gateway's setting MAX_UPSTREAM_REQUESTS).",
      );
  }
}
