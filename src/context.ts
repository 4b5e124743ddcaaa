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
export function createContext(source: ContextSource, options: SessionOptions): GatewayContext {
  const { maxKeys, subscriptions, requestTimeoutMs } = source;
  const { callerOf, signal } = options;
  // Whatever fails is polled for again: a poll that waited for a retry would hold up the others.
  const openSession = (signal: AbortSignal) => {
    const deadline = performance.now() + requestTimeoutMs;
    // A redactor remembers what it has searched, and there may be any number of polls.
    return new Session(source, { ...options, redactor: undefined, signal, deadline, retries: false });
  };
  const graph = new Session(source, options);
  return {
    graph,
    valueBudget: new ValueBudget(graph),
    maxKeys,
    watch: (watched) => subscriptions.watch(watched, { callerOf, signal, openSession }),
  };
}
