import type { RequestListener } from 'node:http';
import { createYoga, type YogaInitialContext } from 'graphql-yoga';
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { createContext, type GatewayContext } from './context.ts';
import { GraphClient } from './msgraph/client.ts';
import { nodeListener } from './nodeListener.ts';
import { documentCaches } from './plugins/documentCaches.ts';
import { useBearerToken } from './plugins/useBearerToken.ts';
import { useClientRequestId } from './plugins/useClientRequestId.ts';
import { useCors } from './plugins/useCors.ts';
import { useDocumentLimit } from './plugins/useDocumentLimit.ts';
import { useErrors } from './plugins/useErrors.ts';
import { useGraphiQL } from './plugins/useGraphiQL.ts';
import { useJsonRequests } from './plugins/useJsonRequests.ts';
import { useNoIntrospection } from './plugins/useNoIntrospection.ts';
import { useRecurringOperations } from './plugins/useRecurringOperations.ts';
import { type ReportBug, requestError } from './schema/errors.ts';
import { schema } from './schema/index.ts';
import { subgraphSchema } from './schema/supergraph/subgraph.ts';

/** A running gateway. It holds upstream connections and no caller's data; any number can run side by side. */
export interface Gateway {
  /** Answers one request: for tests, and for hosts that speak the Fetch API. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** The same for `node:http`. */
  readonly requestListener: RequestListener;
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
  const source = { client, config: config.graph, timeoutMs: config.requestTimeoutMs, log };
  const reportBug: ReportBug = (error) => log.error({ err: error }, 'unexpected error');

  const yoga = createYoga<object, GatewayContext>({
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
      ...(config.corsOrigins.length > 0 ? [useCors({ origins: config.corsOrigins })] : []),
      ...(config.graphiql ? [useGraphiQL({ token: options.graphiqlToken })] : []),
      useJsonRequests({ maxBodyBytes: config.maxBodyBytes }),
      useDocumentLimit({ maxTokens: config.maxDocumentTokens }),
      useBearerToken({ publicSchema: config.introspection }),
      ...(config.introspection ? [] : [useNoIntrospection()]),
      useRecurringOperations({
        schema: served,
        createContext: (request) => createContext(source, request),
        reportBug,
        maxBodyBytes: config.maxBodyBytes,
      }),
      useErrors(reportBug),
    ],
  });

  return {
    fetch: async (input, init) => yoga.fetch(input instanceof Request ? input : new Request(input, init)),
    requestListener: nodeListener(yoga, reportBug),
    close: async () => {
      await yoga.dispose();
      await client.close();
    },
  };
}
