import { readdirSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import * as jit from 'graphql-jit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/index.ts';
import { compile } from '../../src/plugins/compiledQuery.ts';
import { schema as cleanSchema } from '../../src/schema/index.ts';
import { subgraphSchema } from '../../src/schema/supergraph/subgraph.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// A query is executed by graphql-js at first and as compiled code from its third time on. Nobody may notice.

const schema = subgraphSchema(cleanSchema);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

function compiled(query: string, operationName?: string) {
  const document = parse(query);
  const operation = getOperationAST(document, operationName);
  return operation ? compile(jit, schema, document, operation) : undefined;
}

/** The answer in a form that can be compared: errors as a set, without the ids that Graph makes up. */
async function answer(query: string, variables: object | undefined, operationName?: string) {
  const headers = { 'client-request-id': '0f8fad5b-d9cb-469f-a165-70867728950e' };
  const response = await gateway.post({ query, variables, operationName }, { token: 'demo', headers });
  const { data, errors = [], ...rest } = await response.json();
  for (const { extensions } of errors) delete extensions.graph?.requestId;
  return {
    status: response.status,
    data,
    rest,
    errors: errors.map((error: unknown) => JSON.stringify(error)).sort(),
  };
}

const read = '{ id name description state configuration { authorizedAppIds authorizedApps } }';
const examples = readdirSync('examples/operations')
  .map((file) => readFileSync(`examples/operations/${file}`, 'utf8'))
  .filter((text) => /^query/m.test(text))
  .map((text): Case => [text, {}]);

type Case = [query: string, variables?: object | undefined, faults?: Fault[] | undefined];
const byId = `query ($id: ID!) { externalConnection(id: $id) ${read} }`;
const page = `query ($first: Int, $after: String) { externalConnections(first: $first, after: $after) { nodes ${read} } }`;
const byIds = `query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) ${read} }`;
const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
  __typename ... on ExternalConnection ${read} ... on PrivateEndpointConnection { key: id privateLinkIds }
} }`;
const hr = { __typename: 'ExternalConnection', id: 'contosohr' };
const wiki = { __typename: 'ExternalConnection', id: 'fabrikamwiki' };
const endpoint = { __typename: 'PrivateEndpointConnection', id: '5543b42f-b42f-5543-2fb4-43552fb44355' };
const forbidden = { status: 403, body: { error: { code: 'Forbidden', message: 'No.' } } };

const cases: Case[] = [
  ...examples,
  [byId, { id: 'contosohr' }],
  [byId, { id: 'nosuchthing' }],
  [byId, { id: 5 }],
  [byId, { id: '..' }],
  [byId, {}],
  [byId, { id: null }],
  [byId, { id: {} }],
  [byId, { id: ['x'] }],
  [byId, undefined],
  [byId, { id: 'contosohr', unknown: 1 }],
  [`query ($id: ID! = "contosohr") { externalConnection(id: $id) ${read} }`, {}],
  [`query ($id: ID! = "contosohr") { externalConnection(id: $id) ${read} }`, { id: null }],
  [`query ($id: ID = "contosohr") { externalConnection(id: $id) ${read} }`, {}],
  [
    `query ($id: ID = "contosohr") {\n\n  externalConnection(id: $id) ${read}\r\n  ok: __typename }`,
    { id: null },
  ],
  [page, {}],
  [page, { first: 2 }],
  [page, { first: null, after: null }],
  [page, { first: 0 }],
  [page, { first: 1.5 }],
  [page, { first: '2' }],
  [page, { first: 2 ** 31 }],
  [page, { after: 'not a cursor' }],
  [
    'query ($first: Int = 2) { externalConnections(first: $first) { nodes { id } pageInfo { hasNextPage } } }',
    {},
  ],
  ['query ($first: Int = 2) { externalConnections(first: $first) { nodes { id } } }', { first: null }],
  ['{ externalConnections(first: null, after: null) { nodes { id } } }'],
  [
    'query ($yes: Boolean!) { externalConnections { nodes { id @include(if: $yes) name @skip(if: $yes) } } }',
    { yes: true },
  ],
  [
    'query ($yes: Boolean!) { externalConnections { nodes { id @include(if: $yes) name @skip(if: $yes) } } }',
    { yes: false },
  ],
  ['query ($yes: Boolean!) { externalConnections { nodes { id @include(if: $yes) } } }', {}],
  [
    'query ($yes: Boolean = false) { a: externalConnection(id: "contosohr") @include(if: $yes) { id } b: __typename }',
    {},
  ],
  [
    'query ($yes: Boolean = false) { a: externalConnection(id: "contosohr") @include(if: $yes) { id } b: __typename }',
    { yes: null },
  ],
  [
    `{ a: externalConnection(id: "contosohr") { ...F ... on ExternalConnection { id } } } fragment F on ExternalConnection ${read}`,
  ],
  ['{ __typename a: externalConnection(id: "contosohr") { __typename configuration { __typename } } }'],
  [
    '{ a: externalConnection(id: "..") { id } b: externalConnection(id: "contosohr") { id } c: externalConnections(first: 0) { nodes { id } } }',
  ],
  [
    '{ externalConnection(id: "x") { state name } }',
    {},
    [{ status: 200, body: { id: 'x', state: 'later' } }],
  ],
  [
    '{ externalConnection(id: "x") { id configuration { authorizedAppIds } } }',
    {},
    [{ status: 200, body: { id: 'x' } }],
  ],
  ['{ externalConnection(id: "x") { id } }', {}, [{ status: 200, body: { id: 7 } }]],
  [
    '{ externalConnection(id: "x") { id } }',
    {},
    [{ status: 403, body: { error: { code: 'Forbidden', message: 'No.' } } }],
  ],
  ['{ externalConnections { nodes { id } } ok: __typename }', {}, [{ status: 500, body: '<html>' }]],
  [
    '{ externalConnections { nodes { id } } }',
    {},
    [{ status: 401, headers: { 'WWW-Authenticate': 'Bearer claims="eyJ9"' } }],
  ],
  [getIntrospectionQuery()],
  [byIds, { ids: ['contosohr', 'none', 'fabrikamwiki', 'contosohr'] }],
  [byIds, { ids: ['..', 'contosohr', '', 'none', 'a/b', 'fabrikamwiki'] }],
  [byIds, { ids: [] }],
  [byIds, { ids: 'contosohr' }],
  [byIds, { ids: [1, 'contosohr'] }],
  [byIds, { ids: ['contosohr', null] }],
  [byIds, { ids: null }],
  [byIds, {}],
  [byIds, { ids: Array.from({ length: 201 }, (_, i) => `c${i}`) }],
  [byIds, { ids: ['contosohr', 'fabrikamwiki'] }, [{ status: 500 }, { status: 500 }, { status: 500 }]],
  [byIds, { ids: ['contosohr', 'x'] }, [{ path: '/external/connections/x', ...forbidden }]],
  [byIds, { ids: ['x', 'contosohr'] }, [{ path: '/external/connections/x', status: 200, body: { id: 7 } }]],
  ['{ externalConnectionsById(ids: ["contosohr", "..", "none"]) { id } ok: __typename }'],
  ['{ externalConnectionsById(ids: "contosohr") { id } }'],
  [
    '{ a: externalConnectionsById(ids: ["contosohr"]) { id } b: privateEndpointConnectionsById(ids: ["x/y"]) { id } }',
  ],
  [entities, { of: [hr, endpoint, wiki, { ...hr, id: 'none' }] }],
  [entities, { of: [endpoint, { ...hr, id: '..' }, hr, { ...hr, id: 5 }, { ...hr, id: null }, wiki] }],
  [entities, { of: [{ id: 'contosohr' }, { __typename: 'Query', id: 'x' }, { __typename: 'toString' }, hr] }],
  [entities, { of: [5, 'x', true, [hr], [], {}, hr] }],
  [entities, { of: [{ ...hr, owner: { name: 'x' } }] }],
  [entities, { of: hr }],
  [entities, { of: [] }],
  [entities, { of: [hr, null] }],
  [entities, { of: null }],
  [entities, {}],
  [entities, { of: Array.from({ length: 201 }, () => hr) }],
  [entities, { of: [hr, { ...hr, id: 'x' }, endpoint] }, [{ path: '/external/connections/x', ...forbidden }]],
  ['{ _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr" }]) { __typename } }'],
  [
    '{ _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr" }, { id: "x" }, 5, "x"]) { ... on ExternalConnection { id name } } }',
  ],
  [
    '{ _entities(representations: { __typename: "ExternalConnection", id: "contosohr" }) { ...F } } fragment F on _Entity { ... on ExternalConnection { name } ... on PrivateEndpointConnection { id } }',
  ],
  [
    `query ($of: [_Any!]! = [{ __typename: "ExternalConnection", id: "contosohr" }]) {
    _entities(representations: $of) { ... on ExternalConnection { id } }
  }`,
  ],
  [
    `query ($yes: Boolean!, $of: [_Any!]!) {
    _entities(representations: $of) { __typename @skip(if: $yes) ... on ExternalConnection @include(if: $yes) { id } }
  }`,
    { yes: true, of: [hr, endpoint] },
  ],
  ['{ _service { sdl } _sdl __typename }'],
];

describe('compiled and interpreted, the answer is the same:', () => {
  test.each(cases)('%s %j', async (query, variables, faults = []) => {
    expect(compiled(query)).toBeDefined();
    const answers = [];
    for (let sighting = 1; sighting <= 4; sighting += 1) {
      for (const fault of faults) gateway.emulator.failNext(fault);
      answers.push(await answer(query, variables));
    }
    const [interpreted, second, ...rest] = answers;
    expect(second).toEqual(interpreted);
    for (const later of rest) expect(later).toEqual(interpreted);
  });

  test('a document with several operations, by their names', async () => {
    const query =
      'query A { externalConnection(id: "contosohr") { id } } query B { externalConnection(id: "x") { id } }';
    expect(compiled(query, 'B')).toBeDefined();
    for (let sighting = 1; sighting <= 4; sighting += 1) {
      expect((await answer(query, {}, 'A')).data).toEqual({ externalConnection: { id: 'contosohr' } });
      expect((await answer(query, {}, 'B')).data).toEqual({ externalConnection: null });
    }
  });
});

test('a variable inside a literal is left to graphql-js', () => {
  expect(compiled('query ($a: ID!) { externalConnection(id: $a) { id } }')).toBeDefined();
  const input = 'query ($a: Int) { x(input: { a: $a }) }';
  expect(compiled(input)).toBeUndefined();
  expect(compiled('query ($a: Int) { x(input: [[1, $a]]) }')).toBeUndefined();
});

test('a compiled query keeps its callers apart', async () => {
  const query = '{ externalConnections { nodes { id } } }';
  const callers = Array.from({ length: 100 }, (_, i) => `caller${i}`);
  for (const token of callers) {
    await gateway.execute(
      `mutation { createExternalConnection(input: { id: "${token}", name: "x" }) { id } }`,
      {},
      { token },
    );
  }
  for (let i = 0; i < 4; i += 1) await gateway.execute(query);
  await Promise.all(
    callers.map(async (token) => {
      const own = await gateway.execute(query, {}, { token });
      expect(own).toEqual({ data: { externalConnections: { nodes: [{ id: token }] } } });
    }),
  );
});
