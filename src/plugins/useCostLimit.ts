import { createComplexityRule } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  validate,
  visit,
} from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { requestLimitExceeded } from '../schema/errors.ts';

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
  // What the execution refuses anyway is left to it. Wrong variables, above all: the rule would make an error for
  // each of them, which can be many, and the execution stops after fifty.
  const operation = getOperationAST(document, typeof operationName === 'string' ? operationName : undefined);
  if (!operation || !schema.getRootType(operation.operation)) return undefined;
  const given = isRecord(variables) ? variables : {};
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 1 });
  if (errors !== undefined) return undefined;
  let refused: GraphQLError | undefined;
  const rule = createComplexityRule({
    context: {},
    variableValues: given,
    operationName: operation.name?.value ?? null,
    validate: ({ depth, complexity }) => {
      if (depth > limits.depth) refused = requestLimitExceeded('depth', limits.depth, 'MAX_DEPTH');
      else if (complexity > limits.cost) refused = requestLimitExceeded('cost', limits.cost, 'MAX_COST');
    },
  });
  validate(schema, document, [rule]);
  return refused;
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
