// The error contract, for servers and browsers alike: this module imports nothing.

/** What a failed call to Graph means; part of {@link ERROR_CODES}. */
const GRAPH_FAILURE_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_REJECTED',
  'UPSTREAM_INVALID_RESPONSE',
  'LIMIT_EXCEEDED',
  'OVERLOADED',
] as const;
export type GraphFailureCode = (typeof GRAPH_FAILURE_CODES)[number];

/** Every value that `extensions.code` can have. */
export const ERROR_CODES = [
  ...GRAPH_FAILURE_CODES,
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'DOCUMENT_NOT_TRUSTED',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export function isErrorCode(code: unknown): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code);
}

/** What a request or its response can exceed. */
export type Limit =
  | 'body'
  | 'tokens'
  | 'characters'
  | 'name'
  | 'variables'
  | 'keys'
  | 'depth'
  | 'introspectionDepth'
  | 'introspectionAliases'
  | 'introspectionBytes'
  | 'subscriptionTokens'
  | 'subscriptionCharacters'
  | 'schemaFields'
  | 'typeFields'
  | 'aliases'
  | 'rootFields'
  | 'directives'
  | 'repeatedFields'
  | 'comparisons'
  | 'cost'
  | 'responseBytes'
  | 'responseValues'
  | 'upstreamRequests'
  | 'subscriptions'
  | 'errors';

/** What became of a write that failed, or whose result could not be read. */
export type WriteOutcome = 'NOT_APPLIED' | 'APPLIED' | 'UNKNOWN';

/** One of several problems with a request. */
export interface GraphErrorDetail {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly target?: string | undefined;
}

/** What Graph reported about a failure; tokens and absolute URLs are redacted. */
export interface GraphDetails {
  /** The HTTP status. */
  readonly status: number;
  readonly code?: string;
  /** The innermost code, usually the most specific one. */
  readonly innerCode?: string;
  readonly message?: string;
  readonly target?: string;
  readonly details?: readonly GraphErrorDetail[];
  /** The id that Graph assigned to the request, which Microsoft's support asks for. */
  readonly requestId?: string;
  readonly clientRequestId?: string;
}

/** What an error in a response says about a failure of Graph, beside its code and message. */
export interface GraphFailureFacts {
  /** What Microsoft Graph reported. */
  readonly graph?: GraphDetails;
  readonly retryAfterSeconds?: number;
  /** A claims challenge (base64) to pass to the identity library that issued the token. */
  readonly claims?: string;
}

/** The `extensions` of every error in a response. */
export interface ErrorExtensions extends GraphFailureFacts {
  readonly code: ErrorCode;
  /** The rejected argument: `first`, `input.id`. */
  readonly argument?: string;
  /** With `LIMIT_EXCEEDED`: which limit, and how much it allows. */
  readonly limit?: Limit;
  readonly max?: number;
  /** On every error of a mutation: what became of the write. */
  readonly outcome?: WriteOutcome;
  /** The id of what was written, where `outcome` is `APPLIED` and the id is known. */
  readonly resourceId?: string;
}

/**
 * The typed extensions of an error in a response; `undefined` if its code is not one of the gateway's, such as an error
 * of a proxy or of a router.
 *
 * @param error an entry of `errors`, as any client has it
 */
export function errorExtensions(error: { readonly extensions?: unknown }): ErrorExtensions | undefined {
  const { extensions } = error;
  return hasErrorCode(extensions) ? extensions : undefined;
}

function hasErrorCode(extensions: unknown): extensions is ErrorExtensions {
  return (
    typeof extensions === 'object' &&
    extensions !== null &&
    'code' in extensions &&
    isErrorCode(extensions.code)
  );
}
