import { type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { RequestLimits } from '../config.ts';
import { bearerAuthorization, type GatewayContext } from '../context.ts';
import type { ReportBug } from '../schema/errors.ts';
import { answerType, isJson } from './mediaTypes.ts';
import { type PreparedOperation, PreparedOperations } from './preparedOperations.ts';
import { readParams } from './requestParams.ts';
import { type CostLimits, overCost } from './useCostLimit.ts';
import { shapeErrors } from './useErrors.ts';

export interface RecurringOperationsOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: (request: Request) => GatewayContext;
  readonly reportBug: ReportBug;
  /** As in `useJsonRequests`. */
  readonly requestLimits: RequestLimits;
  /** As in `useCostLimit`. */
  readonly costLimits: CostLimits;
}

/**
 * Executes operations that come often without reading them again, and answers their successes itself: that
 * spares a third of what a small answer costs. Whatever is not a plain success goes on to Yoga, which answers
 * as ever.
 *
 * Only what has gone the whole way before, and comes with a token, goes this one: so every rule that depends
 * on the document alone has been applied to it. The hooks for requests and for responses run as ever.
 */
export function useRecurringOperations(options: RecurringOperationsOptions): Plugin {
  const { schema, createContext, reportBug, requestLimits, costLimits } = options;
  const operations = new PreparedOperations(schema);
  const executions = new WeakMap<Request, Promise<ExecutionResult>>();

  const run = async (operation: PreparedOperation, params: GraphQLParams, request: Request) => {
    const { variables: variableValues, operationName } = params;
    const contextValue = createContext(request);
    const { document, mutation } = operation;
    const result = await operation.run({ schema, document, contextValue, variableValues, operationName });
    return shapeErrors(result, mutation, reportBug);
  };

  return {
    onRequest({ request, url, fetchAPI, requestHandler, setRequestHandler }) {
      if (request.method !== 'POST' || url.pathname !== '/graphql' || !isJson(request)) return;
      const type = answerType(request);
      if (type === undefined || bearerAuthorization(request) === undefined) return;
      setRequestHandler(async (post, serverContext) => {
        // A body that cannot be read is for Yoga to refuse.
        const params = await readParams(post, requestLimits).catch(() => ({}));
        const operation = operations.find(params);
        if (operation === undefined || Array.isArray(params)) return requestHandler(post, serverContext);
        // What is refused now is for Yoga to refuse as ever.
        const { document, costVaries } = operation;
        if (costVaries && overCost(schema, document, params, costLimits))
          return requestHandler(post, serverContext);
        const execution = run(operation, params, post);
        const result = await execution.catch(() => undefined);
        if (result !== undefined && result.errors === undefined) {
          const headers = { 'Content-Type': `${type}; charset=utf-8` };
          return new fetchAPI.Response(JSON.stringify(result), { headers });
        }
        executions.set(post, execution);
        return requestHandler(post, serverContext);
      });
    },
    onParams({ request, setParamsHandler }) {
      const execution = executions.get(request);
      if (execution !== undefined) setParamsHandler(() => execution);
    },
    onExecute({ args, context, setExecuteFn }) {
      setExecuteFn(execute);
      operations.note(context.params, args);
    },
  };
}
