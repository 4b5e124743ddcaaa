import type { GraphQLFormattedError } from 'graphql';
import type { ErrorExtensions } from '../client/errorContract.ts';
import { present } from '../json/values.ts';
import { MAX_ERRORS } from '../msgraph/protocol/errorBudget.ts';

/** An error as a response has it. */
export interface ResponseError extends GraphQLFormattedError {
  readonly extensions: { readonly [Name in keyof ErrorExtensions]: ErrorExtensions[Name] };
}

// Enough for 100 errors with messages of usual length.
const MAX_LISTED_BYTES = 64 * 1024;

/** Returns the errors that fit into a response, at most 100 and about 64 kB, and all that `mustList` selects. */
export function listErrors<E>(
  errors: readonly E[],
  shape: (error: E) => ResponseError,
  mustList = (_error: E) => false,
): ResponseError[] {
  const listed: ResponseError[] = [];
  let bytes = 0;
  for (const error of errors) {
    const isFull = listed.length >= MAX_ERRORS || bytes >= MAX_LISTED_BYTES;
    if (isFull && !mustList(error)) continue;
    const shaped = isFull ? brief(shape(error)) : shape(error);
    bytes += Buffer.byteLength(JSON.stringify(shaped));
    listed.push(shaped);
  }
  return listed;
}

/** Drops Graph's details: each takes kilobytes, and milliseconds to redact, which happens when it is read. */
function brief(error: ResponseError): ResponseError {
  const { graph } = error.extensions;
  if (graph === undefined) return error;
  const { status, code, innerCode, message, requestId, clientRequestId } = graph;
  const facts = present({ code, innerCode, message, requestId, clientRequestId });
  return { ...error, extensions: { ...error.extensions, graph: { status, ...facts } } };
}

/** Stands for errors that are not listed. */
export function unlisted(message: string): ResponseError {
  return { message, extensions: { code: 'LIMIT_EXCEEDED', limit: 'errors', max: MAX_ERRORS } };
}
