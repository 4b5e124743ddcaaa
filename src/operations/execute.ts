import {
  createSourceEventStream,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  OperationTypeNode,
} from 'graphql';
import type { GatewayContext } from '../schema/builder.ts';
import { limitExceeded } from '../schema/errors.ts';
import { QueryCompiler } from './compile.ts';
import {
  type ErrorOptions,
  type ExecutionErrorOptions,
  executionErrors,
  type OperationResult,
  Rejection,
  requestError,
} from './errors.ts';
import { mapAsync } from './mapAsync.ts';
import { measure } from './measure.ts';
import { type OperationObserver, observed } from './observer.ts';
import { badRequest, checkParameters, type ParameterLimits } from './parameters.ts';
import { createPrepare, type PreparedOperation, type PrepareOptions } from './prepare.ts';
import { exceeds, withinBytes } from './resultSize.ts';
import { createSecretFilter } from './secrets.ts';

/** All that the pipeline needs of a request beside its parameters. */
export interface Caller {
  readonly hasToken: boolean;
  /** Whether the transport rules out mutations, as GET does. */
  readonly queriesOnly: boolean;
  readonly observer?: OperationObserver | undefined;
  /** Whether the transport has room for a stream of results. */
  readonly acceptsStream: boolean;
  /** Opens a session of the caller: one after every check, and one for each event of a subscription. */
  createContext(): GatewayContext;
}

type Results = OperationResult | AsyncIterable<OperationResult>;

/** Runs the operation that parameters ask for. Never rejects: a bug is reported and masked. */
export type Execute = (params: unknown, caller: Caller) => Promise<Results>;

export interface OperationOptions
  extends PrepareOptions,
    ParameterLimits,
    ErrorOptions,
    Pick<ExecutionErrorOptions, 'pathHint' | 'maxUpstreamRequests'> {
  readonly maxCost: number;
  readonly maxResponseBytes: number;
}

type Variables = Readonly<Record<string, unknown>>;
type Parameters = { readonly variables: Variables };
// Each of these errors inspects the whole value of its variable.
const MAX_VARIABLE_ERRORS = 10;
// Three times what the largest introspection query of a tool takes.
const MAX_SCHEMA_BYTES = 256_000;

/**
 * The pipeline of every operation, the first and the millionth, over POST, GET or SSE. What depends on the document
 * alone is done once and kept; everything else is done here, each time.
 */
