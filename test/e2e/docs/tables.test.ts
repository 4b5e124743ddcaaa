import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../../src/client/errorContract.ts';
import { entities } from '../../../src/schema/supergraph/entities.ts';
import { readConfig } from '../../../src/settings/config.ts';
import { pathSetting } from '../../../src/settings/names.ts';
import '../../../src/schema/index.ts';

// The tables of the documentation against the code.

/** The rows of a text whose first cell has code in it: what is in it, and the other cells. */
function rows(text: string): { names: string[]; cells: string[] }[] {
  return [...text.matchAll(/^\| (`.*?) \|(.*)\|$/gm)].map(([, first = '', rest = '']) => ({
    names: codesIn(first),
    cells: rest.split(' | ').map((cell) => cell.trim()),
  }));
}

function codesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

test('the table of errors has every code once, and no other', () => {
  const codes = rows(readFileSync('docs/errors.md', 'utf8')).flatMap(({ names }) => names);
  expect(codes.sort()).toEqual([...ERROR_CODES].sort());
});

test('the README names no other code', () => {
  const [, table = ''] = /## Errors(.*?)## /s.exec(readFileSync('README.md', 'utf8')) ?? [];
  const codes = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => codesIn(cell));
  expect(codes).not.toEqual([]);
  expect([...ERROR_CODES]).toEqual(expect.arrayContaining(codes));
});

const {
  suggestions: _,
  warnings: __,
  graphPaths,
  ...config
} = readConfig({ GRAPH_URL: 'https://graph.test/beta' });

/** The default of every setting, as the tables show it, by name. */
const defaults = new Map<string, string>([
  ...Object.entries(config).map(([field, value]) => [settingOf(field), shown(value)] as const),
  ...Object.entries(graphPaths).map(([resource, path]) => [pathSetting(resource), path] as const),
  // Not a field of the configuration.
  ['NODE_ENV', 'none'],
  // Required.
  ['GRAPH_URL', 'none'],
  // Optional.
  ['TRUSTED_DOCUMENTS', 'none'],
]);

/** `MAX_BODY_BYTES` for `maxBodyBytes`. */
function settingOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, '_$&').toUpperCase();
}

function shown(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) && value.length === 0 ? 'none' : String(value);
}

/** The names of a row with their defaults: the second cell has one for each, perhaps with a remark on production. */
function defaultsIn({ names, cells: [cell = ''] }: { names: string[]; cells: string[] }): [string, string][] {
  const values = codesIn(cell);
  return names.map((name, index) => [name, values[index] ?? cell]);
}

test('the tables of settings have every setting once, with its default, and no other', () => {
  const [, part = ''] = readFileSync('docs/operations.md', 'utf8').split('\n## Settings\n');
  const [settings = ''] = part.split('\n## ');
  const documented = rows(settings).flatMap(defaultsIn);
  expect(documented.sort()).toEqual([...defaults].sort());
});

test('the README has the same defaults', () => {
  const settings = rows(readFileSync('README.md', 'utf8')).filter(({ names }) =>
    names.some((name) => defaults.has(name)),
  );
  const documented = settings.flatMap(defaultsIn);
  expect(documented.length).toBeGreaterThan(8);
  for (const [name, value] of documented) expect([name, value]).toEqual([name, defaults.get(name)]);
});

test('docs/supergraph.md names every entity with its key, and every lookup', () => {
  const [introduction = ''] = readFileSync('docs/supergraph.md', 'utf8').split('\n## ');
  for (const { type, key, lookup = type } of entities.values())
    expect(codesIn(introduction)).toEqual(expect.arrayContaining([type, key.join(' '), lookup]));
});

test('docs/operations.md names every value of the label resource', () => {
  const [, sentence = ''] =
    /^The label `resource` is (.*?)\n\n/ms.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
  expect(codesIn(sentence)).toEqual(expect.arrayContaining([...Object.keys(graphPaths), '$batch']));
});
