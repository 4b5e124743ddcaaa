import * as jit from 'graphql-jit';
import { describe, expect, test, vi } from 'vitest';
import { HeavyWork } from '../../src/fairness/heavyWork.ts';
import { compile, QueryCompiler } from '../../src/operations/compile.ts';
import type { PreparedOperation } from '../../src/operations/prepare.ts';
import { servedSchema as schema } from './support/documents.ts';
import { contextsOfEmulator, preparedOperation } from './support/operations.ts';

// Recurring queries run as compiled code; test/e2e/differential compares its results with those of graphql-js.

const newContext = contextsOfEmulator();

describe('no code is compiled for a document', () => {
  test.each([
    ['with a directive', 'query ($p: Boolean!) { externalConnection(id: "a") { id name @include(if: $p) } }'],
    [
      'with a directive in a fragment',
      '{ ...F } fragment F on Query { externalConnection(id: "a") { id @skip(if: false) } }',
    ],
    [
      'with a variable inside a literal',
      'query ($id: ID) { _entities(representations: [{ __typename: "ExternalConnection", id: $id }]) { __typename } }',
    ],
    [
      'with a name that every object inherits',
      'query ($toString: ID!) { externalConnection(id: $toString) { id } }',
    ],
    ['with such a name as an alias', '{ constructor: externalConnection(id: "a") { id } }'],
    ['with a reserved alias', '{ __context: externalConnection(id: "a") { id } }'],
    ['that is a mutation', 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }'],
  ])('%s', (_, query) => {
    expect(compile(jit, schema, preparedOperation({ query }))).toBeUndefined();
  });

  test('of more than 500 fields, counting fragments once per spread', () => {
    const spread = Array.from({ length: 40 }, (_, i) => `a${i}: externalConnections { nodes { ...F } }`).join(
      ' ',
    );
    const query = `{ ${spread} } fragment F on ExternalConnection { ${Array.from({ length: 14 }, () => 'id').join(' ')} }`;
    expect(compile(jit, schema, preparedOperation({ query }))).toBeUndefined();
  });
});

describe('the compiler', () => {
  /** The plan, once the compiler is loaded: until then there is none. */
  const planOnceLoaded = (compiler: QueryCompiler, operation: PreparedOperation) =>
    vi.waitFor(() => compiler.planOf(operation) ?? expect.unreachable(), { interval: 1 });

  test('compiles an operation at its 20th execution, and keeps the code', async () => {
    const compiler = new QueryCompiler(schema, new HeavyWork(), () => expect.unreachable());
    const operation = preparedOperation({ query: '{ externalConnection(id: "contosohr") { id } }' });
    // The 20th execution loads the compiler.
    for (let execution = 1; execution <= 20; execution += 1)
      expect(compiler.planOf(operation)).toBeUndefined();
    const plan = await planOnceLoaded(compiler, operation);
    expect(compiler.planOf(operation)).toBe(plan);
    expect(await plan(newContext(), {})).toEqual({ data: { externalConnection: { id: 'contosohr' } } });
  });

  test('compiles nothing while the event loop is kept: each takes milliseconds', async () => {
    const heavyWork = new HeavyWork();
    const compiler = new QueryCompiler(schema, heavyWork, () => expect.unreachable());
    const [one, another] = ['one', 'another'].map((id) =>
      preparedOperation({ query: `{ externalConnection(id: "${id}") { id } }` }),
    );
    if (one === undefined || another === undefined) throw new Error('There are two.');
    for (let execution = 1; execution <= 20; execution += 1) compiler.planOf(one);
    await planOnceLoaded(compiler, one);
    const hasTime = vi.spyOn(heavyWork, 'hasTime').mockReturnValue(false);
    for (let execution = 1; execution <= 30; execution += 1) {
      expect(compiler.planOf(another)).toBeUndefined();
    }
    expect(compiler.planOf(one)).toBeDefined();
    hasTime.mockReturnValue(true);
    expect(compiler.planOf(another)).toBeDefined();
  });

  test('evicts the least recently used code, so that a flood of documents cannot exhaust the memory', async () => {
    const heavyWork = new HeavyWork();
    vi.spyOn(heavyWork, 'hasTime').mockReturnValue(true);
    const compiler = new QueryCompiler(schema, heavyWork, () => expect.unreachable());
    const fields = Array.from({ length: 100 }, (_, i) => `f${i}: id`).join(' ');
    const operationOf = (id: string) =>
      preparedOperation({ query: `{ externalConnection(id: "${id}") { ${fields} } }` });
    const recur = (operation: PreparedOperation) => {
      for (let execution = 1; execution <= 20; execution += 1) compiler.planOf(operation);
    };
    const first = operationOf('first');
    recur(first);
    await planOnceLoaded(compiler, first);
    for (let flood = 0; flood < 60; flood += 1) {
      const operation = operationOf(`x${flood}`);
      recur(operation);
      expect(compiler.planOf(operation)).toBeDefined();
    }
    expect(compiler.planOf(first)).toBeUndefined();
  });
});
