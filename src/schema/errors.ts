import { GraphQLError } from 'graphql';
import { GRAPH_FAILURE_CODES, type GraphFailureFacts } from '../msgraph/errors.ts';
import type { WriteOutcome } from '../msgraph/outcome.ts';

/** Every value that `extensions.code` can have. */
export const ERROR_CODES = [
  ...GRAPH_FAILURE_CODES,
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export function isErrorCode(code: unknown): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code);
}

/** What a request or its response can exceed. */
export type Limit = keyof typeof LIMITS;

/** For error messages: "The request has more than 100 aliases". */
const LIMITS = {
  body: 'bytes in its body',
  tokens: 'tokens',
  characters: 'characters in its document',
  name: 'characters in one name',
  variables: 'values in its variables or extensions',
  keys: 'different keys in one field',
  depth: 'levels of fields',
  introspectionDepth: 'levels of introspection fields',
  introspectionAliases: 'aliases inside introspection fields',
  schemaFields: '__schema field, _service field or _sdl field',
  typeFields: '__type fields',
  aliases: 'aliases',
  rootFields: 'root fields',
  directives: 'directives',
  comparisons: 'comparisons of its fields during validation',
  cost: 'fields in its largest possible result',
  upstreamRequests: 'upstream requests',
  errors: 'errors',
} as const;

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

/** Told of every unexpected error, since the caller is not. */
export type ReportBug = (error: unknown) => void;

/** An argument that the gateway itself rejects; no upstream call is made. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(`${argument}: ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument } });
}

/** What exceeds a limit is not executed: the request, or one key of a list. */
export function limitExceeded(limit: Limit, max: number): GraphQLError {
  const message = `The request has more than ${max} ${LIMITS[limit]}.`;
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit, max } });
}

/** How many errors a response lists. */
export const MAX_ERRORS = 100;

/** How many errors the fields of one operation may still make; thousands of them would cost more than their data. */
export class ErrorBudget {
  #left = MAX_ERRORS;
  #dropped = 0;

  /** The errors that were not made. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Whether one more error may be made; counts it as dropped otherwise. */
  take(): boolean {
    if (this.#left > 0) {
      this.#left -= 1;
      return true;
    }
    this.#dropped += 1;
    return false;
  }
}
