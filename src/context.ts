import { RetrySlots } from './msgraph/calls/retry.ts';
import { Session, type SessionOptions, type SessionSource } from './msgraph/calls/session.ts';
import type { GatewayContext } from './schema/builder.ts';
import { ValueBudget } from './schema/valueBudget.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';

/** What the contexts of all requests share. */
export type ContextSource = SessionSource &
  Pick<GatewayContext, 'maxKeys'> & {
    /** For each request, all its calls together. */
    readonly requestTimeoutMs: number;
    readonly subscriptions: Pick<Subscriptions, 'watch'>;
  };

/** Opens the session of one request. */
export function createContext({
  maxKeys,
  subscriptions,
  requestTimeoutMs,
  ...options
}: ContextSource & SessionOptions): GatewayContext {
  const { authorization, signal } = options;
  // Whatever fails is polled for again: a poll that waited for a retry would hold up the others.
  const openSession = (signal: AbortSignal) => {
    const deadline = performance.now() + requestTimeoutMs;
    return new Session({ ...options, signal, deadline, retrySlots: NO_RETRIES });
  };
  const graph = new Session(options);
  return {
    graph,
    valueBudget: new ValueBudget(graph),
    maxKeys,
    watch: (watched) => subscriptions.watch(watched, { authorization, signal, openSession }),
  };
}

const NO_RETRIES = new RetrySlots(0);
