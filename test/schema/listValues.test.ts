import { buildSchema, execute, parse, printSchema } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { expect, test, vi } from 'vitest';
import { FairShare } from '../../src/fairness/fairShare.ts';
import { HeavyWork } from '../../src/fairness/heavyWork.ts';
import { RequestMemory } from '../../src/fairness/requestMemory.ts';
import { RequestWork } from '../../src/fairness/requestWork.ts';
import { countListValues } from '../../src/schema/listValues.ts';
import { ValueBudget } from '../../src/schema/valueBudget.ts';
import { READS_GRAPH } from '../../src/schema/valueSize.ts';

const LENGTH = 1_000;
/** The session of a caller with room for so much memory. */
function sessionWith(
  maxBytes: number,
  { caller = 'caller', isAwaited = true, heavyWork = new HeavyWork() } = {},
) {
  const callerKey = () => caller;
  const share = new FairShare(maxBytes);
  // Where nothing is taken, there is room for anything.
  share.take(() => 'another caller', 1);
  const work = new RequestWork(heavyWork, callerKey);
  return { isAwaited, work, memory: new RequestMemory(share, callerKey) };
}
const ROOM = 1_000_000_000;

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

const TOO_MANY = { code: 'LIMIT_EXCEEDED', limit: 'responseValues', max: 100_000 };
const EXECUTIONS = ['graphql-js', 'compiled code'];

/** Executes a document, and says whether its values were too many. */
async function executed(
  { schema, root }: Pick<ReturnType<typeof nestedLists>, 'schema' | 'root'>,
  query: string,
  by: string,
  session = sessionWith(ROOM),
) {
  const document = parse(query);
  const contextValue = { valueBudget: new ValueBudget(session) };
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) throw new Error('The document was not compiled.');
  const { data, errors } =
    by === 'graphql-js'
      ? await execute({ schema, document, rootValue: root, contextValue })
      : await compiled.query(root, contextValue, {});
  return { data, errors, problem: contextValue.valueBudget.problem?.extensions };
}

// With two fields and two names for each item, a list of a thousand has thousands of values itself.
const NESTED =
  '{ outer { ...Lists name } } fragment Lists on Outer { a: inner b: inner ... on Outer { name } }';

test.each(EXECUTIONS)('no list is read once a result has too many values: %s', async (by) => {
  const lists = nestedLists();
  expect(await executed(lists, NESTED, by)).toMatchObject({ problem: TOO_MANY });
  // 1,000 items of five values each, and 95 lists of 1,000.
  expect(lists.read.inner).toBe(96);
});

test.each(EXECUTIONS)('a result with as many values as it may have is complete: %s', async (by) => {
  const lists = nestedLists();
  const names = Array.from({ length: 99 }, (_, index) => `n${index}: name`);
  const { data, problem } = await executed(lists, `{ outer { ${names.join(' ')} } }`, by);
  expect(problem).toBeUndefined();
  expect(data).toHaveProperty(`outer.${LENGTH - 1}.n98`, 'n');
  const more = await executed(lists, `{ outer { ${names.join(' ')} name } }`, by);
  expect(more.problem).toEqual(TOO_MANY);
});

test.each(EXECUTIONS)('a field that reads from Graph counts as many values: %s', async (by) => {
  const lists = nestedLists();
  const outer = lists.schema.getType('Outer');
  if (outer === undefined || !('getFields' in outer)) throw new Error('It is an object type.');
  Object.assign(outer.getFields().child?.extensions ?? {}, READS_GRAPH.extensions);
  expect(await executed(lists, '{ outer { child { name } } }', by)).toMatchObject({ problem: undefined });
  expect(await executed(lists, '{ outer { child { name } again: child { name } } }', by)).toMatchObject({
    problem: TOO_MANY,
    data: { outer: [] },
  });
});

test.each(EXECUTIONS)('lists of many values are executed in turn, one of each caller: %s', async (by) => {
  const lists = nestedLists();
  const heavyWork = new HeavyWork();
  const done: string[] = [];
  const run = async (caller: string) => {
    const query = '{ outer { a: name b: name c: name d: name e: name } }';
    await executed(lists, query, by, sessionWith(ROOM, { caller, heavyWork }));
    done.push(caller);
  };
  const greedy = Array.from({ length: 6 }, () => run('greedy'));
  await Promise.all([...greedy, run('modest')]);
  // On a busy machine, a caller's rest may be over before the next turn.
  expect(done.indexOf('modest')).toBeLessThan(5);
});

test.each(EXECUTIONS)('a list is not executed for nobody: %s', async (by) => {
  const query = '{ outer { a: name b: name c: name d: name e: name } }';
  const session = sessionWith(ROOM, { isAwaited: false });
  expect(await executed(nestedLists(), query, by, session)).toMatchObject({
    problem: { code: 'OVERLOADED' },
    data: { outer: [] },
  });
});

test.each(EXECUTIONS)('no list is executed whose values there is no room for: %s', async (by) => {
  // 200 bytes for each object, 50 for each name, and 128,000 that are not counted.
  expect(await executed(nestedLists(), '{ outer { name } }', by, sessionWith(500_000))).toMatchObject({
    problem: undefined,
    data: { outer: { length: LENGTH } },
  });
  expect(
    await executed(nestedLists(), '{ outer { a: name b: name c: name d: name } }', by, sessionWith(500_000)),
  ).toMatchObject({
    problem: { code: 'OVERLOADED' },
    data: { outer: [] },
  });
});

test.each(EXECUTIONS)('a list that is executed in several turns is as one that is not: %s', async (by) => {
  const names = Array.from({ length: 30 }, (_, index) => `n${index}: name`).join(' ');
  const lists = nestedLists();
  const heavyWork = new HeavyWork();
  const turns = vi.spyOn(heavyWork, 'run');
  const { data, errors } = await executed(
    lists,
    `{ outer { ${names} } }`,
    by,
    sessionWith(ROOM, { heavyWork }),
  );
  expect(errors).toBeUndefined();
  expect(turns.mock.calls.map(([{ isContinuation }]) => isContinuation)).toEqual([
    false,
    ...Array(6).fill(true),
  ]);
  const plain = buildSchema(printSchema(lists.schema));
  const expected = await execute({
    schema: plain,
    document: parse(`{ outer { ${names} } }`),
    rootValue: lists.root,
  });
  expect(JSON.stringify(data)).toBe(JSON.stringify(expected.data));
});
