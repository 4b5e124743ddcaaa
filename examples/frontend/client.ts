import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { ClientError, GraphQLClient } from 'graphql-request';
// In a project of your own: from 'msgraph-gateway'.
import { ERROR_CODES, type ErrorExtensions } from '../../src/index.ts';

/** One error of an answer, with the extensions that the gateway promises. */
export interface GatewayError {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly extensions: ErrorExtensions;
}

/** What came of an operation: a field that failed is null in `data`, and has its entry in `errors`. */
export interface Answer<T> {
  readonly data: T | undefined;
  readonly errors: readonly GatewayError[];
}

/** Runs one typed operation. */
export type Ask = <T, V extends object>(
  document: TypedDocumentNode<T, V>,
  variables: V,
) => Promise<Answer<T>>;

/**
 * A client for one signed-in user.
 *
 * @param url the gateway's endpoint
 * @param getToken asked for a Microsoft Graph access token before each operation
 */
export function createClient(url: string, getToken: () => Promise<string>): Ask {
  // With the policy "all", what other fields have answered is not thrown away with one that failed.
  const client = new GraphQLClient(url, { errorPolicy: 'all' });
  return async <T, V extends object>(document: TypedDocumentNode<T, V>, variables: V) => {
    const headers = { authorization: `Bearer ${await getToken()}` };
    try {
      const answer = await client.rawRequest<T>(print(document), { ...variables }, headers);
      return { data: answer.data, errors: gatewayErrors(answer.errors) };
    } catch (error) {
      // A request that was refused as a whole, for its token say, has a status of its own.
      if (error instanceof ClientError)
        return { data: undefined, errors: gatewayErrors(error.response.errors) };
      throw error;
    }
  };
}

type PlainError = Pick<GatewayError, 'message'> & Partial<Record<'path' | 'extensions', unknown>>;

function gatewayErrors(errors: readonly PlainError[] = []): GatewayError[] {
  return errors.map(({ message, path, extensions }) => {
    if (!isGatewayExtensions(extensions)) throw new Error(`Not an answer of the gateway: ${message}`);
    return { message, path: Array.isArray(path) ? path : [], extensions };
  });
}

function isGatewayExtensions(extensions: unknown): extensions is ErrorExtensions {
  return (
    typeof extensions === 'object' &&
    extensions !== null &&
    'code' in extensions &&
    ERROR_CODES.some((code) => code === extensions.code)
  );
}
