import { createComplexityRule } from '@pothos/plugin-complexity';
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  validate,
  visit,
} from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { documentLimitExceeded } from '../schema/errors.ts';

export interface CostLimits {
  /** How deep the fields of data may be nested; graphql-js itself bounds introspection. */
  readonly depth: number;
  /** A field costs 1, and below a list as much as the list can have items. */
  readonly cost: number;
}

/** Refuses valid documents that could make too large an answer. */
export function useCostLimit(limits: CostLimits): Plugin {
  return {
    onValidate({ context: { params }, params: { schema, documentAST } }) {
      return ({ valid, setResult }) => {
        const error = valid ? overCost(schema, documentAST, params, limits) : undefined;
        if (error !== undefined) setResult([error]);
      };
    },
  };
}

/** The error for an operation that is too deep or costs too much with these variables, if it is or does. */
export function overCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variables, operationName }: GraphQLParams,
  limits: CostLimits,
): GraphQLError | undefined {
  // An operation of a kind that the schema does not have is for the execution to refuse.
  if (!document.definitions.every((definition) => hasRoot(schema, definition))) return undefined;
  let refused: GraphQLError | undefined;
  const rule = createComplexityRule({
    context: {},
    variableValues: isRecord(variables) ? variables : {},
    operationName: typeof operationName === 'string' ? operationName : null,
    validate: ({ depth, complexity }) => {
      if (depth > limits.depth) refused = documentLimitExceeded('depth', limits.depth, 'MAX_DEPTH');
      else if (complexity > limits.cost) refused = documentLimitExceeded('cost', limits.cost, 'MAX_COST');
    },
  });
  // What else the rule reports, of wrong variables, is for the execution to say.
  validate(schema, document, [rule]);
  return refused;
}

function hasRoot(schema: GraphQLSchema, definition: DefinitionNode): boolean {
  return definition.kind !== Kind.OPERATION_DEFINITION || schema.getRootType(definition.operation) != null;
}

// The arguments that say how long a list will be.
const MULTIPLYING = new Set(['first', 'ids', 'representations']);

/** Whether a document's cost depends on the variables that come with it. */
export function costVaries(document: DocumentNode): boolean {
  let varies = false;
  visit(document, {
    [Kind.ARGUMENT]: ({ name, value }) => {
      if (MULTIPLYING.has(name.value) && value.kind === Kind.VARIABLE) varies = true;
    },
  });
  return varies;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
