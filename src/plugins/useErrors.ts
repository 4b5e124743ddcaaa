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
          const mutation = operation?.operation === OperationTypeNode.MUTATION;
          const { errors } = result;
          const shaped: ExecutionResult = {
            ...result,
            errors: errors.map((error) =>
              executionError(error, { mutation, executed: 'data' in result }, reportBug),
            ),
          };
          setResult(shaped);
        },
      };
    },
  };
}
