import { type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { executionError, type ReportBug } from '../schema/errors.ts';

/** Brings every error of an execution into the shape of the contract. */
export function useErrors(reportBug: ReportBug): Plugin {
  return {
    onExecute({ args }) {
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result) || !result.errors?.length) return;
          const operation = getOperationAST(args.document, args.operationName);
          setResult(shapeErrors(result, operation?.operation === OperationTypeNode.MUTATION, reportBug));
        },
      };
    },
  };
}

/** The result of a query or a mutation with its errors in the shape of the contract. */
export function shapeErrors(
  result: ExecutionResult,
  mutation: boolean,
  reportBug: ReportBug,
): ExecutionResult {
  if (!result.errors?.length) return result;
  const execution = { mutation, executed: 'data' in result };
  return { ...result, errors: result.errors.map((error) => executionError(error, execution, reportBug)) };
}
