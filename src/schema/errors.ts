import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import type { Limit } from '../client/errorContract.ts';
import { AT_CAPACITY } from '../msgraph/protocol/errors.ts';
import { stackless } from '../msgraph/protocol/stackless.ts';

/** For error messages: "The request has more than 100 aliases". */
const LIMITS: { readonly [Name in Limit]: string } = {
  body: 'bytes in its body',
  tokens: 'tokens',
  characters: 'characters in its document',
  name: 'characters in one name',
  variables: 'values in its variables or extensions',
  keys: 'different keys in one field',
  depth: 'levels of fields',
  introspectionDepth: 'levels of introspection fields',
  introspectionAliases: 'aliases inside introspection fields',
  introspectionBytes: 'bytes of introspection in its result',
  subscriptionTokens: 'tokens in the document of a subscription',
  subscriptionCharacters: 'characters in the document of a subscription',
  schemaFields: '__schema field, _service field or _sdl field',
  typeFields: '__type fields',
  aliases: 'aliases',
  rootFields: 'root fields',
  directives: 'directives',
  repeatedFields: 'selections of one field under the same name',
  comparisons: 'comparisons of its fields during validation',
  cost: 'fields in its largest possible result',
  responseBytes: 'bytes in its result',
  responseValues: 'values in its result',
  upstreamRequests: 'upstream requests',
  subscriptions: 'open subscriptions with the same token',
  errors: 'errors',
};

/** Called with every unexpected error, since its details are not sent to the caller. */
export type ReportBug = (error: unknown) => void;

/** The error for an argument that the gateway itself rejects; no upstream call is made. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return callerError(`${argument}: ${message}`, { code: 'BAD_USER_INPUT', argument });
}

/** The error for an exceeded limit: the request, or one key of a list, is not executed, or the result is not sent. */
export function limitExceeded(limit: Limit, max: number): GraphQLError {
  return callerError(`The request has more than ${max} ${LIMITS[limit]}.`, {
    code: 'LIMIT_EXCEEDED',
    limit,
    max,
  });
}

/** The error for what is rejected because the gateway is at capacity, or has no time left for it. */
export function overloaded(reason?: string): GraphQLError {
  const [code, message, facts] = AT_CAPACITY;
  return callerError(reason ?? message, { code, ...facts });
}

/** An error that callers cause and are told of: without a stack trace. */
export function callerError(message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  return stackless(() => new GraphQLError(message, { extensions }));
}
