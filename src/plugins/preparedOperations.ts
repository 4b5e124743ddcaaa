import {
  type DocumentNode,
  type ExecutionArgs,
  execute,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Compiler, compile, type Plan } from './compiledQuery.ts';
import type { RequestParams } from './requestParams.ts';
import { costVaries } from './useCostLimit.ts';

// Compiling costs as much as some hundred executions, so an operation has to be seen to come back first.
const PREPARED_AT_SIGHTING = 3;
const MAX_PREPARED = 256;
// What is kept of a document, its code above all, takes some hundred times the memory of its text.
const MAX_PREPARED_CHARACTERS = 200_000;
const MAX_DOCUMENT_CHARACTERS = 20_000;
const PARAMETERS = new Set(['query', 'variables', 'operationName', 'extensions']);

/** An operation that has been parsed, validated and executed before, ready to be executed again. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly mutation: boolean;
  /** Whether its cost depends on the variables, and so has to be looked at again. */
  readonly costVaries: boolean;
  readonly run: Plan;
}

/**
 * The operations that come often: queries as compiled code, everything else for graphql-js itself. It holds
 * documents and nothing of any caller, and a flood of documents that come once leaves nothing in it.
 */
export class PreparedOperations {
  readonly #schema: GraphQLSchema;
  readonly #sightings = new LRUCache<string, { count: number }>({ max: 1_000 });
  readonly #prepared = new LRUCache<string, PreparedOperation>({
    max: MAX_PREPARED,
    maxSize: MAX_PREPARED_CHARACTERS,
    sizeCalculation: (_operation, key) => key.length,
  });
  #compiler: Compiler | undefined;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  find(params: RequestParams): PreparedOperation | undefined {
    const key = keyOf(params);
    return key === undefined ? undefined : this.#prepared.get(key);
  }

  /** Takes note of an operation that has passed every check of its document. */
  note(params: RequestParams, { document, operationName }: ExecutionArgs): void {
    const key = keyOf(params);
    // One that came by GET is executed the long way, and is not to be compiled again each time.
    if (key === undefined || this.#prepared.has(key)) return;
    const seen = this.#sightings.get(key) ?? { count: 0 };
    seen.count += 1;
    this.#sightings.set(key, seen);
    if (this.#compiler === undefined && seen.count > 1) {
      void import('graphql-jit').then((module) => {
        this.#compiler = module;
      });
    }
    const operation = getOperationAST(document, operationName);
    if (seen.count < PREPARED_AT_SIGHTING || this.#compiler === undefined || !operation) return;
    const mutation = operation.operation === OperationTypeNode.MUTATION;
    const plan = mutation ? undefined : compile(this.#compiler, this.#schema, document, operation);
    this.#prepared.set(key, { document, mutation, costVaries: costVaries(document), run: plan ?? execute });
  }
}

/** Which operation this is; `undefined` for one that is too long to keep, or is not put as it should be. */
function keyOf(params: RequestParams): string | undefined {
  if (Array.isArray(params)) return undefined;
  const { query, variables, operationName } = params;
  if (typeof query !== 'string' || query.length > MAX_DOCUMENT_CHARACTERS) return undefined;
  if (operationName != null && typeof operationName !== 'string') return undefined;
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return undefined;
  for (const name in params) if (!PARAMETERS.has(name)) return undefined;
  return `${operationName ?? ''}\n${query}`;
}
