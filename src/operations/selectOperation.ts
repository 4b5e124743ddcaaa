import { badRequest } from './parameters.ts';
import type { PreparedOperation } from './prepare.ts';

/**
 * The operation of a document that the request names, or its only one.
 *
 * @throws {GraphQLError} `BAD_REQUEST` where there is none, or more than one
 */
export function selectOperation(
  operations: readonly PreparedOperation[],
  name: string | undefined,
): PreparedOperation {
  const named = operations.filter(({ node }) => name === undefined || node.name?.value === name);
  const [operation, another] = named;
  if (operation !== undefined && another === undefined) return operation;
  throw badRequest(
    name === undefined
      ? 'The document has several operations: send the "operationName" of one.'
      : 'The document has no operation of that "operationName".',
  );
}
