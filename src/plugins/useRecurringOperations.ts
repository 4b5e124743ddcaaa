import {
  type DocumentNode,
  type ExecutionArgs,
  execute,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { bearerAuthorization, type GatewayContext } from '../context.ts';
import type { ReportBug } from '../schema/errors.ts';
import { type Compiler, compile, type Plan } from './compiledQuery.ts';
import { shapeErrors } from './useErrors.ts';

// Compiling costs as much as some hundred executions, so an operation has to be seen to come back first.
const PREPARED_AT_SIGHTING = 3;
const MAX_PREPARED = 256;
const MAX_DOCUMENT_CHARACTERS = 20_000;
const PARAMETERS = new Set(['query', 'variables', 'operationName', 'extensions']);

/** An operation that has been parsed, validated and executed before, ready to be executed again. */
interface Prepared {
  readonly document: DocumentNode;
  readonly mutation: boolean;
  readonly run: Plan;
}

export interface RecurringOperationsOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: (request: Request) => GatewayContext;
  readonly reportBug: ReportBug;
}

/**
 * Executes operations that come often without reading them again: queries as compiled code, and mutations, like
 * everything else, with graphql-js itself.
 *
 * Only what has gone the whole way before, and comes with a token, goes this one; so every rule that depends on
 * the document alone has been applied to it; what looks at the request is applied as ever.
 */
export function useRecurringOperations(options: RecurringOperationsOptions): Plugin {
  const { schema, createContext, reportBug } = options;
  const sightings = new LRUCache<string, { count: number }>({ max: 1_000 });
  const prepared = new LRUCache<string, Prepared>({ max: MAX_PREPARED });
  let compiler: Compiler | undefined;

  const prepare = (key: string, { document, operationName }: ExecutionArgs) => {
    const seen = sightings.get(key) ?? { count: 0 };
    seen.count += 1;
    sightings.set(key, seen);
    if (compiler === undefined && seen.count > 1) {
      void import('graphql-jit').then((module) => {
        compiler = module;
      });
    }
    const operation = getOperationAST(document, operationName);
    if (seen.count < PREPARED_AT_SIGHTING || compiler === undefined || !operation) return;
    const mutation = operation.operation === OperationTypeNode.MUTATION;
    const plan = mutation ? undefined : compile(compiler, schema, document, operation);
    prepared.set(key, { document, mutation, run: plan ?? execute });
  };

  return {
    onParams({ params, request, setParamsHandler }) {
      const key = keyOf(params);
      const operation = key === undefined ? undefined : prepared.get(key);
      if (operation === undefined || bearerAuthorization(request) === undefined) return;
      const { document, mutation, run } = operation;
      if (mutation && request.method !== 'POST') return;
      setParamsHandler(() => {
        const contextValue = createContext(request);
        const { variables: variableValues, operationName } = params;
        const result = run({ schema, document, contextValue, variableValues, operationName });
        const shaped = (settled: Awaited<typeof result>) => shapeErrors(settled, mutation, reportBug);
        return result instanceof Promise ? result.then(shaped) : shaped(result);
      });
    },
    onExecute({ args, context, setExecuteFn }) {
      setExecuteFn(execute);
      const key = keyOf(context.params);
      if (key !== undefined) prepare(key, args);
    },
  };
}

/** Which operation this is; `undefined` for one that is too long to keep, or is not put as it should be. */
function keyOf(params: GraphQLParams): string | undefined {
  const { query, variables, operationName } = params;
  if (typeof query !== 'string' || query.length > MAX_DOCUMENT_CHARACTERS) return undefined;
  if (operationName != null && typeof operationName !== 'string') return undefined;
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return undefined;
  for (const name in params) if (!PARAMETERS.has(name)) return undefined;
  return `${operationName ?? ''}\n${query}`;
}
