import { z } from 'zod';
import type { Limit } from './client/errorContract.ts';
import { endpoints } from './msgraph/resource.ts';
// Defines the resources, whose paths are settings too.
import './schema/index.ts';
import { graphUrl, host, httpUrl, integer, onOff, origins, path, share, workers } from './settings/checks.ts';
import { contradictionIn, questionable } from './settings/contradictions.ts';
import { shown } from './settings/shown.ts';
import { trustedDocuments } from './settings/trustedDocuments.ts';
import { unknownSettings } from './settings/unknownSettings.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const BATCH_SETTINGS = ['auto', 'on', 'off'] as const;

/**
 * Every setting: its environment variable, what is expected of it, and its default. Its field in {@link Config} is
 * the same name in camel case.
 */
const SETTINGS = {
  NODE_ENV: z.string().optional(),
  HOST: host().default('127.0.0.1'),
  /** 0 takes a free port. */
  PORT: integer(0, 65_535).default(4000),
  /** Processes that share the port; one is this process alone. */
  WORKERS: workers().default(1),
  /** The root of a Graph version, without a trailing slash: `https://graph.microsoft.com/beta`. */
  GRAPH_URL: graphUrl(),
  /** For one GraphQL request, all its upstream calls included, and as long for it to arrive. */
  REQUEST_TIMEOUT_MS: integer(100, 600_000).default(30_000),
  /** Requests in flight; beyond that, requests are rejected with 503. */
  MAX_REQUESTS: integer(1, 100_000).default(512),
  MAX_BODY_BYTES: integer(1_000, 100_000_000).default(1_000_000),
  /** Bytes of bodies that have not arrived completely; beyond that, those that began first are rejected. */
  MAX_PENDING_BODY_BYTES: integer(1_000_000, 999_999_999).default(64_000_000),
  /** Bytes of responses that clients have not read; beyond that, those that have waited longest are disconnected. */
  MAX_UNSENT_BYTES: integer(1_000_000, 999_999_999).default(64_000_000),
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
  /** What one GraphQL request may ask of Graph; each part of a batch counts. */
  MAX_UPSTREAM_REQUESTS: integer(1, 100_000).default(250),
  /** Calls to Graph in flight. */
  MAX_UPSTREAM_CONCURRENCY: integer(1, 10_000).default(256),
  /** Open subscriptions; beyond that, 503. */
  MAX_SUBSCRIPTIONS: integer(0, 100_000).default(1_000),
  /** Of them, those with one token. */
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
  /** How long a shutdown still accepts connections, for balancers to notice that `/ready` is 503. */
  SHUTDOWN_DELAY_MS: integer(0, 600_000).default(0),
  CORS_ORIGINS: origins().default([]),
  /** On unless in production. */
  GRAPHIQL: onOff().optional(),
  /** Whether `__schema`, `__type`, `_service` and `_sdl` are served; in production as `GRAPHIQL`. */
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

type Settings = {
  readonly [Name in keyof typeof SETTINGS as CamelCase<Name>]: z.output<(typeof SETTINGS)[Name]>;
};

/** Everything an operator can set, checked. Built by {@link readConfig}. */
export interface Config extends Omit<Settings, 'nodeEnv'> {
  readonly graphiql: boolean;
  readonly introspection: boolean;
  /** Whether errors suggest names. */
  readonly suggestions: boolean;
  /** The paths of resources below `graphUrl`, by resource name. */
  readonly graphPaths: Readonly<Record<string, string>>;
  /** What an operator should look at although the gateway can run; a sentence each, for the log. */
  readonly warnings: readonly string[];
}

/** All invalid settings, a line each, with their values as far as {@link shown} allows. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads the settings from environment variables; an empty variable counts as absent.
 *
 * @throws {ConfigError} naming every invalid setting, what was expected of it, and its value.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const values = z.object(SETTINGS).safeParse(present, { reportInput: true });
  const paths = z.object(pathChecks()).safeParse(present, { reportInput: true });
  if (!values.success || !paths.success) {
    const problems = [...(values.error?.issues ?? []), ...(paths.error?.issues ?? [])].map(explained);
    // What is missing may be there under a misspelt name.
    throw new ConfigError([...problems, ...unknownSettings(Object.keys(present), settingNames())]);
  }
  const { nodeEnv, ...settings } = camelCased(values.data);
  const contradiction = contradictionIn(settings);
  if (contradiction !== undefined) throw new ConfigError([contradiction]);
  const production = nodeEnv === 'production';
  const graphiql = settings.graphiql ?? (!production && settings.trustedDocuments === undefined);
  const introspection = settings.introspection ?? (production ? graphiql : true);
  const suggestions = introspection && !production;
  const graphPaths = Object.fromEntries(
    [...endpoints.keys()].map((name) => [name, paths.data[pathSetting(name)] ?? '']),
  );
  const warnings = [
    ...questionable(nodeEnv, settings),
    ...unknownSettings(Object.keys(present), settingNames()),
  ];
  return { ...settings, graphiql, introspection, suggestions, graphPaths, warnings };
}

function pathChecks(): Readonly<Record<string, z.ZodType<string>>> {
  return Object.fromEntries(
    [...endpoints.values()].map((endpoint) => [pathSetting(endpoint.name), path(endpoint)]),
  );
}

/** The check of every setting, by name. */
export function settingChecks(): Readonly<Record<string, z.ZodType>> {
  return { ...SETTINGS, ...pathChecks() };
}

/** The name of every setting. */
export function settingNames(): readonly string[] {
  return Object.keys(settingChecks());
}

/** The field of a setting in {@link Config}; that of a path, in its `graphPaths`. */
export function fieldOf(setting: string): string {
  return [...endpoints.keys()].find((name) => pathSetting(name) === setting) ?? camelCase(setting);
}

function explained({ path: [name = ''], message, input }: z.core.$ZodIssue): string {
  const value = input === undefined ? '' : `, got ${shown(String(input))}`;
  return `${String(name)}: ${message}${value}`;
}

const OPTIONAL: ReadonlySet<string> = new Set(['nodeEnv', 'trustedDocuments']);

/**
 * Checks what a host without types passes to {@link createGateway}.
 *
 * @throws {TypeError} where it is not a complete {@link Config}.
 */
export function assertConfig(config: unknown): asserts config is Config {
  const fields = [...Object.keys(SETTINGS).map(camelCase), 'suggestions', 'graphPaths', 'warnings'];
  const given: Readonly<Record<string, unknown>> = { ...Object(config) };
  const missing = fields.find((field) => !OPTIONAL.has(field) && given[field] === undefined);
  if (missing === undefined) return;
  throw new TypeError(
    'createGateway: expected the settings that readConfig returns, as in ' +
      `createGateway(readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta' })); ${missing} is missing`,
  );
}

function camelCased(values: z.output<z.ZodObject<typeof SETTINGS>>): Settings {
  // The type level does the same to the names.
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [camelCase(name), value]),
  ) as Settings;
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_./g, ([, letter = '']) => letter.toUpperCase());
}

/** The setting of a resource's path: `GRAPH_EXTERNAL_CONNECTIONS_PATH` for `externalConnections`. */
export function pathSetting(resource: string): string {
  return `GRAPH_${resource.replace(/[A-Z]/g, '_$&').toUpperCase()}_PATH`;
}

const LIMIT_SETTINGS: { readonly [Name in Limit]?: keyof typeof SETTINGS } = {
  body: 'MAX_BODY_BYTES',
  tokens: 'MAX_DOCUMENT_TOKENS',
  characters: 'MAX_DOCUMENT_CHARACTERS',
  variables: 'MAX_VARIABLE_VALUES',
  keys: 'MAX_KEYS',
  depth: 'MAX_DEPTH',
  aliases: 'MAX_ALIASES',
  rootFields: 'MAX_ROOT_FIELDS',
  directives: 'MAX_DIRECTIVES',
  cost: 'MAX_COST',
  upstreamRequests: 'MAX_UPSTREAM_REQUESTS',
  subscriptions: 'MAX_SUBSCRIPTIONS_PER_CALLER',
};

/** The setting of a limit; `undefined` for one that is fixed. */
export function limitSetting(limit: Limit): string | undefined {
  return LIMIT_SETTINGS[limit];
}
