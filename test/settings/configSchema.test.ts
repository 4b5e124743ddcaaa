import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/settings/config.ts';
import { configSchema } from '../../src/settings/configSchema.ts';
import { SETTING_NAMES } from '../../src/settings/names.ts';

const document = z.object({
  properties: z.record(
    z.string(),
    z.object({ description: z.string().optional(), default: z.unknown().optional() }),
  ),
});
const { properties } = document.parse(JSON.parse(readFileSync('config.schema.json', 'utf8')));

test.each(Object.entries(configSchema()))('%s is up to date (npm run schema)', (name, text) => {
  const reason = `${name} is made of src/settings/ and the tables in docs/operations.md: npm run codegen`;
  expect(readFileSync(name, 'utf8'), reason).toBe(text);
});

test('it has every setting, with a description, and no other', () => {
  expect(Object.keys(properties)).toEqual(['$schema', ...SETTING_NAMES]);
  const undescribed = SETTING_NAMES.filter((name) => properties[name]?.description === undefined);
  expect(undescribed, 'a row for each in docs/operations.md is missing, or npm run codegen after it').toEqual(
    [],
  );
});

test('a file of all defaults is the same as none', () => {
  const written = Object.entries(properties).flatMap(([name, { default: value }]) => {
    if (value === undefined) return [];
    const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
    return [[name, text] as const];
  });
  expect(written.length).toBeGreaterThan(20);
  const GRAPH_URL = 'https://graph.microsoft.com/beta';
  expect(readConfig({ GRAPH_URL, ...Object.fromEntries(written) })).toEqual(readConfig({ GRAPH_URL }));
});
