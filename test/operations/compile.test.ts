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

  test('of more than 200 fields, counting fragments once per spread', () => {
    const spread = Array.from({ length: 14 }, (_, i) => `a${i}: externalConnections { nodes { ...F } }`).join(
      ' ',
    );
    const query = `{ ${spread} } fragment F on ExternalConnection { ${Array.from({ length: 14 }, () => 'id').join(' ')} }`;
    expect(compile(jit, schema, preparedOperation({ query }))).toBeUndefined();
  });
});

describe('the compiler', () => {
  const callerKey = () => 'alice';
  const startCompiler = (heavyWork = new HeavyWork()) =>
    new QueryCompiler(schema, heavyWork, () => expect.unreachable());
  const lookup = (id: string, fields = 'id') =>
    preparedOperation({ query: `{ externalConnection(id: "${id}") { ${fields} } }` });
  const recur = (compiler: QueryCompiler, operation: PreparedOperation) => {
    for (let execution = 1; execution <= 20; execution += 1)
      expect(compiler.planOf(operation, callerKey)).toBeUndefined();
  };
  const planOnceCompiled = (compiler: QueryCompiler, operation: PreparedOperation) =>
    vi.waitFor(() => compiler.planOf(operation, callerKey) ?? expect.unreachable(), { interval: 1 });

  test('compiles an operation at its 20th execution, and keeps the code', async () => {
    const compiler = startCompiler();
    const operation = lookup('contosohr');
    recur(compiler, operation);
    const plan = await planOnceCompiled(compiler, operation);
    expect(compiler.planOf(operation, callerKey)).toBe(plan);
    expect(await plan(newContext(), {})).toEqual({ data: { externalConnection: { id: 'contosohr' } } });
  });

  test('compiles in turn, one operation of each caller, since each takes milliseconds', async () => {
    const heavyWork = new HeavyWork();
    const { promise: turn, resolve: proceed } = Promise.withResolvers<void>();
    const callers: string[] = [];
    const { run } = HeavyWork.prototype;
    vi.spyOn(heavyWork, 'run').mockImplementation(async (piece, work) => {
      callers.push(piece.callerKey());
      await turn;
      return run.call(heavyWork, piece, work);
    });
    const compiler = startCompiler(heavyWork);
    const operation = lookup('one');
    recur(compiler, operation);
    await vi.waitFor(() => expect(callers).toEqual(['alice']));
    for (let execution = 1; execution <= 30; execution += 1)
      expect(compiler.planOf(operation, callerKey)).toBeUndefined();
    expect(callers).toEqual(['alice']);
    proceed();
    await planOnceCompiled(compiler, operation);
  });

  test('evicts the least recently used code, so that a flood of documents cannot exhaust the memory', async () => {
    const compiler = startCompiler();
    const fields = Array.from({ length: 100 }, (_, i) => `f${i}: id`).join(' ');
    const first = lookup('first', fields);
    recur(compiler, first);
    await planOnceCompiled(compiler, first);
    for (let flood = 0; flood < 60; flood += 1) {
      const operation = lookup(`x${flood}`, fields);
      recur(compiler, operation);
      await planOnceCompiled(compiler, operation);
    }
    expect(compiler.planOf(first, callerKey)).toBeUndefined();
  });

  test('counts the whole document, of which code keeps all, however few fields it has', async () => {
    const compiler = startCompiler();
    const first = lookup('first');
    recur(compiler, first);
    await planOnceCompiled(compiler, first);
    const others = Array.from({ length: 390 }, (_, index) => `query Q${index} { __typename }`).join(' ');
    for (let flood = 0; flood < 40; flood += 1) {
      const query = `query Flood { x${flood}: __typename } ${others}`;
      const operation = preparedOperation({ query, operationName: 'Flood' });
      recur(compiler, operation);
      await planOnceCompiled(compiler, operation);
    }
    expect(compiler.planOf(first, callerKey)).toBeUndefined();
  });
});
