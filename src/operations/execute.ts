import {
  createSourceEventStream,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import type { HeavyWork } from '../fairness/heavyWork.ts';
import type { LoopTurns } from '../fairness/loopTurns.ts';
import type { GatewayContext } from '../schema/builder.ts';
import { limitExceeded, overloaded } from '../schema/errors.ts';
import { authorize, isMutation, requireToken } from './authorize.ts';
import type { Caller } from './caller.ts';
import { QueryCompiler } from './compile.ts';
import type { DocumentMemory } from './documentMemory.ts';
import { checkStreamDocument } from './documentSize.ts';
import { type OperationResult, requestError } from './errors.ts';
import { createEventFinish, createFinish, type FinishOptions } from './finish.ts';
import { mapAsync } from './mapAsync.ts';
import { DocumentMeter } from './measure.ts';
import { observed } from './observer.ts';
import { checkParameters, type ParameterLimits } from './parameters.ts';
import type { PreparedOperation } from './prepare.ts';
import { createPrepareOnce, type PrepareOnceOptions } from './prepareOnce.ts';
import { exceeds } from './resultSize.ts';
import { createSecretFinder } from './secrets.ts';
import { selectOperation } from './selectOperation.ts';
import { createHeavyTurn, createLoopTurn } from './turn.ts';
import {
  areLarge,
  createGivenVariables,
  declared,
  type GivenVariables,
  type Variables,
} from './variables.ts';

type Results = OperationResult | AsyncIterable<OperationResult>;

/** Runs the operation that parameters ask for. Never rejects: a bug is reported and masked. */
export type Execute = (params: unknown, caller: Caller) => Promise<Results>;

export interface OperationOptions extends PrepareOnceOptions, ParameterLimits, FinishOptions {
  readonly maxCost: number;
  readonly heavyWork: HeavyWork;
  readonly documentMemory: DocumentMemory;
  readonly loopTurns: LoopTurns<string>;
}

// Starting an operation of a lower cost takes at most a millisecond or two.
const LOW_COST = 2_000;
// Three times what the largest introspection query of a tool takes.
const MAX_SCHEMA_BYTES = 256_000;

/**
 * Makes the pipeline of every operation, over POST, GET or SSE, with a cold or a warm document. What depends on the
 * document alone is done once and cached; everything else is done here, each time.
 */
export function createExecute(schema: GraphQLSchema, options: OperationOptions): Execute {
  const { maxCost, introspection, suggestions, documentMemory, reportBug } = options;
  const secrets = createSecretFinder(schema);
  const loopTurn = createLoopTurn(options.loopTurns);
  const heavyTurn = createHeavyTurn(options.heavyWork);
  const prepare = createPrepareOnce(schema, options, secrets.filter, heavyTurn);
  const givenVariables = createGivenVariables(schema, options, secrets.filter);
  const compiler = new QueryCompiler(schema, options.heavyWork, reportBug);
  const finish = createFinish(options);
  const finishEvent = createEventFinish(options);

  return async (params, caller) => {
    const results = await pipeline(params, caller);
    return caller.observer === undefined ? results : observed(results, caller.observer);
  };

  async function pipeline(params: unknown, caller: Caller): Promise<Results> {
    caller.observer?.received(params);
    try {
      const turn = loopTurn(caller);
      if (turn !== undefined) await turn;
      // Where the schema is not public, no document is worth reading without a token.
      if (!introspection) requireToken(caller);
      const { operationName, ...parameters } = checkParameters(params, options);
      const operation = selectOperation(await prepare(parameters.query, caller), operationName);
      if (caller.observer !== undefined) coverSecrets(operation, parameters.variables, caller);
      caller.observer?.selected(operation.node, parameters.query);
      authorize(operation, caller);
      checkStreamDocument(operation);
      // It is in memory while the request waits for its turn, too.
      if (!documentMemory.take(operation, caller.callerKey)) throw overloaded();
      const results = start(operation, parameters.variables, caller);
      return await results.finally(() => documentMemory.giveBack(operation));
    } catch (error) {
      return requestError(error, options);
    }
  }

  async function start(operation: PreparedOperation, given: Variables, caller: Caller): Promise<Results> {
    // Ahead of the cost, for which variables are coerced.
    const isLarge = areLarge(given);
    if (isLarge) await heavyTurn(caller);
    const variables = givenVariables(operation, given);
    // Ahead of `execute`, which would coerce invalid ones once more: their errors quote them, and take much longer.
    if (isLarge) variables.coerced();
    if (checkedCost(operation, variables) > LOW_COST && !isLarge) await heavyTurn(caller);
    const { node } = operation;
    if (node.operation !== OperationTypeNode.SUBSCRIPTION) return run(operation, variables, caller);
    variables.coerced();
    return subscribe(operation, declared(node, variables.raw), caller);
  }

  /** A mutation may be named by a secret among its arguments, so the observer must not show that in the name. */
  function coverSecrets({ document, node }: PreparedOperation, variables: Variables, caller: Caller): void {
    if (!isMutation(node) || node.name === undefined) return;
    const { spellings, areTooMany } = secrets.secretsOf(document, variables);
    for (const spelling of spellings) caller.cover(spelling);
    if (areTooMany) caller.cover(node.name.value);
  }

  function checkedCost({ node, fragments, size }: PreparedOperation, { coerced }: GivenVariables): number {
    const { cost } = size.costVaries
      ? new DocumentMeter(schema, fragments, coerced()).ofOperation(node)
      : size;
    if (cost > maxCost) throw limitExceeded('cost', maxCost);
    return cost;
  }

  async function run(operation: PreparedOperation, { raw, coerced }: GivenVariables, caller: Caller) {
    const context = caller.createContext();
    return inSession(context, async () => {
      const plan = compiler.planOf(operation, caller.callerKey);
      const result = await (plan?.(context, coerced()) ??
        execute({ ...argumentsOf(operation, raw), contextValue: context }));
      // Nothing was executed because the variables are invalid: this throws their errors.
      if (result.data === undefined) coerced();
      if (operation.size.schemaOnly) checkSchemaResult(result);
      return finish(result, { ...finishTerms(operation, raw), context });
    });
  }

  /** Opens a stream. It lives for long, so nothing in here refers to variables that the operation does not declare. */
  async function subscribe(operation: PreparedOperation, variables: Variables, caller: Caller) {
    const args = argumentsOf(operation, variables);
    const terms = finishTerms(operation, variables);
    const context = caller.createContext();
    return inSession(context, async () => {
      const events = await createSourceEventStream({ ...args, contextValue: context });
      if (!(Symbol.asyncIterator in events)) return finish(events, { ...terms, context });
      return mapAsync(events, async (rootValue) => {
        // A session has a deadline and a budget: each event gets its own, however long the stream is open.
        const context = caller.createEventContext();
        const event = async () =>
          finishEvent(await execute({ ...args, rootValue, contextValue: context }), { ...terms, context });
        return inSession(context, event).catch((error: unknown) => requestError(error, options));
      });
    });
  }

  function argumentsOf({ document, node }: PreparedOperation, variableValues: Variables) {
    return {
      schema,
      document,
      operationName: node.name?.value,
      variableValues,
      hideSuggestions: !suggestions,
      // Where variables are invalid, the response has the errors of `coerced` instead.
      options: { maxCoercionErrors: 1 },
    };
  }

  function finishTerms({ document, node }: PreparedOperation, variables: Variables) {
    return { isMutation: isMutation(node), withoutSecrets: secrets.filter(document, variables) };
  }
}

/** Ends a session after its use, unless a large result holds it and ends it later. */
async function inSession<T extends Results>({ graph }: GatewayContext, use: () => Promise<T>): Promise<T> {
  let isHeld = false;
  try {
    const results = await use();
    isHeld = 'held' in results;
    return results;
  } finally {
    if (!isHeld) graph.end();
  }
}

/** Limits the size of introspection: its cost is only an average over the schema, and it needs no token. */
function checkSchemaResult({ data }: ExecutionResult): void {
  if (exceeds(data ?? null, MAX_SCHEMA_BYTES)) throw limitExceeded('introspectionBytes', MAX_SCHEMA_BYTES);
}
