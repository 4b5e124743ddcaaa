import { buildSchema, execute, parse } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { expect, test } from 'vitest';
import { HeavyWork } from '../../src/fairness/heavyWork.ts';
import { countListValues, READS_GRAPH } from '../../src/schema/listValues.ts';
import { ValueBudget } from '../../src/schema/valueBudget.ts';

const LENGTH = 1_000;
const CALLER = { callerOf: () => 'caller', isAwaited: true };

/** A schema with lists in a list, and how many of these were read. */
function nestedLists() {
  const read = { inner: 0 };
  const schema = buildSchema(
    'type Query { outer: [Outer] } type Outer { inner: [Int!]! name: String child: Outer }',
  );
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

const EXECUTIONS = ['graphql-js', 'compiled code'];

/** Executes a document, and says whether its values were too many. */
async function executed(
  { schema, root }: Pick<ReturnType<typeof nestedLists>, 'schema' | 'root'>,
  query: string,
  by: string,
  caller = CALLER,
  heavyWork = new HeavyWork(),
) {
  const document = parse(query);
  const contextValue = { valueBudget: new ValueBudget(heavyWork, caller) };
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) throw new Error('The document was not compiled.');
  const { data, errors } =
    by === 'graphql-js'
      ? await execute({ schema, document, rootValue: root, contextValue })
      : await compiled.query(root, contextValue, {});
  return { data, errors, isUsedUp: contextValue.valueBudget.isUsedUp };
}

// With two fields and two names for each item, a list of a thousand has thousands of values itself.
const NESTED =
  '{ outer { ...Lists name } } fragment Lists on Outer { a: inner b: inner ... on Outer { name } }';

test.each(EXECUTIONS)('no list is read once a result has too many values: %s', async (by) => {
  const lists = nestedLists();
  expect(await executed(lists, NESTED, by)).toMatchObject({ isUsedUp: true });
  // 1,000 items of five values each, and 95 lists of 1,000.
  expect(lists.read.inner).toBe(96);
});

test.each(EXECUTIONS)('a result with as many values as it may have is complete: %s', async (by) => {
  const lists = nestedLists();
  const names = Array.from({ length: 99 }, (_, index) => `n${index}: name`);
  const { data, isUsedUp } = await executed(lists, `{ outer { ${names.join(' ')} } }`, by);
  expect(isUsedUp).toBe(false);
  expect(data).toHaveProperty(`outer.${LENGTH - 1}.n98`, 'n');
  const { isUsedUp: areTooMany } = await executed(lists, `{ outer { ${names.join(' ')} name } }`, by);
  expect(areTooMany).toBe(true);
});

test.each(EXECUTIONS)('a field that reads from Graph counts as many values: %s', async (by) => {
  const lists = nestedLists();
  const outer = lists.schema.getType('Outer');
  if (outer === undefined || !('getFields' in outer)) throw new Error('It is an object type.');
  Object.assign(outer.getFields().child?.extensions ?? {}, READS_GRAPH.extensions);
  expect(await executed(lists, '{ outer { child { name } } }', by)).toMatchObject({ isUsedUp: false });
  expect(await executed(lists, '{ outer { child { name } again: child { name } } }', by)).toMatchObject({
    isUsedUp: true,
    data: { outer: [] },
  });
});

test.each(EXECUTIONS)('lists of many values are executed in turn, one of each caller: %s', async (by) => {
  const lists = nestedLists();
  const heavyWork = new HeavyWork();
  const done: string[] = [];
  const run = async (caller: string) => {
    const query = '{ outer { a: name b: name c: name d: name e: name } }';
    await executed(lists, query, by, { ...CALLER, callerOf: () => caller }, heavyWork);
    done.push(caller);
  };
  await Promise.all([run('greedy'), run('greedy'), run('greedy'), run('modest')]);
  expect(done).toEqual(['greedy', 'greedy', 'modest', 'greedy']);
});

test.each(EXECUTIONS)('a list is not executed for nobody: %s', async (by) => {
  const query = '{ outer { a: name b: name c: name d: name e: name } }';
  const caller = { ...CALLER, isAwaited: false };
  expect(await executed(nestedLists(), query, by, caller)).toMatchObject({
    isUsedUp: true,
    data: { outer: [] },
  });
});
