import {
  execute,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { type Compiler, compile, type Plan } from './compiledQuery.ts';

// Compiling costs as much as some hundred executions, so a query has to be seen to come back first.
const COMPILED_AT_SIGHTING = 3;
const MAX_PLANS = 256;

/**
 * Executes queries that come often as compiled code, and everything else, every mutation included, with
 * graphql-js itself.
 */
export function useCompiledQueries(schema: GraphQLSchema): Plugin {
  // Keyed by the operation's node: Yoga's parser cache, which is bounded, keeps one for each document.
  const sightings = new WeakMap<OperationDefinitionNode, number>();
  const plans = new LRUCache<OperationDefinitionNode, { readonly run: Plan | undefined }>({ max: MAX_PLANS });
  let compiler: Compiler | undefined;

  return {
    onExecute({ args, setExecuteFn }) {
      const { document } = args;
      const operation = getOperationAST(document, args.operationName);
      setExecuteFn(execute);
      if (operation?.operation !== OperationTypeNode.QUERY) return;
      let plan = plans.get(operation);
      if (plan === undefined) {
        const seen = (sightings.get(operation) ?? 0) + 1;
        sightings.set(operation, seen);
        if (compiler === undefined && seen > 1) {
          void import('graphql-jit').then((module) => {
            compiler = module;
          });
        }
        if (seen < COMPILED_AT_SIGHTING || compiler === undefined) return;
        plan = { run: compile(compiler, schema, document, operation) };
        plans.set(operation, plan);
      }
      if (plan.run !== undefined) setExecuteFn(plan.run);
    },
  };
}
