import type { ExecutionResult, GraphQLError } from 'graphql';
import type { GatewayContext } from '../schema/builder.ts';
import { overloaded } from '../schema/errors.ts';
import { type ExecutionErrorOptions, executionErrors, type OperationResult } from './errors.ts';
import { isLarge, withinLimits, withoutData } from './resultSize.ts';

/** What was executed, and for whom. */
export interface Execution {
  readonly context: GatewayContext;
  readonly isMutation: boolean;
  /** Redacts the secrets in an error. */
  readonly withoutSecrets: (error: GraphQLError) => GraphQLError;
}

/** Makes the result of an execution. A large one is measured in turn, and holds its session until it is serialized. */
export type Finish = (
  executed: ExecutionResult,
  execution: Execution,
) => OperationResult | Promise<OperationResult>;

export interface FinishOptions
  extends Omit<ExecutionErrorOptions, 'isMutation' | 'context' | 'withoutSecrets'> {
  readonly maxResponseBytes: number;
}

// Far more than an operation of Graph's takes; several may wait for a client that reads slowly.
const MAX_EVENT_BYTES = 100_000;

/** The last step of the pipeline. */
export function createFinish(options: FinishOptions): Finish {
  const { maxResponseBytes, reportBug, limitHint, pathHint, maxUpstreamRequests } = options;
  // By name, since `options` may have many more: what is copied for each result has no others.
  const errorOptions = { reportBug, limitHint, pathHint, maxUpstreamRequests };

  return (executed, execution) => {
    const { problem } = execution.context.valueBudget;
    const isSmall = problem === undefined && !isLarge(executed, maxResponseBytes);
    return isSmall ? shaped(executed, execution) : inTurn(executed, execution);
  };

  async function inTurn(executed: ExecutionResult, execution: Execution): Promise<OperationResult> {
    const { graph } = execution.context;
    const limited = await graph.work.runContinuation(() => withinAllLimits(executed, execution));
    return { ...shaped(limited, execution), held: { work: graph.work, release: () => graph.end() } };
  }

  function withinAllLimits(executed: ExecutionResult, { context, isMutation }: Execution): ExecutionResult {
    const { isAbandoned, isOverdue } = context.graph;
    // The client has disconnected.
    if (isAbandoned) return executed;
    const { problem } = context.valueBudget;
    if (problem !== undefined) return withoutData(executed, problem, isMutation);
    // The deadline has passed under overload: waiting requests would hold their slots for too long.
    if (isOverdue && !isMutation) return withoutData(executed, overloaded(), isMutation);
    return withinLimits(executed, maxResponseBytes, isMutation);
  }

  function shaped(
    { data, errors }: ExecutionResult,
    { context, isMutation, withoutSecrets }: Execution,
  ): OperationResult {
    if (errors === undefined && context.graph.errorBudget.dropped === 0) return { data };
    return {
      errors: executionErrors(errors ?? [], { ...errorOptions, isMutation, context, withoutSecrets }),
      data,
    };
  }
}

/** The same for the events of a subscription: each has a limit of its own, which no setting raises. */
export function createEventFinish(options: FinishOptions): Finish {
  if (options.maxResponseBytes <= MAX_EVENT_BYTES) return createFinish(options);
  const limitHint: FinishOptions['limitHint'] = (limit) =>
    limit === 'responseBytes' ? undefined : options.limitHint(limit);
  return createFinish({ ...options, maxResponseBytes: MAX_EVENT_BYTES, limitHint });
}
