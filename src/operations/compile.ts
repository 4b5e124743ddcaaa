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
import { documentBytes } from './documentSize.ts';
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
const BYTES_PER_FIELD = 3_000;
// Several hundred ordinary queries, with their documents: code holds its own, for longer than the cache of documents.
const MAX_COMPILED_BYTES = 24_000_000;
// To compile one takes up to 0.4 ms, and all of them are compiled in one piece.
const MAX_FIELDS = 200;

/** Compiles frequent queries, and keeps the most recently used. It holds documents and nothing of any caller. */
export class QueryCompiler {
  readonly #schema: GraphQLSchema;
  readonly #executions = new WeakMap<PreparedOperation, number>();
  readonly #plans = new LRUCache<PreparedOperation, Plan>({
    maxSize: MAX_COMPILED_BYTES,
    sizeCalculation: (_plan, operation) =>
      operation.size.allFields * BYTES_PER_FIELD + documentBytes(operation),
    dispose: (_plan, operation) => this.#executions.delete(operation),
  });
  readonly #heavyWork: HeavyWork;
  readonly #reportBug: ReportBug;

  constructor(schema: GraphQLSchema, heavyWork: HeavyWork, reportBug: ReportBug) {
    this.#schema = schema;
    this.#heavyWork = heavyWork;
    this.#reportBug = reportBug;
  }

  /** Counts an execution, and returns the plan of the operation once it has recurred often enough and is compiled. */
  planOf(operation: PreparedOperation, callerKey: () => string): Plan | undefined {
    const plan = this.#plans.get(operation);
    if (plan !== undefined) return plan;
    const executions = (this.#executions.get(operation) ?? 0) + 1;
    this.#executions.set(operation, executions);
    if (executions === COMPILE_AT_EXECUTION) void this.#compile(operation, callerKey).catch(this.#reportBug);
    return undefined;
  }

  /** Compiles in the caller's turn; meanwhile, and if that is not possible, graphql-js executes. */
  async #compile(operation: PreparedOperation, callerKey: () => string): Promise<void> {
    const jit = await import('graphql-jit');
    const compileNow = () => compile(jit, this.#schema, operation);
    const plan = await this.#heavyWork.run({ callerKey, isContinuation: false }, compileNow);
    if (plan !== undefined) this.#plans.set(operation, plan);
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
