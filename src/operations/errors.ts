import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type Location,
  type SourceLocation,
} from 'graphql';
import { GraphFailure } from '../msgraph/errors.ts';
import type { GatewayContext } from '../schema/builder.ts';
import {
  type ErrorCode,
  type ErrorExtensions,
  isErrorCode,
  limitExceeded,
  MAX_ERRORS,
  type ReportBug,
} from '../schema/errors.ts';

/** An error as a response has it. */
export interface ResponseError extends GraphQLFormattedError {
  readonly extensions: { readonly [Name in keyof ErrorExtensions]: ErrorExtensions[Name] };
}

/** One result of an operation; `mutationRejected` where the caller's transport allows queries only. */
export interface OperationResult {
  readonly data?: ExecutionResult['data'];
  readonly errors?: readonly ResponseError[];
  readonly mutationRejected?: true;
}

/** Ends the pipeline ahead of the execution; `extensions` are those of errors that have no code. */
export class Rejection extends Error {
  readonly result: OperationResult;

  constructor(errors: readonly GraphQLError[], extensions: ErrorExtensions, mutationRejected?: true) {
    super('The request was rejected.');
    const listed = errors.map((each) =>
      responseError(each, each.message, codedExtensions(each) ?? extensions),
    );
    this.result = { errors: listed, ...(mutationRejected && { mutationRejected }) };
  }
}

/** The result of what a step has thrown: a rejection, or else a bug, which is reported and masked. */
export function requestError(error: unknown, reportBug: ReportBug): OperationResult {
  if (error instanceof Rejection) return error.result;
  if (error instanceof GraphQLError && codedExtensions(error)) return new Rejection([error], BUG).result;
  reportBug(error);
  return new Rejection([new GraphQLError('Unexpected error.')], BUG).result;
}

const BUG = { code: 'INTERNAL_SERVER_ERROR' } as const;

export interface ExecutionErrorOptions {
  readonly isMutation: boolean;
  readonly context: GatewayContext;
  readonly reportBug: ReportBug;
  /** The message for a resource whose path Graph does not know. */
  readonly pathHint: (resource: string) => string;
  readonly maxUpstreamRequests: number;
}

/**
 * Brings the errors of an execution into the shape of {@link ErrorExtensions}: at most 100 of them and one that
 * says how many more there were. An error that tells the outcome of a write is never dropped.
 */
export function executionErrors(
  errors: readonly GraphQLError[],
  options: ExecutionErrorOptions,
): readonly ResponseError[] {
  const { isMutation, context } = options;
  const shown = errors.filter(({ path }, index) => index < MAX_ERRORS || (isMutation && path?.length === 1));
  const listed = shown.map((error) => executionError(error, options));
  const dropped = errors.length - shown.length + context.errorBudget.dropped;
  if (dropped === 0) return listed;
  const message = `${dropped} more errors are not listed.`;
  return [...listed, { message, extensions: { code: 'LIMIT_EXCEEDED', limit: 'errors', max: MAX_ERRORS } }];
}

function executionError(error: GraphQLError, options: ExecutionErrorOptions): ResponseError {
  const { message, ...extensions } = meaningOf(error, options);
  if (!options.isMutation) return responseError(error, message, extensions);
  // What became of the write is known by its field alone, whatever kind of error the field ends with.
  const { outcome, resourceId } = options.context.graph.writes.of(String(error.path?.[0] ?? ''));
  const write = outcome === 'APPLIED' && resourceId !== undefined ? { outcome, resourceId } : { outcome };
  return responseError(error, message, { ...extensions, ...write });
}

/** The cause of an error in terms of the contract. */
function meaningOf(
  error: GraphQLError,
  { reportBug, pathHint, maxUpstreamRequests }: ExecutionErrorOptions,
): ErrorExtensions & { readonly message: string } {
  const cause = error.originalError ?? error;
  if (cause instanceof GraphFailure) {
    const { code, facts, unknownPathOf } = cause;
    if (code === 'LIMIT_EXCEEDED') {
      const { message, extensions } = limitExceeded('upstreamRequests', maxUpstreamRequests);
      return { message, ...extensions, code };
    }
    const hint = unknownPathOf === undefined ? '' : ` ${pathHint(unknownPathOf)}`;
    return { message: cause.message + hint, code, ...facts };
  }
  if (cause instanceof GraphQLError) {
    // Our own rejections carry a code; graphql-js's, of arguments, point into the document.
    const extensions = codedExtensions(cause) ?? (cause.nodes && { code: 'BAD_USER_INPUT' });
    if (extensions !== undefined) return { message: error.message, ...extensions };
  }
  // An error with neither comes from a value that a resolver returned, and is a bug like any other.
  reportBug(cause);
  return { message: 'Unexpected error.', ...BUG };
}

/** The extensions of one of the gateway's own errors. */
function codedExtensions({ extensions }: GraphQLError): (ErrorExtensions & { code: ErrorCode }) | undefined {
  const { code } = extensions;
  return isErrorCode(code) ? { ...extensions, code } : undefined;
}

// graphql-js repeats the whole value of a variable in each of its errors.
const MAX_MESSAGE_LENGTH = 1_000;

function responseError(
  { nodes, locations, path }: GraphQLError,
  message: string,
  extensions: ErrorExtensions,
): ResponseError {
  const places = nodes?.flatMap(({ loc }) => (loc === undefined ? [] : [place(loc)])) ?? locations;
  return {
    message: message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message,
    ...(places === undefined ? {} : { locations: places }),
    ...(path === undefined ? {} : { path }),
    extensions: { ...extensions },
  };
}

/** The parser has noted the place of each token; graphql-js would count lines from the top of the document. */
function place({ startToken: { line, column } }: Location): SourceLocation {
  return { line, column };
}
