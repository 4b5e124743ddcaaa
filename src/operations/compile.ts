import {
  type ExecutionResult,
  type GraphQLSchema,
  getNamedType,
  isScalarType,
  OperationTypeNode,
  TokenKind,
  typeFromAST,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { HeavyWork } from '../fairness/heavyWork.ts';
import type { GatewayContext } from '../schema/builder.ts';
import type { ReportBug } from '../schema/errors.ts';
import type { PreparedOperation } from './prepare.ts';
import type { Variables } from './variables.ts';

/** A compiled query, whose variables have scalar types; it returns `undefined` if their values need graphql-js. */
export type Plan = (
  context: GatewayContext,
  coerced: Variables,
) => ExecutionResult | Promise<ExecutionResult> | undefined;

/** The module `graphql-jit`; it takes longer to load than a first response should wait. */
type Jit = typeof import('graphql-jit');

// Compiling costs about a hundred executions, and most documents arrive a few times only.
const COMPILE_AT_EXECUTION = 20;
// The code of a field takes about 3 kB, so all of it some 12 MB.
const MAX_COMPILED_FIELDS = 4_000;
const MAX_FIELDS = 500;

/** Compiles frequent queries, and keeps the most recently used. It holds documents and nothing of any caller. */
export class QueryCompiler {
  readonly #schema: GraphQLSchema;
  readonly #executions = new WeakMap<PreparedOperation, number>();
  readonly #plans = new LRUCache<PreparedOperation, Plan>({
    maxSize: MAX_COMPILED_FIELDS,
    sizeCalculation: (_plan, operation) => operation.size.allFields,
    dispose: (_plan, operation) => this.#executions.delete(operation),
  });
  readonly #reportBug: ReportBug;
  #jit: Jit | undefined;

  readonly #heavyWork: HeavyWork;

  constructor(schema: GraphQLSchema, heavyWork: HeavyWork, reportBug: ReportBug) {
    this.#schema = schema;
    this.#heavyWork = heavyWork;
    this.#reportBug = reportBug;
  }

  /** Counts an execution, and returns the plan of the operation if it has recurred often enough. */
  planOf(operation: PreparedOperation): Plan | undefined {
    const plan = this.#plans.get(operation);
    if (plan !== undefined) return plan;
    const executions = (this.#executions.get(operation) ?? 0) + 1;
    this.#executions.set(operation, executions);
    if (executions < COMPILE_AT_EXECUTION) return undefined;
    if (this.#jit === undefined) {
      import('graphql-jit').then((jit) => {
        this.#jit = jit;
      }, this.#reportBug);
      return undefined;
    }
    // It takes milliseconds, and can be done the next time as well.
    if (!this.#heavyWork.hasTime()) return undefined;
    const compiled = compile(this.#jit, this.#schema, operation);
    if (compiled === undefined) this.#executions.set(operation, Number.NEGATIVE_INFINITY);
    else this.#plans.set(operation, compiled);
    return compiled;
  }
}

/**
 * Compiles a valid query; `undefined` for one that compiled code might answer differently than graphql-js.
 *
 * graphql-jit merges the conditions of fragments and of repeated fields wrongly, turns an absent variable inside
 * a literal into null, and generates code from names: so a document with a directive, with a variable inside a
 * literal or with a reserved name is left to graphql-js.
 */
export function compile(jit: Jit, schema: GraphQLSchema, operation: PreparedOperation): Plan | undefined {
  const { document, node, tokens, size } = operation;
  if (node.operation !== OperationTypeNode.QUERY || size.allFields > MAX_FIELDS) return undefined;
  if (tokens.kinds.has(TokenKind.AT) || tokens.hasReservedNames || tokens.hasVariablesInLiterals)
    return undefined;
  const compiled = jit.compileQuery(schema, document, node.name?.value);
  if (!jit.isCompiledQuery(compiled)) return undefined;
  const definitions = node.variableDefinitions ?? [];
  if (!definitions.every(({ type }) => isScalarType(getNamedType(typeFromAST(schema, type)))))
    return undefined;
  const defaulted = definitions.filter(({ defaultValue }) => defaultValue !== undefined);
  return (context, coerced) => {
    // A null for a required argument, from a variable with a default: an error that graphql-jit words differently.
    if (defaulted.some(({ variable }) => coerced[variable.name.value] === null)) return undefined;
    return compiled.query(undefined, context, { ...coerced });
  };
}
