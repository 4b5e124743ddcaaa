import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  comparableResponse,
  type Parameters,
  type SendOptions,
  send,
} from '../operations/support/requests.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// A query has the same status and body by POST and by GET.

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const byId = 'query ($id: ID!) { externalConnection(id: $id) { id name state } }';
const byIds = 'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }';
const two =
  'query A { externalConnection(id: "contosohr") { id } } query B { externalConnection(id: "x") { id } }';

const queries: readonly (readonly [title: string, parameters: Parameters])[] = [
  ['that is valid', { query: '{ externalConnection(id: "contosohr") { id name } }' }],
  ['with variables', { query: byId, variables: { id: 'contosohr' } }],
  ['with variables and extensions', { query: byId, variables: { id: 'fabrikamwiki' }, extensions: { a: 1 } }],
  ['of a list', { query: '{ externalConnections(first: 1) { nodes { id } pageInfo { hasNextPage } } }' }],
  ['of an object that does not exist', { query: byId, variables: { id: 'none' } }],
  ['of one of two operations', { query: two, operationName: 'A' }],
  ['of the other of two operations', { query: two, operationName: 'B' }],
  ['of the schema', { query: getIntrospectionQuery() }],
  ['of the type of the root', { query: '{ __typename }' }],
  ['with a wrong id', { query: byId, variables: { id: '..' } }],
  ['with a wrong id among right ones', { query: byIds, variables: { ids: ['contosohr', '..', 'none'] } }],
  ['with a variable of a wrong type', { query: byId, variables: { id: {} } }],
  ['with a variable that is null', { query: byId, variables: { id: null } }],
  ['with a variable that is omitted', { query: byId }],
  [
    'with a null for a condition',
    { query: 'query ($b: Boolean = true) { __typename @skip(if: $b) }', variables: { b: null } },
  ],
  ['with a wrong cursor', { query: '{ externalConnections(after: "x") { nodes { id } } }' }],
  ['with too many keys', { query: byIds, variables: { ids: Array.from({ length: 201 }, String) } }],
  ['with a syntax error', { query: '{ externalConnection(id: ' }],
  ['of an unknown field', { query: '{ nonsense }' }],
  ['of a subscription', { query: 'subscription { externalConnections { nodes { id } } }' }],
  ['of an unknown operation', { query: two, operationName: 'C' }],
  ['of several operations without an operationName', { query: two }],
  [
    'with too many aliases',
    { query: `{ externalConnection(id: "x") { ${many(101, (i) => `a${i}: id`)} } }` },
  ],
  ['with too many fields at its root', { query: `{ ${many(51, () => '__typename')} }` }],
  ['with too many tokens', { query: `{ ${many(2_001, () => 'a')} }` }],
  ['with too many characters', { query: `{ __typename } # ${'x'.repeat(100_000)}` }],
  ['with too many variables', { query: byIds, variables: { ids: Array.from({ length: 2_001 }, String) } }],
  ['that is nested too deeply', { query: `{ ${'a { '.repeat(50)} a ${'} '.repeat(50)} }` }],
  [
    'that costs too much',
    { query: `{ ${many(40, (i) => `a${i}: externalConnections { nodes { id name state } }`)} }` },
  ],
  ['without a document', {}],
];

const JSON_RESPONSE = { accept: 'application/json' };
const GRAPHQL_RESPONSE = { accept: 'application/graphql-response+json' };
const withoutToken = (options: SendOptions): SendOptions => ({ ...options, token: null });

// Each query with each media type, and with and without a token; each media type with both, too.
const calls = queries.flatMap(([title, parameters], index) => {
  const [one, other] =
    index % 2 === 0 ? [JSON_RESPONSE, GRAPHQL_RESPONSE] : [GRAPHQL_RESPONSE, JSON_RESPONSE];
  return [
    { title, parameters, options: one },
    { title: `${title}, without a token`, parameters, options: withoutToken(other) },
  ];
});

test.each(calls)(
  'the response is the same by POST and by GET: a query $title, as $options.accept',
  async ({ parameters, options }) => {
    const response = async (method: 'POST' | 'GET') =>
      comparableResponse(await send(gateway, parameters, { ...options, method }));
    const posted = await response('POST');
    // Also once the document is warm, from its third arrival.
    for (const method of ['GET', 'GET', 'POST'] as const) {
      expect(await response(method), method).toEqual(posted);
    }
  },
);

describe.each([JSON_RESPONSE, GRAPHQL_RESPONSE])('the response is the same, as $accept:', (options) => {
  test('a query that Graph rejects', async () => {
    const query = '{ externalConnections(first: 3) { nodes { id } } ok: __typename }';
    for (let time = 1; time <= 3; time += 1) {
      const seen = [];
      for (const method of ['POST', 'GET'] as const) {
        gateway.emulator.failNext({ status: 403, body: { error: { code: 'Forbidden', message: 'No.' } } });
        seen.push(await send(gateway, { query }, { ...options, method }));
        gateway.emulator.clear();
      }
      const [posted, got] = seen;
      expect(got).toEqual(posted);
    }
  });
});

test('a mutation is rejected by GET, cold and warm', async () => {
  const query =
    'mutation { updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [1] }) { privateLinkIds } }';
  for (let time = 1; time <= 3; time += 1) {
    const rejected = await send(gateway, { query }, { method: 'GET' });
    expect(rejected).toMatchObject({ status: 405, calls: [] });
    expect(rejected.body.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect((await send(gateway, { query })).calls).toHaveLength(1);
  }
});
