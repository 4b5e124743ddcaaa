import fc from 'fast-check';
import { execute, GraphQLError, getVariableValues } from 'graphql';
import * as jit from 'graphql-jit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { readConfig } from '../../src/config.ts';
import { type ContextSource, createContext } from '../../src/context.ts';
import { GraphClient } from '../../src/msgraph/client.ts';
import { createRoutes } from '../../src/msgraph/route.ts';
import { compile, QueryCompiler } from '../../src/operations/compile.ts';
import { executionErrors, Rejection } from '../../src/operations/errors.ts';
import { type PreparedOperation, prepare } from '../../src/operations/prepare.ts';
import { createSecretFilter } from '../../src/operations/secrets.ts';
import { Gate } from '../../src/plugins/useLoadShedding.ts';
import type { GatewayContext } from '../../src/schema/builder.ts';
import { Subscriptions } from '../../src/subscriptions/subscriptions.ts';
import { type GraphQLRequest, servedSchema as schema, validDocument } from './support/documents.ts';

// Recurring queries run as compiled code, with the results of graphql-js: here both run, and are compared.

const CASES = 3_000;
// Base64url of `$skiptoken=…` or `$top=…`; the emulator makes a new one for each page.
const CURSORS = /"JH[A-Za-z0-9_-]{10,}"/g;
const config = readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta' });

let emulator: Emulator;
let client: GraphClient;
let contexts: ContextSource;
beforeAll(async () => {
  emulator = await startEmulator();
  const upstream = readConfig({ GRAPH_URL: emulator.url });
  client = new GraphClient(upstream);
  const subscriptions = new Subscriptions(upstream, new Gate(upstream.maxRequests));
  contexts = { ...upstream, client, routeOf: createRoutes(upstream.graphPaths), subscriptions };
});
afterAll(async () => {
  await client.close();
  await emulator.close();
});

function newContext(): GatewayContext {
  const clientRequestId = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const { signal } = new AbortController();
  return createContext({ ...contexts, authorization: 'Bearer demo', clientRequestId, signal });
}

function preparedOperation({ query, operationName }: Pick<GraphQLRequest, 'query' | 'operationName'>) {
  const prepared = prepare(schema, query, config, createSecretFilter(schema));
  if (prepared instanceof Rejection) throw new Error(prepared.result.errors?.[0]?.message);
  const found = prepared.find(({ node }) => (operationName ?? node.name?.value) === node.name?.value);
  if (found === undefined) throw new Error('The document has no such operation.');
  return found;
}

/** A result as in a response, with sorted errors, without the ids that the emulator generates. */
async function comparable(run: (context: GatewayContext) => ReturnType<typeof execute>) {
  const context = newContext();
  const { data, errors = [] } = await run(context);
  const shaped = executionErrors(errors, {
    isMutation: false,
    context,
    reportBug: (bug) => {
      if (!(bug instanceof GraphQLError)) throw bug;
    },
    pathHint: (resource) => resource,
    limitHint: () => undefined,
    maxUpstreamRequests: 250,
  });
  return {
    data: JSON.stringify(data).replace(CURSORS, '"cursor"'),
    dropped: context.errorBudget.dropped,
    errors: shaped.map((error) => JSON.stringify(error).replace(/"requestId":"[^"]*"/, '')).sort(),
  };
}

/** Compares compiled code with graphql-js; false if nothing is compiled. */
async function isSame(
  operation: PreparedOperation,
  variables: GraphQLRequest['variables'],
): Promise<boolean> {
  const { node, document } = operation;
  const values = getVariableValues(schema, node.variableDefinitions ?? [], variables);
  const { errors, coerced = {} } = values;
  const plan = errors === undefined ? compile(jit, schema, operation) : undefined;
  let compiled = false;
  const actual =
    plan &&
    (await comparable((context) => {
      const result = plan(context, coerced);
      compiled = result !== undefined;
      return result ?? { data: null };
    }));
  if (!compiled) return false;
  const operationName = node.name?.value;
  const args = { schema, document, variableValues: variables, operationName };
  expect(actual).toEqual(await comparable((contextValue) => execute({ ...args, contextValue })));
  return true;
}

test('compiled code gives the results of graphql-js, for any document and any variables', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(validDocument({ directives: false }), async (request) => {
      if (await isSame(preparedOperation(request), request.variables)) compared += 1;
    }),
    { numRuns: CASES, seed: 20 },
  );
  expect(compared).toBeGreaterThan(CASES / 5);
}, 60_000);

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
    const compiler = new QueryCompiler(schema, () => expect.unreachable());
    const operation = preparedOperation({ query: '{ externalConnection(id: "contosohr") { id } }' });
    // The 20th execution loads the compiler.
    for (let execution = 1; execution <= 20; execution += 1)
      expect(compiler.planOf(operation)).toBeUndefined();
    const plan = await planOnceLoaded(compiler, operation);
    expect(compiler.planOf(operation)).toBe(plan);
    expect(await plan(newContext(), {})).toEqual({ data: { externalConnection: { id: 'contosohr' } } });
  });

  test('evicts the least recently used code, so that a flood of documents cannot exhaust the memory', async () => {
    const compiler = new QueryCompiler(schema, () => expect.unreachable());
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
