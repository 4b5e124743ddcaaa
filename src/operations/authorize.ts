import { GraphQLError, OperationTypeNode } from 'graphql';
import { callerError } from '../schema/errors.ts';
import type { Caller } from './caller.ts';
import { Rejection } from './errors.ts';
import type { PreparedOperation } from './prepare.ts';

/**
 * The step of the pipeline that decides whether a caller may run an operation, by its token and its transport.
 *
 * @throws {Rejection} `BAD_REQUEST` where the transport does not support it
 * @throws {GraphQLError} `UNAUTHENTICATED` where it needs a token
 */
export function authorize({ node, size: { schemaOnly } }: PreparedOperation, caller: Caller): void {
  if (caller.queriesOnly && isMutation(node)) {
    const error = new GraphQLError('Send mutations by POST.');
    throw new Rejection([error], { code: 'BAD_REQUEST' }, 'POST');
  }
  if (node.operation === OperationTypeNode.SUBSCRIPTION && !caller.acceptsStream()) {
    const error = new GraphQLError('A subscription needs "Accept: text/event-stream".');
    throw new Rejection([error], { code: 'BAD_REQUEST' }, 'text/event-stream');
  }
  if (!schemaOnly) requireToken(caller);
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
export function requireToken({ hasToken }: Caller): void {
  if (hasToken) return;
  throw callerError(
    'Send your Microsoft Graph access token in the request header "Authorization: Bearer <token>".',
    { code: 'UNAUTHENTICATED' },
  );
}

export function isMutation({ operation }: { readonly operation: OperationTypeNode }): boolean {
  return operation === OperationTypeNode.MUTATION;
}
