import type { GraphConfig } from './msgraph/client.ts';
import { type LogLevel, settings } from './settings.ts';

/** Everything an operator can set, checked. Built by {@link readConfig}. */
export interface Config {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly graph: GraphConfig;
  /** The time one GraphQL request may take, all its upstream calls included. */
  readonly requestTimeoutMs: number;
  readonly requestLimits: RequestLimits;
  readonly documentLimits: DocumentLimits;
  /** How many things one GraphQL request may ask of Microsoft Graph. */
  readonly maxUpstreamRequests: number;
  readonly graphiql: boolean;
  /** The origins whose pages may call the gateway; none by default. */
  readonly corsOrigins: readonly string[];
  /** Whether `__schema` and `__type` are answered, and `_service` and `_sdl`. */
  readonly introspection: boolean;
  /** Whether errors guess at the names that were meant. */
  readonly suggestions: boolean;
  /** How long a shutdown may take altogether, and how long of it requests are still accepted. */
  readonly shutdownGraceMs: number;
  readonly shutdownDelayMs: number;
  readonly logLevel: LogLevel;
}

/** How large a request may be. */
export interface RequestLimits {
  /** The longest body that is read. */
  readonly maxBodyBytes: number;
  /** How many values its variables may hold. */
  readonly maxVariableValues: number;
  /** How many characters its document may have, blanks and comments included. */
  readonly maxDocumentCharacters: number;
}

/** How much a GraphQL document may ask for at once. */
export interface DocumentLimits {
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Fields of the answer, each counted as often as the list that it is in can have items. */
  readonly cost: number;
}

/** All the wrong settings at once, a line each; never with their values, which may hold secrets. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the settings out of environment variables; an empty variable counts as absent.
 *
 * @throws {ConfigError} naming every wrong setting and what was expected of it.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const env = parsed.data;
  const production = env.NODE_ENV === 'production';
  const graphiql = env.GRAPHIQL ?? (production ? 'off' : 'on');
  const introspection = env.INTROSPECTION ?? (production ? graphiql : 'on');
  return {
    host: env.HOST,
    port: env.PORT,
    graph: {
      url: env.GRAPH_URL,
      paths: {
        externalConnections: env.GRAPH_EXTERNAL_CONNECTIONS_PATH,
        privateEndpointConnections: env.GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH,
        privateEndpointConnection: env.GRAPH_PRIVATE_ENDPOINT_CONNECTION_PATH,
      },
      limits: { maxConcurrency: env.MAX_UPSTREAM_CONCURRENCY, maxQueue: env.MAX_UPSTREAM_QUEUE },
      circuitBreaker: env.CIRCUIT_BREAKER === 'on',
    },
    requestLimits: {
      maxBodyBytes: env.MAX_BODY_BYTES,
      maxVariableValues: env.MAX_VARIABLE_VALUES,
      maxDocumentCharacters: env.MAX_DOCUMENT_CHARACTERS,
    },
    documentLimits: {
      tokens: env.MAX_DOCUMENT_TOKENS,
      depth: env.MAX_DEPTH,
      aliases: env.MAX_ALIASES,
      rootFields: env.MAX_ROOT_FIELDS,
      directives: env.MAX_DIRECTIVES,
      cost: env.MAX_COST,
    },
    maxUpstreamRequests: env.MAX_UPSTREAM_REQUESTS,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    corsOrigins: env.CORS_ORIGINS,
    graphiql: graphiql === 'on',
    introspection: introspection === 'on',
    suggestions: introspection === 'on' && !production,
    shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
    shutdownDelayMs: env.SHUTDOWN_DELAY_MS,
    logLevel: env.LOG_LEVEL,
  };
}
