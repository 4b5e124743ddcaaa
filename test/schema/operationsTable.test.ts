import { readFileSync } from 'node:fs';
import type { GraphQLObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';

// The table of operations in the README against the schema.

const [, table = ''] = /## Operations(.*?)## /s.exec(readFileSync('README.md', 'utf8')) ?? [];
const TABLE = 'the table of operations in README.md';

/** The root fields in the first cell of each row; what is read through one, as in `a { b }`, is none. */
const documented = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`(\w+(?:\([^`]*\))?)`/g)].map(([, field = '']) => ({
    field,
    isSubscription: cell.includes('[subscription]'),
  })),
);

/** The fields of a root type as the table has them: `name(first, second)`. */
function fieldsOf(root: GraphQLObjectType | null | undefined): string[] {
  return Object.values(root?.getFields() ?? {}).map(({ name, args }) => {
    const names = args.map((argument) => argument.name).sort();
    return names.length > 0 ? `${name}(${names.join(', ')})` : name;
  });
}

/** The arguments of a field in an order of their own. */
function sorted(field: string): string {
  return field.replace(/\((.*)\)/, (_, names: string) => `(${names.split(', ').sort().join(', ')})`);
}

test('has every query and mutation once, with its arguments, and no other', () => {
  const fields = [...fieldsOf(schema.getQueryType()), ...fieldsOf(schema.getMutationType())];
  expect(documented.map(({ field }) => sorted(field)).sort(), TABLE).toEqual(fields.sort());
});

test('says of every subscription that there is one, and of no other field', () => {
  const subscriptions = documented.filter(({ isSubscription }) => isSubscription);
  expect(subscriptions.map(({ field }) => sorted(field)).sort(), TABLE).toEqual(
    fieldsOf(schema.getSubscriptionType()).sort(),
  );
});
