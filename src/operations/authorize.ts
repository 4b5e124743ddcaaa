import { GraphQLError, OperationTypeNode } from 'graphql';
import type { GatewayContext } from '../schema/builder.ts';
import { Rejection } from './errors.ts';
import type { OperationObserver } from './observer.ts';
import type { PreparedOperation } from './prepare.ts';

/** All that the pipeline needs of a request beside its parameters. */
export interface Caller {
  readonly hasToken: boolean;
  /** Whether the transport rules out mutations, as GET does. */
  readonly queriesOnly: boolean;
  readonly observer?: OperationObserver | undefined;
  /** Fires when the client disconnects. */
  readonly signal: AbortSignal;
  /** Until when its request must be done, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** What stands for the caller where its requests are counted. */
  key(): string;
  /** Whether the transport has room for a stream of results. */
  acceptsStream(): boolean;
  /**
   * Opens a session of the caller: one after every check, and one for each event of a subscription, which may take as long
   * as a request.
   */
  createContext(deadline?: number): GatewayContext;
}

/**
 * The step of the pipeline that decides whether a caller may run an operation, by its token and its transport.
 *
 * @throws {Rejection} `BAD_REQUEST` where the transport has no room for it
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
  throw new GraphQLError(
    'Send your Microsoft Graph access token in the request header "Authorization: Bearer <token>".',
    { extensions: { code: 'UNAUTHENTICATED' } },
  );
}

export function isMutation({ operation }: { readonly operation: OperationTypeNode }): boolean {
  return operation === OperationTypeNode.MUTATION;
}
