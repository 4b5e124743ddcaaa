import type { GraphFailureCode, GraphFailureFacts } from '../../client/errorContract.ts';
import { graphDetails, readGraphError, sentence } from './errorBody.ts';
import { claimsChallenge, retryAfterSeconds } from './headers.ts';
import type { Redactor } from './redact.ts';
import type { FailureReason, Reply } from './reply.ts';
import { StacklessError } from './stackless.ts';

/** A failed call to Graph, as reported to the caller. */
export class GraphFailure extends StacklessError {
  override readonly name = 'GraphFailure';
  readonly code: GraphFailureCode;
  readonly facts: GraphFailureFacts;
  /** The name of the resource whose path Graph does not know; absent if only an item was not found. */
  readonly unknownPathOf: string | undefined;

  constructor(
    code: GraphFailureCode,
    message: string,
    facts: GraphFailureFacts = {},
    unknownPathOf?: string,
  ) {
    super(message);
    this.code = code;
    this.facts = facts;
    this.unknownPathOf = unknownPathOf;
  }
}

/** The failure for a successful response that is invalid. */
export function invalidResponse(problem: string): GraphFailure {
  return new GraphFailure('UPSTREAM_INVALID_RESPONSE', `Microsoft Graph's response is invalid: ${problem}.`);
}

/** @see https://learn.microsoft.com/graph/errors#http-status-codes */
const CODES: ReadonlyMap<number, GraphFailureCode> = new Map([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [410, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [412, 'CONFLICT'],
  [423, 'CONFLICT'],
  [429, 'RATE_LIMITED'],
  [509, 'RATE_LIMITED'],
  [408, 'UPSTREAM_TIMEOUT'],
  [504, 'UPSTREAM_TIMEOUT'],
]);

function codeOf(status: number): GraphFailureCode {
  if (status < 400) return 'UPSTREAM_INVALID_RESPONSE';
  return CODES.get(status) ?? (status >= 500 ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_REJECTED');
}

type Meaning = readonly [GraphFailureCode, string, GraphFailureFacts?];

/** For everything that is rejected because the gateway is at capacity. */
export const AT_CAPACITY: Meaning = [
  'OVERLOADED',
  'The gateway is at capacity; retry shortly.',
  { retryAfterSeconds: 1 },
];
const BROKEN = 'The network connection to Microsoft Graph broke.';
const UNREACHABLE = 'Microsoft Graph could not be reached: no connection was established.';
const NO_RESPONSE: Readonly<Record<FailureReason, Meaning>> = {
  deadline: ['UPSTREAM_TIMEOUT', 'Microsoft Graph did not respond in time.'],
  'client-disconnected': ['UPSTREAM_UNAVAILABLE', 'Microsoft Graph was not called: the client disconnected.'],
  network: ['UPSTREAM_UNAVAILABLE', BROKEN],
  'too-large': ['UPSTREAM_UNAVAILABLE', BROKEN],
  'circuit-open': [
    'UPSTREAM_UNAVAILABLE',
    'Microsoft Graph was not called: the circuit breaker is open after repeated failures.',
    { retryAfterSeconds: 1 },
  ],
  overloaded: AT_CAPACITY,
  'budget-exhausted': ['LIMIT_EXCEEDED', 'The upstream requests of this operation are used up.'],
};

/** Turns a reply that is no success into a failure, with Graph's texts redacted. */
export function failureOf(reply: Reply, redactor: Redactor): GraphFailure {
  if (reply.kind === 'none' && reply.reason === 'network' && !reply.sent) {
    return new GraphFailure('UPSTREAM_UNAVAILABLE', UNREACHABLE);
  }
  if (reply.kind === 'none') return new GraphFailure(...NO_RESPONSE[reply.reason]);
  const { status, headers } = reply;
  const error = reply.kind === 'complete' ? readGraphError(reply.json) : undefined;
  const graph = graphDetails(reply, error, redactor);
  const wait = retryAfterSeconds(headers);
  const challenge = status === 401 || status === 403 ? claimsChallenge(headers) : undefined;
  // A challenge is passed on unchanged or not at all.
  const claims = challenge !== undefined && redactor.reveals(challenge) ? undefined : challenge;
  const facts = {
    graph,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    ...(claims === undefined ? {} : { claims }),
  };
  if (reply.kind === 'truncated' && reply.reason === 'overloaded') return new GraphFailure(...AT_CAPACITY);
  if (reply.kind === 'truncated' && reply.reason === 'deadline') {
    return new GraphFailure(
      'UPSTREAM_TIMEOUT',
      'Microsoft Graph did not finish its response in time.',
      facts,
    );
  }
  const code = codeOf(status);
  if (code === 'UPSTREAM_INVALID_RESPONSE') {
    const problem = reply.kind === 'truncated' ? 'is incomplete' : `has the unexpected status ${status}`;
    return new GraphFailure(code, `Microsoft Graph's response ${problem}.`, facts);
  }
  const said = graph.message ?? (error === undefined ? 'no Graph error body.' : 'no message.');
  return new GraphFailure(code, `Microsoft Graph responded with ${status}: ${sentence(said)}`, facts);
}

/** Graph's code for an invalid token, as opposed to a token without access to the resource. */
export const INVALID_TOKEN = 'InvalidAuthenticationToken';

/**
 * Whether a reply rejects the token itself, so that no other call can succeed with it. Graph's 401 can also mean that
 * one connection belongs to another app.
 *
 * @see https://learn.microsoft.com/graph/resolve-auth-errors
 */
export function rejectsToken(reply: Reply): boolean {
  if (reply.kind !== 'complete' || reply.status !== 401) return false;
  return readGraphError(reply.json)?.code === INVALID_TOKEN;
}
