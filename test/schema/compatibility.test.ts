import { readFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';

/** The changes from one schema to another that break operations which worked. */
async function breakingChanges(before: string, after: string): Promise<string[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message);
}

const released = readFileSync('test/schema/released.graphql', 'utf8');

test('the schema has no breaking changes since the last release', async () => {
  expect(await breakingChanges(released, readFileSync('schema.graphql', 'utf8'))).toEqual([]);
});

test('a changed field type is found', async () => {
  expect(
    await breakingChanges(released, released.replace('hasNextPage: Boolean!', 'hasNextPage: Int')),
  ).toHaveLength(1);
});
