import { readdirSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import * as jit from 'graphql-jit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/plugins/compiledQuery.ts';
import { schema as cleanSchema } from '../../src/schema/index.ts';
import { subgraphSchema } from '../../src/schema/supergraph/subgraph.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Case, supergraphCases } from './supergraphCases.ts';

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

const byId = `query ($id: ID!) { externalConnection(id: $id) ${read} }`;
const page = `query ($first: Int, $after: String) { externalConnections(first: $first, after: $after) { nodes ${read} } }`;
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
  ...supergraphCases,
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

describe('an operation that has come often', () => {
  const query = '{ externalConnection(id: "contosohr") { name } }';
  const update = `mutation ($ids: [Int!], $endpoint: String) {
    updateSingletonPrivateEndpointConnection(input: { privateLinkIds: $ids, externalPrivateEndpointId: $endpoint }) {
      privateLinkIds
    }
  }`;
  const often = async (document: string, variables: object) => {
    for (let sighting = 1; sighting <= 5; sighting += 1) await answer(document, variables);
    gateway.emulator.clear();
  };

  test('needs a token as ever', async () => {
    await often(query, {});
    expect((await gateway.post({ query }, { token: null })).status).toBe(401);
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('is checked for its parameters as ever', async () => {
    await often(query, {});
    for (const wrong of [{ extra: 1 }, { variables: [] }, { variables: 'x' }, { operationName: 'Other' }]) {
      const body = await (await gateway.post({ query, ...wrong })).json();
      expect(body.errors[0].extensions.code).toBe('BAD_REQUEST');
    }
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('leaves an absent variable inside a literal of a mutation out, and refuses a null, as ever', async () => {
    await often(update, { ids: [1] });
    await answer(update, { ids: [2] });
    expect(gateway.emulator.requests.map(({ body }) => body)).toEqual([{ privateLinkIds: [2] }]);
    const refused = await answer(update, { ids: null });
    expect(refused.errors[0]).toContain('"outcome":"NOT_APPLIED"');
    expect((await answer(update, { ids: ['x'] })).errors[0]).toContain('"outcome":"NOT_APPLIED"');
    expect(gateway.emulator.requests).toHaveLength(1);
  });

  test.each([
    undefined,
    '*/*',
    'application/*;q=0.5',
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json, application/json;q=0.9',
    'application/json; charset=utf-8, application/graphql-response+json',
    'text/event-stream, application/graphql-response+json, application/json',
    'text/html, */*;q=0.1',
    'image/png',
  ])('has the status, type and headers as ever where %s is accepted', async (accept) => {
    const document = `query Accept { externalConnection(id: "contosohr") { name } } # ${accept}`;
    const headers = {
      'client-request-id': '0f8fad5b-d9cb-469f-a165-70867728950e',
      ...(accept && { accept }),
    };
    const responses = [];
    for (let sighting = 1; sighting <= 5; sighting += 1) {
      const response = await gateway.post({ query: document }, { token: 'demo', headers });
      responses.push([response.status, [...response.headers].sort(), await response.text()]);
    }
    const [first, ...rest] = responses;
    for (const later of rest) expect(later).toEqual(first);
  });

  test('may come by GET only if it is a query', async () => {
    await often(update, { ids: [1] });
    await often(query, {});
    const get = (document: string) =>
      gateway.gateway.fetch(
        `http://gateway/graphql?query=${encodeURIComponent(document)}&variables={"ids":[1]}`,
        {
          headers: { authorization: 'Bearer demo' },
        },
      );
    expect((await get(update)).status).toBe(405);
    expect(await (await get(query)).json()).toEqual({ data: { externalConnection: { name: 'Contoso HR' } } });
  });
});

test('a variable inside a literal is left to graphql-js', () => {
  expect(compiled('query ($a: ID!) { externalConnection(id: $a) { id } }')).toBeDefined();
  const input = 'query ($a: Int) { x(input: { a: $a }) }';
  expect(compiled(input)).toBeUndefined();
  expect(compiled('query ($a: Int) { x(input: [[1, $a]]) }')).toBeUndefined();
});

test('names that graphql-jit loses are left to graphql-js', () => {
  expect(compiled('{ __proto__: externalConnection(id: "x") { id } }')).toBeUndefined();
  expect(compiled('query ($__proto__: ID!) { externalConnection(id: $__proto__) { id } }')).toBeUndefined();
});

test('a query that fragments blow up is left to graphql-js', () => {
  const bomb = Array.from(
    { length: 40 },
    (_, i) => `fragment F${i} on Query { ...F${i + 1} a: __typename ...F${i + 1} }`,
  );
  expect(compiled(`{ ...F0 } ${bomb.join(' ')} fragment F40 on Query { __typename }`)).toBeUndefined();
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
