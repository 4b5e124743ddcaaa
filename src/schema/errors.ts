import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import type { GraphDetails } from '../msgraph/errorDetails.ts';
import { GraphFailure, type WriteOutcome } from '../msgraph/errors.ts';

/** Every value that `extensions.code` can have. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_REJECTED',
  'UPSTREAM_INVALID_RESPONSE',
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
  'OVERLOADED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What a request can have too much of. */
export type Limit = keyof typeof LIMITS;

/** In words for an error message: "The request has more than 100 aliases". */
const LIMITS = {
  body: 'bytes in its body',
  tokens: 'tokens',
  characters: 'characters in its document',
  variables: 'values in its variables or extensions',
  keys: 'keys in one field',
  depth: 'levels of fields',
  aliases: 'aliases',
  rootFields: 'fields at its root',
  directives: 'directives',
  cost: 'fields to answer, each counted as often as the list that it is in can have items',
  upstreamRequests: 'requests to Microsoft Graph',
};

/** The `extensions` of every error in an answer. */
export interface ErrorExtensions {
  readonly code: ErrorCode;
  /** The argument that was refused: `first`, `input.id`. */
  readonly argument?: string;
  /** With `LIMIT_EXCEEDED`: which limit, and how much it allows. */
  readonly limit?: Limit;
  readonly max?: number;
  /** What Microsoft Graph said. */
  readonly graph?: GraphDetails;
  /** Seconds to wait before trying again. */
  readonly retryAfterSeconds?: number;
  /** A claims challenge (base64) to pass to the identity library that the token came from. */
  readonly claims?: string;
  /** On every error of a mutation: what has become of the write. */
  readonly outcome?: WriteOutcome;
  /** The id of what was written, where `outcome` is `APPLIED` and the id is known. */
  readonly resourceId?: string;
}

/** Told of every error that nobody foresaw, since the caller is not. */
export type ReportBug = (error: unknown) => void;

/** An argument that the gateway itself refuses; no upstream call is made. */
export function badUserInput(argument: string, message: string): GraphQLError {
  const extensions: ErrorExtensions = { code: 'BAD_USER_INPUT', argument };
  return new GraphQLError(`${argument}: ${message}`, { extensions: { ...extensions } });
}

/** More than the gateway answers at once; no upstream call is made. */
export function limitExceeded(limit: Limit, max: number, message: string): GraphQLError {
  const extensions: ErrorExtensions = { code: 'LIMIT_EXCEEDED', limit, max };
  return new GraphQLError(message, { extensions: { ...extensions } });
}

/** A request that asks for too much; refused before anything of it is executed. */
export function requestLimitExceeded(limit: Limit, max: number, setting: string): GraphQLError {
  const message = `The request has more than ${max} ${LIMITS[limit]} (the gateway's setting ${setting}).`;
  const http = { spec: true, status: 400 };
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit, max, http } });
}

/** What an error's place in the execution says about it. */
export interface Execution {
  readonly mutation: boolean;
  /** False where the variables were refused, so that no field was resolved. */
  readonly executed: boolean;
}

/** Brings an error of an execution into the shape of {@link ErrorExtensions}. */
export function executionError(
  error: GraphQLError,
  execution: Execution,
  reportBug: ReportBug,
): GraphQLError {
  const cause = error.originalError;
  if (cause instanceof GraphFailure) {
    return reshaped(error, cause.message, { code: cause.code, ...cause.facts });
  }
  const refused = execution.mutation ? { outcome: 'NOT_APPLIED' } : {};
  if (!execution.executed) {
    // graphql-js refused the variables: the one case in which the status of the whole answer may change.
    const http = { spec: true, status: 400 };
    return reshaped(error, clipped(error.message), { code: 'BAD_USER_INPUT', ...refused, http });
  }
  // Our own refusals carry a code; graphql-js's, of arguments, point into the document. An error with neither
  // comes from a value that a resolver returned, and is a bug like any other.
  if (cause instanceof GraphQLError && (isErrorCode(cause.extensions.code) || cause.nodes !== undefined)) {
    return reshaped(error, error.message, { code: 'BAD_USER_INPUT', ...cause.extensions, ...refused });
  }
  reportBug(cause ?? error);
  // A field inside a mutation's result is resolved once the write has been applied.
  const outcome: WriteOutcome = (error.path?.length ?? 0) > 1 ? 'APPLIED' : 'UNKNOWN';
  return reshaped(error, 'Unexpected error.', {
    code: 'INTERNAL_SERVER_ERROR',
    ...(execution.mutation ? { outcome } : {}),
  });
}

/**
 * Brings an error from outside of any execution (of the document or the HTTP request) into the shape of the
 * contract, with a code of {@link ERROR_CODES}.
 */
export function requestError(error: unknown, reportBug: ReportBug): GraphQLError {
  if (error instanceof GraphQLError && error.originalError === undefined) {
    const { code, http } = error.extensions;
    if (isErrorCode(code)) return error;
    // One that points into the document is about the document: an operation of a kind there is not, say.
    const otherwise: ErrorCode = error.nodes === undefined ? 'BAD_REQUEST' : 'GRAPHQL_VALIDATION_FAILED';
    return reshaped(error, error.message, { code: otherwise, ...(http === undefined ? {} : { http }) });
  }
  reportBug(error);
  const http = { status: 500 };
  return new GraphQLError('Unexpected error.', { extensions: { code: 'INTERNAL_SERVER_ERROR', http } });
}

// graphql-js repeats the whole value of a variable, in each of up to fifty errors.
const MAX_MESSAGE_LENGTH = 1_000;

function clipped(message: string): string {
  return message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
}

function isErrorCode(code: unknown): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code);
}

function reshaped(error: GraphQLError, message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  const { nodes = null, source = null, positions = null, path = null } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
