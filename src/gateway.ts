import type { RequestListener } from 'node:http';
import { createYoga, type YogaInitialContext } from 'graphql-yoga';
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { createContext, type GatewayContext } from './context.ts';
import { GraphClient } from './msgraph/client.ts';
import { nodeListener, type ServerContext } from './nodeListener.ts';
import { documentCaches } from './plugins/documentCaches.ts';
import { useBearerToken } from './plugins/useBearerToken.ts';
import { useClientRequestId } from './plugins/useClientRequestId.ts';
import { useCors } from './plugins/useCors.ts';
import { useCostLimit } from './plugins/useCostLimit.ts';
import { useDocumentLimit } from './plugins/useDocumentLimit.ts';
import { useErrors } from './plugins/useErrors.ts';
import { useGraphiQL } from './plugins/useGraphiQL.ts';
import { useJsonRequests } from './plugins/useJsonRequests.ts';
import { useLoadShedding } from './plugins/useLoadShedding.ts';
import { useNoIntrospection } from './plugins/useNoIntrospection.ts';
import { useNoSuggestions } from './plugins/useNoSuggestions.ts';
import { usePrivateAnswers } from './plugins/usePrivateAnswers.ts';
import { useReadiness } from './plugins/useReadiness.ts';
import { useRecurringOperations } from './plugins/useRecurringOperations.ts';
import { useSelectionLimits } from './plugins/useSelectionLimits.ts';
import { type ReportBug, requestError } from './schema/errors.ts';
import { schema } from './schema/index.ts';
import { subgraphSchema } from './schema/supergraph/subgraph.ts';

/** A running gateway. It holds upstream connections and no caller's data; any number can run side by side. */
export interface Gateway {
  /** Answers one request: for tests, and for hosts that speak the Fetch API. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** The same for `node:http`. */
  readonly requestListener: RequestListener;
  /** From now on `GET /ready` answers 503, and each connection of `node:http` is closed after its answer. */
  drain(): void;
  /** Waits for the upstream calls under way, then closes their connections. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Where to log to; by default JSON lines on standard error. */
  readonly logger?: Logger;
  /** A token that GraphiQL fills in, for an upstream that is open to everyone, such as the emulator. */
  readonly graphiqlToken?: string;
}

const served = subgraphSchema(schema);

/** Makes a gateway; it opens no connection before the first request. */
export function createGateway(config: Config, options: GatewayOptions = {}): Gateway {
  const log = options.logger ?? pino({ level: config.logLevel }, pino.destination(2));
  const client = new GraphClient(config.graph);
  const { documentLimits: limits, requestTimeoutMs: timeoutMs, maxUpstreamRequests } = config;
  const source = { client, config: config.graph, timeoutMs, maxUpstreamRequests, log };
  let draining = false;
  const reportBug: ReportBug = (error) => log.error({ err: error }, 'unexpected error');

  const yoga = createYoga<ServerContext, GatewayContext>({
    schema: served,
    context: ({ request }: YogaInitialContext) => createContext(source, request),
    maskedErrors: { maskError: (error) => requestError(error, reportBug) },
    // useGraphiQL and useCors stand in for Yoga's own.
    graphiql: false,
    cors: false,
    landingPage: false,
    logging: false,
    multipart: false,
    // useJsonRequests has a limit that costs less.
    maxRequestBodySize: false,
    parserAndValidationCache: documentCaches(),
    plugins: [
      useClientRequestId(),
      usePrivateAnswers(),
      ...(config.corsOrigins.length > 0 ? [useCors({ origins: config.corsOrigins })] : []),
      ...(config.graphiql ? [useGraphiQL({ token: options.graphiqlToken })] : []),
      useReadiness(() => ({ ready: !draining && client.breaker !== 'open', upstream: client.breaker })),
      useLoadShedding(() => client.isFull),
      useJsonRequests(config.requestLimits),
      useDocumentLimit({ maxTokens: limits.tokens }),
      useSelectionLimits(limits),
      useCostLimit(limits),
      useBearerToken({ publicSchema: config.introspection }),
      ...(config.introspection ? [] : [useNoIntrospection()]),
      ...(config.suggestions ? [] : [useNoSuggestions()]),
      useRecurringOperations({
        schema: served,
        createContext: (request) => createContext(source, request),
        reportBug,
        requestLimits: config.requestLimits,
        costLimits: limits,
      }),
      useErrors(reportBug),
    ],
  });

  return {
    fetch: async (input, init) => yoga.fetch(input instanceof Request ? input : new Request(input, init)),
    requestListener: nodeListener(yoga, reportBug, {
      isFull: () => client.isFull,
      isLast: () => draining,
    }),
    drain: () => {
      draining = true;
    },
    close: async () => {
      await yoga.dispose();
      await client.close();
    },
  };
}
