import { z } from 'zod';
import { graphUrl, host, httpUrl, integer, onOff, origins, share, workers } from './checks.ts';
import { trustedDocuments } from './trustedDocuments.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const BATCH_SETTINGS = ['auto', 'on', 'off'] as const;

/**
 * Every setting but the paths of resources: its environment variable, what is expected of it, and its default. Its
 * field in `Config` is the same name in camel case.
 */
export const SETTINGS = {
  NODE_ENV: z.string().optional(),
  HOST: host().default('127.0.0.1'),
  /** 0 takes a free port. */
  PORT: integer(0, 65_535).default(4000),
  /** Processes that share the port; one is this process alone. */
  WORKERS: workers().default(1),
  /** The root of a Graph version, without a trailing slash: `https://graph.microsoft.com/beta`. */
  GRAPH_URL: graphUrl(),
  /** For one GraphQL request, including all its upstream calls; receiving it may take as long again. */
  REQUEST_TIMEOUT_MS: integer(100, 600_000).default(30_000),
  /** Requests in flight; beyond that, requests are rejected with 503. */
  MAX_REQUESTS: integer(1, 100_000).default(512),
  MAX_BODY_BYTES: integer(1_000, 100_000_000).default(1_000_000),
  /** Bytes of incompletely received bodies; beyond that, stalled ones are rejected first, then the slowest. */
  MAX_PENDING_BODY_BYTES: integer(1_000_000, 999_999_999).default(64_000_000),
  /** Memory of Graph's responses that requests hold until their end; beyond that, further ones are given up. */
  MAX_HELD_RESPONSE_BYTES: integer(1_000_000, 999_999_999).default(64_000_000),
  /** Bytes of responses that clients have not read; beyond that, those that have waited longest are disconnected. */
  MAX_UNSENT_BYTES: integer(1_000_000, 999_999_999).default(64_000_000),
  /** Connections of clients; beyond that, the one that loses least is closed. */
  MAX_CONNECTIONS: integer(1, 1_000_000).default(4_000),
  /** Values in the variables of a request, or in its extensions, at any depth. */
  MAX_VARIABLE_VALUES: integer(1, 1_000_000).default(2_000),
  /** Characters of a document, white space and comments included. */
  MAX_DOCUMENT_CHARACTERS: integer(100, 100_000_000).default(100_000),
  MAX_DOCUMENT_TOKENS: integer(100, 100_000).default(2_000),
  MAX_DEPTH: integer(1, 1_000).default(10),
  MAX_ALIASES: integer(0, 100_000).default(100),
  MAX_ROOT_FIELDS: integer(1, 100_000).default(50),
  MAX_DIRECTIVES: integer(0, 100_000).default(20),
  /** Fields of the largest possible result: each one, multiplied by the maximum size of the lists around it. */
  MAX_COST: integer(1, 100_000_000).default(20_000),
  /** Different keys that one `_entities` or plural lookup reads. */
  MAX_KEYS: integer(1, 100_000).default(200),
  /** The data of a result, and of each event of a subscription, as JSON; V8 makes no string of 512 MB. */
  MAX_RESPONSE_BYTES: integer(1_000, 400_000_000).default(20_000_000),
  /** Upstream requests of one GraphQL request; each part of a batch counts. */
  MAX_UPSTREAM_REQUESTS: integer(1, 100_000).default(250),
  /** Calls to Graph in flight. */
  MAX_UPSTREAM_CONCURRENCY: integer(1, 10_000).default(256),
  /** Open subscriptions; beyond that, 503. */
  MAX_SUBSCRIPTIONS: integer(0, 100_000).default(1_000),
  /** Open subscriptions with the same token. */
  MAX_SUBSCRIPTIONS_PER_CALLER: integer(0, 100_000).default(100),
  /** How often a subscription asks Graph for the state of an operation. */
  OPERATION_POLL_SECONDS: integer(1, 3_600).default(30),
  CIRCUIT_BREAKER: onOff().default(true),
  /** Whether reads of one tick are sent as batches; `auto` stops for a while where Graph refuses them. */
  GRAPH_BATCH: z
    .enum(BATCH_SETTINGS, { error: `expected one of ${BATCH_SETTINGS.join(', ')}` })
    .default('auto'),
  /** For the whole shutdown; requests in flight after that are cut off. */
  SHUTDOWN_GRACE_MS: integer(0, 600_000).default(25_000),
  /** How long a shutdown still accepts connections, for balancers to notice that `/readyz` is 503. */
  SHUTDOWN_DELAY_MS: integer(0, 600_000).default(0),
  CORS_ORIGINS: origins().default([]),
  /** On by default, except in production and with `TRUSTED_DOCUMENTS`. */
  GRAPHIQL: onOff().optional(),
  /** Whether `__schema`, `__type`, `_service` and `_sdl` are served; by default on, in production as `GRAPHIQL`. */
  INTROSPECTION: onOff().optional(),
  /** The manifest of the documents that clients may run; absent, they may run any. */
  TRUSTED_DOCUMENTS: trustedDocuments().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  /** The share of successful queries that are logged. */
  LOG_SUCCESS_RATE: share().default(1),
  /** Where metrics are served; null serves none. 0 takes a free port. */
  ADMIN_PORT: integer(0, 65_535).nullable().default(null),
  ADMIN_HOST: host().default('127.0.0.1'),
  /** The root URL of a collector of traces; null makes none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl().nullable().default(null),
  /** The share of traces that are sampled, of those that begin here. */
  OTEL_TRACES_SAMPLER_ARG: share().default(1),
};

type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${Lowercase<First>}${Capitalize<CamelCase<Rest>>}`
  : Lowercase<Name>;

/** The values of {@link SETTINGS}. */
export type Settings = {
  readonly [Name in keyof typeof SETTINGS as CamelCase<Name>]: z.output<(typeof SETTINGS)[Name]>;
};

/** The field of a setting in `Config`, but for the paths of resources. */
export function camelCase(setting: string): string {
  return setting.toLowerCase().replace(/_./g, ([, letter = '']) => letter.toUpperCase());
}

/** The checked settings under the names of their fields. */
export function camelCased(values: z.output<z.ZodObject<typeof SETTINGS>>): Settings {
  // The type level does the same to the names.
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [camelCase(name), value]),
  ) as Settings;
}