export function createExecute(schema: GraphQLSchema, options: OperationOptions): Execute {
  const { maxCost, introspection, suggestions, reportBug } = options;
  const secretFilter = createSecretFilter(schema);
  const prepare = createPrepare(schema, options, secretFilter);
  const compiler = new QueryCompiler(schema, reportBug);

  return async (params, caller) => {
    const results = await pipeline(params, caller);
    return caller.observer === undefined ? results : observed(results, caller.observer);
  };

  async function pipeline(params: unknown, caller: Caller): Promise<Results> {
    try {
      // Where the schema is not public, no document is worth reading without a token.
      if (!introspection) requireToken(caller);
      const { operationName, ...parameters } = checkParameters(params, options);
      const operation = selectOperation(prepare(parameters.query), operationName);
      caller.observer?.selected(operation.node, parameters.query);
      authorize(operation, caller);
      const coerced = coerce(operation, parameters);
      checkCost(operation, coerced);
      return await run(operation, { ...parameters, coerced }, caller);
    } catch (error) {
      return requestError(error, options);
    }
  }

  function coerce({ document, node }: PreparedOperation, { variables }: Parameters): Variables {
    if (!node.variableDefinitions?.length) return {};
    const { coerced, errors } = getVariableValues(schema, node.variableDefinitions, variables, {
      maxErrors: MAX_VARIABLE_ERRORS,
      hideSuggestions: !suggestions,
    });
    if (errors === undefined) return coerced;
    const outcome = isMutation(node) ? { outcome: 'NOT_APPLIED' as const } : {};
    const filtered = errors.map(secretFilter(document, variables));
    throw new Rejection(filtered, { code: 'BAD_USER_INPUT', ...outcome });
  }

  function checkCost({ node, fragments, size }: PreparedOperation, coerced: Variables): void {
    const { cost } = size.costVaries ? measure(schema, node, fragments, coerced) : size;
    if (cost > maxCost) throw limitExceeded('cost', maxCost);
  }

  async function run(
    operation: PreparedOperation,
    given: Parameters & { readonly coerced: Variables },
    caller: Caller,
  ) {
    const { document, node } = operation;
    const context = caller.createContext();
    const hideSuggestions = !suggestions;
    const args = {
      schema,
      document,
      operationName: node.name?.value,
      variableValues: given.variables,
      hideSuggestions,
    };
    const withoutSecrets = secretFilter(document, given.variables);
    const shape = (executed: ExecutionResult, context: GatewayContext) => {
      const result = withinBytes(executed, options.maxResponseBytes, isMutation(node));
      const errors = result.errors?.map(withoutSecrets);
      return shaped(errors ? { ...result, errors } : result, {
        ...options,
        context,
        isMutation: isMutation(node),
      });
    };
    if (node.operation !== OperationTypeNode.SUBSCRIPTION) {
      const plan = compiler.planOf(operation);
      const result = await (plan?.(context, given.coerced) ?? execute({ ...args, contextValue: context }));
      if (operation.size.schemaOnly) checkSchemaResult(result);
      return shape(result, context);
    }
    const events = await createSourceEventStream({ ...args, contextValue: context });
    if (!(Symbol.asyncIterator in events)) return shape(events, context);
    return mapAsync(events, async (rootValue) => {
      // A session has a deadline and a budget: each event gets its own, however long the stream is open.
      const contextValue = caller.createContext();
      try {
        return shape(await execute({ ...args, rootValue, contextValue }), contextValue);
      } catch (error) {
        return requestError(error, options);
      }
    });
  }
}

function selectOperation(
  operations: readonly PreparedOperation[],
  name: string | undefined,
): PreparedOperation {
  const named = operations.filter(({ node }) => name === undefined || node.name?.value === name);
  const [operation, another] = named;
  if (operation !== undefined && another === undefined) return operation;
  throw badRequest(
    name === undefined
      ? 'The document has several operations: send the "operationName" of one.'
      : 'The document has no operation of that "operationName".',
  );
}

/** The cost of introspection is an average over the schema, and nobody needs a token for it: so its size is measured. */
function checkSchemaResult({ data }: ExecutionResult): void {
  if (exceeds(data ?? null, MAX_SCHEMA_BYTES)) throw limitExceeded('introspectionBytes', MAX_SCHEMA_BYTES);
}

function authorize({ node, size: { schemaOnly } }: PreparedOperation, caller: Caller): void {
  if (caller.queriesOnly && isMutation(node)) {
    const error = new GraphQLError('Send mutations by POST.');
    throw new Rejection([error], { code: 'BAD_REQUEST' }, 'mutation');
  }
  if (!caller.acceptsStream && node.operation === OperationTypeNode.SUBSCRIPTION) {
    const error = new GraphQLError('A subscription needs "Accept: text/event-stream".');
    throw new Rejection([error], { code: 'BAD_REQUEST' }, 'subscription');
  }
  if (!schemaOnly) requireToken(caller);
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
function requireToken({ hasToken }: Caller): void {
  if (hasToken) return;
  throw new GraphQLError(
    'Send your Microsoft Graph access token in the request header "Authorization: Bearer <token>".',
    { extensions: { code: 'UNAUTHENTICATED' } },
  );
}

function isMutation({ operation }: { readonly operation: OperationTypeNode }): boolean {
  return operation === OperationTypeNode.MUTATION;
}

function shaped({ data, errors }: ExecutionResult, options: ExecutionErrorOptions): OperationResult {
  if (errors === undefined && options.context.errorBudget.dropped === 0) return { data };
  return { errors: executionErrors(errors ?? [], options), data };
}
