import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { closest, distance } from 'fastest-levenshtein';
import { ConfigError } from './config.ts';
import { SETTING_NAMES } from './names.ts';
import { redactedValue } from './redactedValue.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where the command finds settings, in order of precedence. */
export interface Sources {
  readonly commandLine: Variables;
  readonly environment: Variables;
  /** Files as `node --env-file` reads them; later ones take precedence. */
  readonly envFiles: readonly string[];
  /** A JSON file; if `undefined`, {@link CONFIG_FILE} in the working directory, if there is one. */
  readonly configFile: string | undefined;
}

/** A setting's text, and where it is from: `environment`, or the path of a file. */
export interface Setting {
  readonly value: string;
  readonly source: string;
}

/** What is wrong in the config file, to be reported with all that is wrong elsewhere. */
export interface FileProblem {
  /** The path of the file. */
  readonly source: string;
  readonly message: string;
  /** The setting whose value has a type that no setting has. */
  readonly setting?: string;
}

/** Settings by name. They include variables of other programs, since the environment does. */
export interface FoundSettings extends ReadonlyMap<string, Setting> {
  readonly problems: readonly FileProblem[];
}

const CONFIG_FILE = 'msgraph-gateway.config.json';
export const ENVIRONMENT = 'environment';

/**
 * Reads all sources. An empty text counts as absent, so the next source counts.
 *
 * @throws {ConfigError} where a file cannot be read, or a config file is no JSON object
 */
export function collectSettings({ commandLine, environment, envFiles, configFile }: Sources): FoundSettings {
  const settings = new Map<string, Setting>();
  const add = (variables: Variables, source: string) => {
    for (const [name, value] of Object.entries(variables))
      if (value !== undefined && value !== '' && !settings.has(name)) settings.set(name, { value, source });
  };
  add(commandLine, 'command line');
  add(environment, ENVIRONMENT);
  for (const path of envFiles.toReversed()) add(parseEnv(read(path, '--env-file')), path);
  const found = configFile ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined);
  const problems: FileProblem[] = [];
  if (found !== undefined) add(settingsInFile(found, read(found, '--config'), problems), found);
  return Object.assign(settings, { problems });
}

function read(path: string, option: string): string {
  try {
    // Editors of Windows begin a file with a byte order mark.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new ConfigError([`${option}: cannot read ${redactedValue(path)}${code}`]);
  }
}

const EXPECTED = 'expected a text, a number, true or false, or a list of texts';

/** The settings in a config file, as the texts that they would be in the environment. Adds to `problems`. */
function settingsInFile(path: string, text: string, problems: FileProblem[]): Variables {
  const entries = Object.entries(parseObject(path, text)).flatMap(([name, value]) => {
    if (name === '$schema' || value === null) return [];
    const asText = textOf(value);
    if (!SETTING_NAMES.includes(name)) problems.push({ source: path, message: unknown(name) });
    else if (asText !== undefined) return [[name, asText] as const];
    else problems.push({ source: path, message: `${name}: ${EXPECTED}`, setting: name });
    return [];
  });
  return Object.fromEntries(entries);
}

function parseObject(path: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The rest of V8's message repeats what is in the file.
    const [position = ''] = /at position \d+(?: \(line \d+ column \d+\))?/.exec(String(error)) ?? [];
    throw new ConfigError([`${path}: expected JSON; there is an error ${position}`.trimEnd()]);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ConfigError([`${path}: expected a JSON object`]);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(',');
  return undefined;
}

/** The message for an unknown setting. Settings are in upper case in JSON, too, where camel case is usual. */
function unknown(name: string): string {
  const asSetting = name.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase();
  const nearest = closest(asSetting, SETTING_NAMES);
  const isNear = distance(asSetting, nearest) <= Math.max(2, nearest.length / 3);
  return `${redactedValue(name)} is not a setting${isNear ? `: did you mean ${nearest}?` : ''}`;
}
