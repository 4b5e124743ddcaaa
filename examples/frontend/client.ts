import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, getOperationAST, print } from 'graphql';
import { ClientError, GraphQLClient } from 'graphql-request';
import { type ErrorExtensions, errorExtensions, type WriteOutcome } from 'msgraph-gateway/client';

/** One error of a result, with the gateway's documented extensions. */
export interface GatewayError {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly extensions: ErrorExtensions;
}

/** The result of an operation. A failed field is null in `data` and has an entry in `errors`. */
export interface Result<T> {
  readonly data: T | undefined;
  readonly errors: readonly GatewayError[];
}

/**
 * The gateway did not respond: the network failed, or the response is somebody else's, such as the 502 page of a proxy.
 * The request may have reached the gateway all the same, so the outcome of a mutation is unknown.
 */
export class NoGatewayResponse extends Error {
  override readonly name = 'NoGatewayResponse';
  readonly outcome: WriteOutcome | undefined;

  constructor(document: DocumentNode, cause: unknown) {
    super('No response of the gateway', { cause });
    this.outcome = getOperationAST(document)?.operation === 'mutation' ? 'UNKNOWN' : undefined;
  }
}

/** Runs one typed operation; throws {@link NoGatewayResponse}. */
export type Execute = <T, V extends object>(
  document: TypedDocumentNode<T, V>,
  variables: V,
) => Promise<Result<T>>;

/**
 * A client for one signed-in user.
 *
 * @param url the gateway's endpoint
 * @param getToken returns a Microsoft Graph access token; called before each operation
 */
export function createClient(url: string, getToken: () => Promise<string>): Execute {
  // The policy "all" keeps the data of the other fields when one fails.
  const client = new GraphQLClient(url, { errorPolicy: 'all' });
  return async <T, V extends object>(document: TypedDocumentNode<T, V>, variables: V) => {
    const headers = { authorization: `Bearer ${await getToken()}` };
    try {
      const { data, errors } = await client
        .rawRequest<T>(print(document), { ...variables }, headers)
        .catch(failedRequest);
      if (data === undefined && !errors?.length) throw new Error('Not a GraphQL response');
      return { data, errors: gatewayErrors(errors) };
    } catch (error) {
      throw new NoGatewayResponse(document, error);
    }
  };
}

/** The whole request failed with an HTTP error status, such as 401: the body has the errors. */
function failedRequest(error: unknown): { data: undefined; errors: readonly PlainError[] | undefined } {
  if (error instanceof ClientError) return { data: undefined, errors: error.response.errors };
  throw error;
}

type PlainError = Pick<GatewayError, 'message'> & Partial<Record<'path' | 'extensions', unknown>>;

function gatewayErrors(errors: readonly PlainError[] = []): GatewayError[] {
  return errors.map((error) => {
    const { message, path } = error;
    const extensions = errorExtensions(error);
    if (extensions === undefined) throw new Error(`Not an error of the gateway: ${message}`);
    return { message, path: Array.isArray(path) ? path : [], extensions };
  });
}
