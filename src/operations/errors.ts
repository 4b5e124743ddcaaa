import { type ExecutionResult, GraphQLError, type Location, type SourceLocation } from 'graphql';
import { type ErrorCode, type ErrorExtensions, isErrorCode, type Limit } from '../client/errorContract.ts';
import type { RequestWork } from '../fairness/requestWork.ts';
import type { WriteLedger } from '../msgraph/calls/outcome.ts';
import type { ErrorBudget } from '../msgraph/protocol/errorBudget.ts';
import { GraphFailure } from '../msgraph/protocol/errors.ts';
import { StacklessError } from '../msgraph/protocol/stackless.ts';
import { limitExceeded, type ReportBug } from '../schema/errors.ts';
import { listErrors, type ResponseError, unlisted } from './errorList.ts';
import { type Problem, problemsOf } from './problems.ts';
import { MAX_MESSAGE_LENGTH } from './quotedSecrets.ts';

/** One result of an operation. */
export interface OperationResult {
  readonly data?: ExecutionResult['data'];
  readonly errors?: readonly ResponseError[];
  /** What the operation needs of its transport, and does not have. */
  readonly requires?: 'POST' | 'text/event-stream';
  /** Present where it may take megabytes once it is serialized. */
  readonly held?: HeldResult;
}

/** What a large result holds. */
export interface HeldResult {
  /** Schedules its serialization. */
  readonly work: Pick<RequestWork, 'runContinuation'>;
  /** To be called after the serialization, or if the result is not sent. */
  readonly release: () => void;
}

/** The result of an operation that is not executed; `extensions` are for errors that have no code. */
export function rejected(
  errors: readonly GraphQLError[],
  extensions: ErrorExtensions,
  requires?: OperationResult['requires'],
): OperationResult {
  const listed = listErrors(errors, (each) =>
    responseError(each, each.message, codedExtensions(each) ?? extensions),
  );
  if (listed.length < errors.length) listed.push(unlisted('More errors are not listed.'));
  return { errors: listed, ...(requires && { requires }) };
}

/** Ends the pipeline ahead of the execution. */
export class Rejection extends StacklessError {
  readonly result: OperationResult;

  constructor(...[errors, extensions, requires]: Parameters<typeof rejected>) {
    super('The request was rejected.');
    this.result = rejected(errors, extensions, requires);
  }
}

/** The result of what a step has thrown: a rejection, or else a bug, which is reported and masked. */
export function requestError(error: unknown, options: ErrorOptions): OperationResult {
  if (error instanceof Rejection) return withHints(error.result, options);
  if (error instanceof GraphQLError && codedExtensions(error))
    return withHints(rejected([error], BUG), options);
  options.reportBug(error);
  return rejected([new GraphQLError('Unexpected error.')], BUG);
}

function withHints({ errors = [], ...rest }: OperationResult, options: ErrorOptions): OperationResult {
  return { ...rest, errors: errors.map((each) => hinted(each, options)) };
}

const BUG = { code: 'INTERNAL_SERVER_ERROR' } as const;

export interface ErrorOptions {
  readonly reportBug: ReportBug;
  /** A sentence about the setting of a limit; `undefined` for a limit that is fixed. */
  readonly limitHint: (limit: Limit) => string | undefined;
}

export interface ExecutionErrorOptions extends ErrorOptions {
  readonly isMutation: boolean;
  /** Redacts the secrets in an error. */
  readonly withoutSecrets: (error: GraphQLError) => GraphQLError;
  /** The parts of the context that are read, spelled out: the schema builder's types must stay out of the package's. */
  readonly context: { readonly graph: { readonly writes: WriteLedger; readonly errorBudget: ErrorBudget } };
  /** The hint that is added for a resource whose path Graph does not know. */
  readonly pathHint: (resource: string) => string;
  readonly maxUpstreamRequests: number;
}

/**
 * Brings the errors of an execution into the shape of {@link ErrorExtensions}: as many as a response has room for,
 * and one that says how many more there were. The error that tells the outcome of a write is never dropped.
 */
export function executionErrors(
  errors: readonly GraphQLError[],
  options: ExecutionErrorOptions,
): readonly ResponseError[] {
  const { isMutation, context } = options;
  const problems = errors.flatMap(problemsOf);
  const listed = listErrors(
    problems,
    // Only listed errors are redacted: searching thousands for secrets takes a second.
    (problem) => hinted(executionError(redacted(problem, options), options), options),
    ({ located: { path }, isFirst }) => isMutation && isFirst && path?.length === 1,
  );
  const dropped = problems.length - listed.length + context.graph.errorBudget.dropped;
  if (dropped > 0) listed.push(unlisted(`${dropped} more errors are not listed.`));
  return listed;
}

/** Adds the hint about its setting to an error that exceeds a configurable limit. */
function hinted(error: ResponseError, { limitHint }: ErrorOptions): ResponseError {
  const { limit } = error.extensions;
  const hint = limit && limitHint(limit);
  return hint === undefined ? error : { ...error, message: `${error.message} ${hint}` };
}

/** The failures of Graph are redacted where they are made, and problems of arguments quote no value. */
function redacted(problem: Problem, { withoutSecrets }: ExecutionErrorOptions): Problem {
  const { located, cause, message } = problem;
  if (cause instanceof GraphFailure || message !== located.message) return problem;
  return { ...problem, message: withoutSecrets(located).message };
}

function executionError(problem: Problem, options: ExecutionErrorOptions): ResponseError {
  const { located } = problem;
  const { message, ...extensions } = meaningOf(problem, options);
  if (!options.isMutation) return responseError(located, message, extensions);
  // The outcome of a write is recorded by root field, whatever kind of error the field ends with.
  const { outcome, resourceId } = options.context.graph.writes.of(String(located.path?.[0] ?? ''));
  const write = outcome === 'APPLIED' && resourceId !== undefined ? { outcome, resourceId } : { outcome };
  return responseError(located, message, { ...extensions, ...write });
}

/** The cause of an error in terms of the contract. */
function meaningOf(
  { cause, message: text }: Problem,
  { reportBug, pathHint, maxUpstreamRequests }: ExecutionErrorOptions,
): ErrorExtensions & { readonly message: string } {
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
    if (extensions !== undefined) return { message: text, ...extensions };
  }
  // An error with neither comes from a value that a resolver returned, and is a bug like any other.
  reportBug(cause);
  return { message: 'Unexpected error.', ...BUG };
}

/** The extensions of one of the gateway's own errors. */
function codedExtensions(error: GraphQLError): (ErrorExtensions & { code: ErrorCode }) | undefined {
  // Absent in those of graphql-jit, against its types.
  const extensions: GraphQLError['extensions'] | undefined = error.extensions;
  const code = extensions?.code;
  return isErrorCode(code) ? { ...extensions, code } : undefined;
}

// A field that is selected a thousand times has a thousand nodes.
const MAX_LOCATIONS = 10;

function responseError(
  { nodes, locations, path }: GraphQLError,
  message: string,
  extensions: ErrorExtensions,
): ResponseError {
  const nodePlaces = nodes
    ?.slice(0, MAX_LOCATIONS)
    .flatMap(({ loc }) => (loc === undefined ? [] : [place(loc)]));
  const places = nodePlaces ?? locations?.slice(0, MAX_LOCATIONS);
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
