import { buildSchema, execute, parse } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { expect, test } from 'vitest';
import { countListValues, ValueBudget } from '../../src/schema/listValues.ts';

const LENGTH = 1_000;

/** A schema with lists in a list, and how many of these were read. */
function nestedLists() {
  const read = { inner: 0 };
  const schema = buildSchema('type Query { outer: [Outer] } type Outer { inner: [Int!]! name: String }');
  const outer = Array.from({ length: LENGTH }, () => ({
    name: 'n',
    inner: () => {
      read.inner += 1;
      return Array.from({ length: LENGTH }, () => 1);
    },
  }));
  countListValues(schema);
  return { schema, read, root: { outer } };
}

// With two fields and two names for each item, a list of a thousand has thousands of values itself.
const document = parse(
  '{ outer { ...Lists name } } fragment Lists on Outer { a: inner b: inner ... on Outer { name } }',
);

test.each(['graphql-js', 'compiled code'])('no list is read once a result has too many values: %s', (by) => {
  const { schema, read, root } = nestedLists();
  const contextValue = { valueBudget: new ValueBudget() };
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) throw new Error('The document was not compiled.');
  if (by === 'graphql-js') execute({ schema, document, rootValue: root, contextValue });
  else compiled.query(root, contextValue, {});
  expect(contextValue.valueBudget.isUsedUp).toBe(true);
  // 1,000 items of five values each, and 495 lists of 1,000.
  expect(read.inner).toBe(496);
});

test('a result with as many values as it may have is complete', () => {
  const valueBudget = new ValueBudget();
  valueBudget.take(500_000);
  expect(valueBudget.isUsedUp).toBe(false);
  valueBudget.take(1);
  expect(valueBudget.isUsedUp).toBe(true);
});
