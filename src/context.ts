import { Session, type SessionOptions, type SessionSource } from './msgraph/calls/session.ts';
import type { GatewayContext } from './schema/builder.ts';
import { ValueBudget } from './schema/valueBudget.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';

/** What the contexts of all requests share. */
export type ContextSource = SessionSource &
  Pick<GatewayContext, 'maxKeys'> & {
    /** Time limit of a request, all its calls to Graph included. */
    readonly requestTimeoutMs: number;
    readonly subscriptions: Pick<Subscriptions, 'watch'>;
  };

/** Creates the context of one request, with a new session. */
export function createContext(source: ContextSource, options: SessionOptions): GatewayContext {
  const { maxKeys, subscriptions, requestTimeoutMs } = source;
  const { callerKey, signal } = options;
  // No retries: the next poll takes their place, and a poll that waits for a retry would hold up the others.
  const openSession = (signal: AbortSignal) => {
    const deadline = performance.now() + requestTimeoutMs;
    // A new redactor for each poll: its cache and its search budget are for one request, and polls are unlimited.
    return new Session(source, { ...options, redactor: undefined, signal, deadline, retries: false });
  };
  const graph = new Session(source, options);
  return {
    graph,
    valueBudget: new ValueBudget(graph),
    maxKeys,
    watch: (watched) => subscriptions.watch(watched, { callerKey, signal, openSession }),
  };
}
