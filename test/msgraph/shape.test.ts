import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { complexShape, entityShape, enumShape, isString, listOf, shapesOf } from '../../src/msgraph/shape.ts';

const rule = { property: z.string(), values: listOf(isString) };
const properties = {
  name: z.string(),
  count: z.int32(),
  state: enumShape(['draft', 'ready']),
  tags: listOf(isString),
  settings: complexShape({ rules: shapesOf(complexShape(rule)), note: z.string() }),
};
type Name = keyof typeof properties;
const names = ['name', 'count', 'state', 'tags', 'settings'] as const satisfies readonly Name[];

const rightOrWrong = fc.oneof(
  fc.constantFrom(null, undefined, 'draft', 'ready', 'next', 7, 2 ** 40, ['a', 'b'], ['a', 1]),
  fc.record(
    { note: fc.constantFrom('x', 1, null), rules: fc.array(fc.record({ property: fc.string() })) },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);
const json = fc.record(
  {
    id: fc.oneof(fc.string(), fc.constant(1)),
    ...Object.fromEntries(names.map((name) => [name, rightOrWrong])),
  },
  { requiredKeys: [] },
);

/** A value with all that can be read of it; what is wrong in it is marked. */
function seen(value: unknown): unknown {
  if (value instanceof Error) return 'wrong';
  if (Array.isArray(value)) return value.map(seen);
  if (typeof value !== 'object' || value === null) return value;
  const read = ['note', 'rules', 'property', 'values'].map((name) => [name, seen(Reflect.get(value, name))]);
  return Object.fromEntries(read);
}

// The same without `shape.ts`: everything is checked at once.
const checkedRule = z.object({ property: nullish(z.string()), values: nullish(rule.values) });
const checkedProperties = {
  ...properties,
  settings: z.object({ note: nullish(z.string()), rules: nullish(z.array(checkedRule)) }),
};
function nullish(type: z.ZodType) {
  return type.nullish().catch(() => new Error());
}

test('each property reads as if all of the object had been checked beforehand', () => {
  const shape = entityShape(properties);
  const eager = z.object({ id: z.string() });
  fc.assert(
    fc.property(json, (object) => {
      const read = shape.safeParse(object);
      expect(read.success).toBe(eager.safeParse(object).success);
      if (!read.success) return;
      expect(read.data.id).toBe(object.id);
      for (const name of names) {
        const checked = checkedProperties[name].nullish().safeParse(Reflect.get(object, name));
        expect(seen(read.data[name])).toEqual(checked.success ? seen(checked.data) : 'wrong');
      }
    }),
    { numRuns: 2_000, seed: 5 },
  );
});

test('what nobody asks for is not checked', () => {
  const checked: unknown[] = [];
  const noted = z.string().transform((value) => checked.push(value));
  const shape = entityShape({ name: noted, description: noted });
  const object = shape.parse({ id: 'a', name: 'asked', description: 'not asked' });
  expect(checked).toEqual([]);
  expect(object.name).toBe(1);
  expect(checked).toEqual(['asked']);
});

test.each([
  ['a list', [], ''],
  ['null', null, ''],
  ['a string', 'x', ''],
  ['an object without an id', { name: 'x' }, 'id'],
  ['an object whose id is a number', { id: 1 }, 'id'],
])('%s is no entity', (_, value, path) => {
  const { error } = entityShape(properties).safeParse(value);
  expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});
