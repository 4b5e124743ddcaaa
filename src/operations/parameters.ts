import type { GraphQLError } from 'graphql';
import { hasMoreValues, unfaithfulValue } from '../json/valueCount.ts';
import { isRecord } from '../json/values.ts';
import { callerError, limitExceeded } from '../schema/errors.ts';
import { documentIdOf, type TrustedDocuments } from './trustedDocuments.ts';

/** The parameters of one operation, checked. */
export interface OperationParameters {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Record<string, unknown>;
}

export interface ParameterLimits {
  readonly maxVariableValues: number;
  readonly maxDocumentCharacters: number;
  /** Where they are given, other documents are rejected. */
  readonly trustedDocuments?: TrustedDocuments | undefined;
}

// The message by which clients learn to send whole queries.
const NO_PERSISTED_QUERIES = 'PersistedQueryNotSupported';
const PARAMETERS = new Set(['query', 'documentId', 'operationName', 'variables', 'extensions']);

/**
 * Checks the parameters of a request before anything else looks at them.
 *
 * @throws {GraphQLError} `BAD_REQUEST`, `DOCUMENT_NOT_TRUSTED` or `LIMIT_EXCEEDED`
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters
 * @see https://www.apollographql.com/docs/apollo-server/performance/apq
 */
export function checkParameters(params: unknown, limits: ParameterLimits): OperationParameters {
  if (!isRecord(params)) throw badRequest('The request is not a JSON object with a "query".');
  for (const name in params) {
    if (!PARAMETERS.has(name) && params[name] != null) {
      throw badRequest(`Unexpected parameter "${name.slice(0, 100)}".`);
    }
  }
  const { operationName, variables, extensions } = params;
  const query = documentOf(params, limits);
  if (operationName != null && typeof operationName !== 'string') {
    throw badRequest('The parameter "operationName" is not a string.');
  }
  if (variables != null && !isRecord(variables))
    throw badRequest('The parameter "variables" is not an object.');
  if (extensions != null && !isRecord(extensions)) {
    throw badRequest('The parameter "extensions" is not an object.');
  }
  const { maxVariableValues, maxDocumentCharacters } = limits;
  if (hasMoreValues(variables, maxVariableValues) || hasMoreValues(extensions, maxVariableValues)) {
    throw limitExceeded('variables', maxVariableValues);
  }
  for (const name in variables) {
    const unfaithful = unfaithfulValue(variables[name]);
    // In an id, it would name another object than the caller meant.
    if (unfaithful !== undefined)
      throw badRequest(`The variable "${name.slice(0, 100)}" contains ${unfaithful}.`);
  }
  if (query.length > maxDocumentCharacters) throw limitExceeded('characters', maxDocumentCharacters);
  return { query, ...(operationName == null ? {} : { operationName }), variables: variables ?? {} };
}

/** The text of the document. */
function documentOf(
  params: Readonly<Record<string, unknown>>,
  { trustedDocuments }: ParameterLimits,
): string {
  const { query } = params;
  const id = documentIdOf(params);
  if (id !== undefined && typeof id !== 'string') throw badRequest('The id of the document is not a string.');
  if (trustedDocuments !== undefined) return trustedDocuments.get(id, query);
  if (query == null && id !== undefined) throw badRequest(NO_PERSISTED_QUERIES);
  if (typeof query === 'string') return query;
  throw badRequest(`The parameter "query" is ${query == null ? 'missing' : 'not a string'}.`);
}

/** A request that is no GraphQL request. */
export function badRequest(message: string): GraphQLError {
  return callerError(message, { code: 'BAD_REQUEST' });
}
