import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ErrorBudget, MAX_ERRORS } from '../../src/msgraph/protocol/errorBudget.ts';
import {
  complexShape,
  entityShape,
  enumShape,
  flag,
  int32,
  integer,
  listOf,
  Mismatch,
  mapped,
  text,
} from '../../src/msgraph/shape.ts';

const rule = complexShape({ property: text, values: listOf(text) });
const properties = {
  name: text,
  count: int32,
  total: integer,
  isOn: flag,
  state: enumShape(['draft', 'ready']),
  tags: listOf(text),
  numbers: listOf(int32, 2),
  settings: complexShape({ rules: listOf(rule), note: text }),
};
type Name = keyof typeof properties;
const names = Object.keys(properties).filter((name): name is Name => name in properties);

const rightOrWrong = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, 'draft', 'ready', 'next', 7, -0, 1.5, 2 ** 31, 2 ** 53),
  fc.constantFrom<unknown>([], ['a', 'b'], ['a', 1], [1, 2], [1, 2, 3], [2 ** 31], ['ready']),
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

// The same in Zod: everything is checked at once.
const known = ['draft', 'ready'];
const checkedRule = z.object({ property: nullish(z.string()), values: nullish(z.array(z.string())) });
const checkedProperties: Record<Name, z.ZodType> = {
  name: z.string(),
  count: z.int32(),
  total: z.int(),
  isOn: z.boolean(),
  state: z.string().transform((name) => (known.includes(name) ? name : 'unknownFutureValue')),
  tags: z.array(z.string()),
  numbers: z.array(z.int32()).max(2),
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
      const read = shape(object, new ErrorBudget());
      expect(!(read instanceof Mismatch)).toBe(eager.safeParse(object).success);
      if (read instanceof Mismatch) return;
      expect(read.id).toBe(object.id);
      for (const name of names) {
        const checked = checkedProperties[name].nullish().safeParse(Reflect.get(object, name));
        expect(seen(read[name])).toEqual(checked.success ? seen(checked.data) : 'wrong');
      }
    }),
    { numRuns: 2_000, seed: 5 },
  );
});

test('what nobody asks for is not checked', () => {
  const checked: string[] = [];
  const noted = mapped(text, (value) => checked.push(value));
  const object = { id: 'a', name: 'asked', description: 'not asked' };
  const read = entityShape({ name: noted, description: noted })(object, new ErrorBudget());
  expect(checked).toEqual([]);
  expect(read).toHaveProperty('name', 1);
  expect(checked).toEqual(['asked']);
});

test.each([
  ['a list', [], []],
  ['null', null, []],
  ['a string', 'x', []],
  ['an object without an id', { name: 'x' }, ['id']],
  ['an object whose id is a number', { id: 1 }, ['id']],
])('%s is no entity', (_, value, path) => {
  expect(entityShape(properties)(value, new ErrorBudget())).toEqual(new Mismatch(...path));
});

test('the first wrong item of a list is named', () => {
  const list = [{ id: 'a' }, { id: 1 }, {}];
  expect(listOf(entityShape({}))(list, new ErrorBudget())).toEqual(new Mismatch(1, 'id'));
});

test('a long list is read once, valid or not, however often it is asked for', () => {
  let reads = 0;
  const noted = mapped(text, (value) => {
    reads += 1;
    return value;
  });
  const shape = entityShape({ names: listOf(noted), wrong: listOf(noted) });
  const names = Array.from({ length: 20 }, String);
  const read = shape({ id: 'a', names, wrong: [...names, 1] }, new ErrorBudget());
  if (read instanceof Mismatch) throw new Error('It is an entity.');
  for (let time = 0; time < 3; time += 1) {
    expect(read.names).toEqual(names);
    expect(read.wrong).toBeInstanceOf(Error);
  }
  expect(reads).toBe(40);
});

test('beyond the errors that a response lists, a wrong property is null and counted', () => {
  const errors = new ErrorBudget();
  const shape = listOf(entityShape({ name: text, settings: complexShape({ note: text }) }));
  const wrong = Array.from({ length: MAX_ERRORS }, (_, id) => ({
    id: String(id),
    name: 1,
    settings: { note: 2 },
  }));
  const read = shape(wrong, errors);
  if (read instanceof Mismatch) throw new Error('They are entities.');
  const values = read.flatMap(({ name, settings }): unknown[] => [name, settings?.note]);
  expect(values.filter((value) => value instanceof Error)).toHaveLength(MAX_ERRORS);
  expect(values.filter((value) => value === null)).toHaveLength(MAX_ERRORS);
  expect(errors.dropped).toBe(MAX_ERRORS);
});
