import { type Config, ConfigError, readConfig } from '../config.ts';
import { fieldOf, SETTING_NAMES } from './names.ts';
import { shown } from './shown.ts';
import { ENVIRONMENT, type Settings } from './sources.ts';

/** A setting as it applies, without what may be a secret. */
export interface SettingInForce {
  readonly setting: string;
  /** Null where there is none, or none before the start. */
  readonly value: string | null;
  /** `default`, `command line`, `environment`, or the path of a file. */
  readonly source: string;
}

/**
 * Checks the settings.
 *
 * @throws {ConfigError} of all sources, naming the file of each invalid setting that is not from the environment
 */
export function checkSettings(settings: Settings): Config {
  const problems = [...settings.problems];
  try {
    const config = readConfig(Object.fromEntries([...settings].map(([name, { value }]) => [name, value])));
    if (problems.length === 0) return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) {
      const source = settings.get(problem.split(':')[0] ?? '')?.source ?? ENVIRONMENT;
      problems.push(source === ENVIRONMENT ? problem : `${problem} (${source})`);
    }
  }
  throw new ConfigError(problems);
}

/** Every setting, with its value and where that is from. */
export function settingsInForce(config: Config, settings: Settings): readonly SettingInForce[] {
  const fields = new Map<string, unknown>(Object.entries({ ...config, ...config.graphPaths }));
  return SETTING_NAMES.map((setting) => {
    const given = settings.get(setting);
    if (given === undefined)
      return { setting, value: textOf(fields.get(fieldOf(setting))), source: 'default' };
    return { setting, value: shown(given.value).replace(/^"(.*)"$/, '$1'), source: given.source };
  });
}

/** As a table to read. */
export function settingsTable(rows: readonly SettingInForce[]): string {
  const columns = (['setting', 'value', 'source'] as const).map((column) => {
    const cells = [column.toUpperCase(), ...rows.map((row) => row[column] ?? '(none)')];
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => cell.padEnd(width));
  });
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    columns.map((cells) => cells[line] ?? '').join('  '),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(',');
  return String(value);
}
