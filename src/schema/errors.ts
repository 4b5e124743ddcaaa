import { GraphQLError } from 'graphql';
import type { Limit } from '../client/errorContract.ts';
import { AT_CAPACITY } from '../msgraph/protocol/errors.ts';

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
  schemaFields: '__schema field, _service field or _sdl field',
  typeFields: '__type fields',
  aliases: 'aliases',
  rootFields: 'root fields',
  directives: 'directives',
  comparisons: 'comparisons of its fields during validation',
  cost: 'fields in its largest possible result',
  responseBytes: 'bytes in its result',
  responseValues: 'values in its result',
  upstreamRequests: 'upstream requests',
  subscriptions: 'open subscriptions with the same token',
  errors: 'errors',
};

/** Told of every unexpected error, since the caller is not. */
export type ReportBug = (error: unknown) => void;

/** An argument that the gateway itself rejects; no upstream call is made. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(`${argument}: ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument } });
}

/** What exceeds a limit is not executed: the request, or one key of a list. A result is not sent. */
export function limitExceeded(limit: Limit, max: number): GraphQLError {
  const message = `The request has more than ${max} ${LIMITS[limit]}.`;
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit, max } });
}

/** What is rejected because the gateway has too much in flight, or no time left for it. */
export function overloaded(reason?: string): GraphQLError {
  const [code, message, facts] = AT_CAPACITY;
  return new GraphQLError(reason ?? message, { extensions: { code, ...facts } });
}
