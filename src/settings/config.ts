import { z } from 'zod';
import { endpoints } from '../msgraph/defineResource.ts';
import { contradictionsIn, questionable } from './contradictions.ts';
import { camelCase, camelCased, SETTINGS, type Settings } from './definitions.ts';
import { PATH_CHECKS, pathSetting, SETTING_NAMES } from './names.ts';
import { redactedValue } from './redactedValue.ts';
import { unknownSettings } from './unknownSettings.ts';

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

/** All invalid settings, a line each, with their values as far as {@link redactedValue} allows. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const checks = z.object(SETTINGS);
const pathChecks = z.object(PATH_CHECKS);

/**
 * Reads the settings from environment variables; an empty variable counts as absent.
 *
 * @throws {ConfigError} naming every invalid setting, what was expected of it, and its value.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const values = checks.safeParse(present, { reportInput: true });
  const paths = pathChecks.safeParse(present, { reportInput: true });
  if (!values.success || !paths.success) {
    const problems = [...(values.error?.issues ?? []), ...(paths.error?.issues ?? [])].map(explained);
    // What is missing may be there under a misspelt name.
    throw new ConfigError([...problems, ...unknownSettings(Object.keys(present), SETTING_NAMES)]);
  }
  const all = camelCased(values.data);
  const contradictions = contradictionsIn(all);
  if (contradictions.length > 0) throw new ConfigError(contradictions);
  const { nodeEnv, ...settings } = all;
  const production = nodeEnv === 'production';
  const graphiql = settings.graphiql ?? (!production && settings.trustedDocuments === undefined);
  const introspection = settings.introspection ?? (production ? graphiql : true);
  const suggestions = introspection && !production;
  const graphPaths = Object.fromEntries(
    [...endpoints.keys()].map((name) => [name, paths.data[pathSetting(name)] ?? '']),
  );
  const warnings = [...questionable(all), ...unknownSettings(Object.keys(present), SETTING_NAMES)];
  return { ...settings, graphiql, introspection, suggestions, graphPaths, warnings };
}

function explained({ path: [name = ''], message, input }: z.core.$ZodIssue): string {
  const value = input === undefined ? '' : `, got ${redactedValue(String(input))}`;
  return `${String(name)}: ${message}${value}`;
}

const OPTIONAL: ReadonlySet<string> = new Set(['nodeEnv', 'trustedDocuments']);
const REQUIRED = [...Object.keys(SETTINGS).map(camelCase), 'suggestions', 'graphPaths', 'warnings'].filter(
  (field) => !OPTIONAL.has(field),
);

/**
 * Checks what a host without types passes to {@link createGateway}.
 *
 * @throws {TypeError} where it is not a complete {@link Config}.
 */
export function assertConfig(config: unknown): asserts config is Config {
  const given: Readonly<Record<string, unknown>> = { ...Object(config) };
  const missing = REQUIRED.find((field) => given[field] === undefined);
  if (missing === undefined) return;
  throw new TypeError(
    'createGateway: expected the settings that readConfig returns, as in ' +
      `createGateway(readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta' })); ${missing} is missing`,
  );
}
