import { type Config, ConfigError, readConfig } from './config.ts';
import { fieldOf, SETTING_NAMES } from './names.ts';
import { redactedValue } from './redactedValue.ts';
import { ENVIRONMENT, type FoundSettings } from './sources.ts';

/** A setting as it applies, without what may be a secret. */
export interface SettingInForce {
  readonly setting: string;
  /** Null where there is none, or none before the start. */
  readonly value: string | null;
  /** `default`, `command line`, `environment`, or the path of a file. */
  readonly source: string;
  /** Why the gateway cannot start with it, if so. */
  readonly problem?: 'invalid' | 'missing';
}

/** What `--print-config` prints. */
export interface Inspection {
  readonly rows: readonly SettingInForce[];
  readonly warnings: readonly string[];
  /** Why the gateway cannot start, if so. */
  readonly error: ConfigError | undefined;
}

/** Every setting in force, also where the gateway cannot start with them. */
export function inspectSettings(settings: FoundSettings): Inspection {
  try {
    const config = checkSettings(settings);
    return { rows: settingsInForce(config, settings), warnings: config.warnings, error: undefined };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const named = new Set(error.problems.map(settingOf));
    const rows = settingsInForce(validPart(settings), settings).map((row): SettingInForce => {
      const { setting } = row;
      if (settings.has(setting)) return named.has(setting) ? { ...row, problem: 'invalid' } : row;
      if (named.has(setting)) return { ...row, value: null, problem: 'missing' };
      const inFile = settings.problems.find((problem) => problem.setting === setting);
      return inFile ? { setting, value: null, source: inFile.source, problem: 'invalid' } : row;
    });
    return { rows, warnings: [], error };
  }
}

/** The configuration from the valid settings alone. */
function validPart(settings: FoundSettings): Config {
  const left = new Map([...settings].map(([name, { value }]) => [name, value]));
  for (;;) {
    try {
      // Any URL will do where there is none.
      return readConfig({ GRAPH_URL: 'https://graph.test/beta', ...Object.fromEntries(left) });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      // In a loop, because settings that are valid one by one can still contradict each other.
      const removed = error.problems.filter((problem) => left.delete(settingOf(problem)));
      if (removed.length === 0) throw error;
    }
  }
}

/** The setting that a problem is about: its line begins with it. */
function settingOf(problem: string): string {
  return problem.split(':')[0] ?? '';
}

/**
 * Checks the settings.
 *
 * @throws {ConfigError} of all sources, naming the file of each invalid setting that is not from the environment
 */
export function checkSettings(settings: FoundSettings): Config {
  const problems = settings.problems.map(({ source, message }) => `${source}: ${message}`);
  try {
    const config = readConfig(Object.fromEntries([...settings].map(([name, { value }]) => [name, value])));
    if (problems.length === 0) return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) {
      const source = settings.get(settingOf(problem))?.source ?? ENVIRONMENT;
      problems.push(source === ENVIRONMENT ? problem : `${problem} (${source})`);
    }
  }
  throw new ConfigError(problems);
}

/** Every setting, with its value and where that is from. */
export function settingsInForce(config: Config, settings: FoundSettings): readonly SettingInForce[] {
  const fields = new Map<string, unknown>(Object.entries({ ...config, ...config.graphPaths }));
  return SETTING_NAMES.map((setting) => {
    const given = settings.get(setting);
    if (given === undefined)
      return { setting, value: textOf(fields.get(fieldOf(setting))), source: 'default' };
    return { setting, value: redactedValue(given.value).replace(/^"(.*)"$/, '$1'), source: given.source };
  });
}

/** As a table to read. */
export function settingsTable(rows: readonly SettingInForce[]): string {
  const columns = (['setting', 'value', 'source'] as const).map((column) => {
    const cells = [column.toUpperCase(), ...rows.map((row) => cellOf(row, column))];
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => cell.padEnd(width));
  });
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    columns.map((cells) => cells[line] ?? '').join('  '),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function cellOf({ problem, ...row }: SettingInForce, column: 'setting' | 'value' | 'source'): string {
  if (column !== 'value') return row[column];
  if (problem === undefined) return row.value ?? '(none)';
  return row.value === null ? `(${problem})` : `${row.value} (${problem})`;
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(',');
  return String(value);
}
