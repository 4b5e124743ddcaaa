import { GraphQLError, GraphQLString } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { QueryCompiler } from '../../src/operations/compile.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { codesOf, compileSooner, send, sendRepeatedly } from './support/requests.ts';

// The caches make documents faster and change nothing: a document has the same response cold and as compiled code.

compileSooner();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => gateway.close());

const hr = { id: 'contosohr', name: 'Contoso HR' };
const wiki = { id: 'fabrikamwiki', name: 'Fabrikam Engineering Wiki' };
const HR = 'externalConnection(id: "contosohr")';
const WIKI = 'externalConnection(id: "fabrikamwiki")';
const A = 'fragment A on ExternalConnection { id name }';
const P_Q = 'query ($p: Boolean!, $q: Boolean!)';

/** What is selected where a condition holds, and nothing otherwise. */
const when = <T extends object>(condition: boolean, selected: T) => (condition ? selected : {});

test('a value that its type rejects is the error of its field, cold and warm', async () => {
  vi.spyOn(GraphQLString, 'serialize').mockImplementation(() => {
    throw new GraphQLError('not this one');
  });
  const running = await startTestGateway();
  onTestFinished(() => running.close());
  const query = `{ ${HR} { id name } }`;
  for (const { body } of [await send(running, { query }), await sendRepeatedly(running, { query })]) {
    expect(body).toMatchObject({
      data: { externalConnection: { id: hr.id, name: null } },
      errors: [
        {
          message: 'Unexpected error.',
          path: ['externalConnection', 'name'],
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    });
  }
});

type Conditional = readonly [title: string, query: string, data: (p: boolean, q: boolean) => object];

const conditional: readonly Conditional[] = [
  [
    'a fragment that is spread under two fields with different conditions',
    `${P_Q} { x: ${HR} { ...A @include(if: $p) } y: ${WIKI} { ...A @include(if: $q) } } ${A}`,
    (p, q) => ({ x: when(p, hr), y: when(q, wiki) }),
  ],
  [
    'a fragment that is spread under two fields, once without a condition',
    `${P_Q} { x: ${HR} { ...A @include(if: $p) ...A @include(if: $q) } y: ${WIKI} { ...A } } ${A}`,
    (p, q) => ({ x: when(p || q, hr), y: wiki }),
  ],
  [
    'a fragment that is included twice in one selection',
    `${P_Q} { x: ${HR} { ...A @include(if: $p) ...A @skip(if: $q) } } ${A}`,
    (p, q) => ({ x: when(p || !q, hr) }),
  ],
  [
    'a nested fragment, with a condition on each',
    `${P_Q} { x: ${HR} { ...B @include(if: $p) } y: ${WIKI} { ...B @include(if: $q) ...C } }
     fragment B on ExternalConnection { ...C @skip(if: $q) name }
     fragment C on ExternalConnection { id }`,
    (p, q) => ({
      x: when(p, { ...when(!q, { id: hr.id }), name: hr.name }),
      y: { id: wiki.id, ...when(q, { name: wiki.name }) },
    }),
  ],
  [
    'inline fragments',
    `${P_Q} { x: ${HR} { ... @include(if: $p) { id } ... on ExternalConnection @include(if: $q) { id name } } }`,
    (p, q) => ({ x: { ...when(p || q, { id: hr.id }), ...when(q, { name: hr.name }) } }),
  ],
  [
    'one field, selected twice',
    `${P_Q} { x: ${HR} { id @include(if: $p) id @include(if: $q) name } }`,
    (p, q) => ({ x: { ...when(p || q, { id: hr.id }), name: hr.name } }),
  ],
  [
    'one root field, selected twice with different selections',
    `${P_Q} { x: ${HR} @include(if: $p) { id } x: ${HR} @include(if: $q) { name } __typename }`,
    (p, q) => ({
      ...when(p || q, { x: { ...when(p, { id: hr.id }), ...when(q, { name: hr.name }) } }),
      __typename: 'Query',
    }),
  ],
  [
    '@include and @skip on one field',
    `${P_Q} { x: ${HR} { id @include(if: $p) @skip(if: $q) name @skip(if: $p) @include(if: $q) } }`,
    (p, q) => ({ x: { ...when(p && !q, { id: hr.id }), ...when(!p && q, { name: hr.name }) } }),
  ],
  [
    'a condition within a condition',
    `${P_Q} { ... @include(if: $p) { x: ${HR} { id ... @include(if: $q) { name } } } y: ${WIKI} { id } }`,
    (p, q) => ({ ...when(p, { x: { id: hr.id, ...when(q, { name: hr.name }) } }), y: { id: wiki.id } }),
  ],
  [
    'a fragment on the root, spread twice',
    `${P_Q} { ...R @include(if: $p) ... on Query { ...R @include(if: $q) } } fragment R on Query { x: ${HR} { id } }`,
    (p, q) => when(p || q, { x: { id: hr.id } }),
  ],
  [
    'items of a list and a single object that share a fragment',
    `${P_Q} { externalConnections(first: 1) { nodes { ...A @include(if: $p) } } y: ${WIKI} { ...A @include(if: $q) } } ${A}`,
    (p, q) => ({ externalConnections: { nodes: [when(p, hr)] }, y: when(q, wiki) }),
  ],
  [
    'a list that is selected twice, once with a fragment',
    `${P_Q} {
       x: externalConnectionsById(ids: ["contosohr"]) @skip(if: $q) { id }
       x: externalConnectionsById(ids: ["contosohr"]) @include(if: $p) { ...A }
     } ${A}`,
    (p, q) => when(p || !q, { x: [{ id: hr.id, ...when(p, { name: hr.name }) }] }),
  ],
  [
    'a field that is selected in two fragments, one of which is excluded',
    `${P_Q} { ...X @include(if: $p) ...Y @include(if: $q) }
     fragment X on Query { x: ${HR} { ...A } }
     fragment Y on Query { x: ${HR} { state } } ${A}`,
    (p, q) => when(p || q, { x: { ...when(p, hr), ...when(q, { state: 'READY' }) } }),
  ],
  [
    'entities and a single object that share a fragment',
    `${P_Q} {
       _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr" }]) { ...A @include(if: $p) }
       y: ${WIKI} { ...A @include(if: $q) }
     } ${A}`,
    (p, q) => ({ _entities: [when(p, hr)], y: when(q, wiki) }),
  ],
];

const sides = [true, false].flatMap((p) => [true, false].map((q) => [p, q] as const));

/** Rounds of variables after which a document has been sent often enough to be compiled. */
const ROUNDS = 2;

test('a query that was sent repeatedly runs as compiled code', async () => {
  const planOf = vi.spyOn(QueryCompiler.prototype, 'planOf');
  await sendRepeatedly(gateway, { query: `{ ${HR} { id } }` });
  expect(planOf.mock.results.at(0)?.value).toBeUndefined();
  expect(planOf.mock.results.at(-1)?.value).toBeTypeOf('function');
});

describe('conditions have the same effect, cold and warm:', () => {
  test.each(conditional)('%s', async (_, query, data) => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const [p, q] of sides) {
        const { body } = await send(gateway, { query, variables: { p, q } });
        expect(body, `round ${round}`).toEqual({ data: data(p, q) });
      }
    }
  });

  test('two operations of a document that share a fragment', async () => {
    const query = `
      query P($p: Boolean!) { x: ${HR} { ...A @include(if: $p) } }
      query Q($p: Boolean!) { x: ${HR} { ...A @skip(if: $p) } y: ${WIKI} { ...A } } ${A}`;
    for (let round = 1; round <= 2 * ROUNDS; round += 1) {
      for (const p of [true, false]) {
        const first = await send(gateway, { query, operationName: 'P', variables: { p } });
        expect(first.body, `P, round ${round}`).toEqual({ data: { x: when(p, hr) } });
        const second = await send(gateway, { query, operationName: 'Q', variables: { p } });
        expect(second.body, `Q, round ${round}`).toEqual({ data: { x: when(!p, hr), y: wiki } });
      }
    }
  });
});

describe.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf'])(
  'the name %s',
  (name) => {
    const given = (value: unknown): unknown => JSON.parse(`{"${name}":${JSON.stringify(value)}}`);
    const aliased = `query Named { ${name}: ${HR} { ${name}: id } }`;

    test('as an alias', async () => {
      const { body } = await sendRepeatedly(gateway, { query: aliased });
      expect(JSON.stringify(body)).toBe(`{"data":{"${name}":{"${name}":"contosohr"}}}`);
    });

    test('as that of an operation and a fragment', async () => {
      const query = `query ${name} { ${HR} { ...${name} } } fragment ${name} on ExternalConnection { id }`;
      const { body } = await sendRepeatedly(gateway, { query, operationName: name });
      expect(body).toEqual({ data: { externalConnection: { id: 'contosohr' } } });
    });

    test('as a variable that is given', async () => {
      const query = `query ($${name}: ID!) { externalConnection(id: $${name}) { id } }`;
      const { body } = await sendRepeatedly(gateway, { query, variables: given('contosohr') });
      expect(body).toEqual({ data: { externalConnection: { id: 'contosohr' } } });
    });

    test('as a variable that is required and omitted', async () => {
      const query = `query ($${name}: ID!) { externalConnection(id: $${name}) { name } }`;
      const seen = await sendRepeatedly(gateway, { query, variables: {} });
      expect(codesOf(seen)).toEqual(['BAD_USER_INPUT']);
      expect(seen.calls).toEqual([]);
    });

    test.each([
      ['without a default', 'Int', 3],
      ['with a default', 'Int = 1', 1],
      ['with a default that cannot be null', 'Int! = 1', 1],
    ])('as a variable that is optional, %s, and omitted', async (_, type, count) => {
      const query = `query ($${name}: ${type}) { externalConnections(first: $${name}) { nodes { __typename } } }`;
      const nodes = Array.from({ length: count }, () => ({ __typename: 'ExternalConnection' }));
      for (let round = 1; round <= ROUNDS; round += 1) {
        for (const variables of [{}, undefined, null]) {
          const { body } = await send(gateway, { query, variables });
          expect(body, `round ${round}`).toEqual({ data: { externalConnections: { nodes } } });
        }
      }
    });

    test('as the variable of a condition', async () => {
      const query = `query ($${name}: Boolean = false) { x: ${HR} { id @skip(if: $${name}) name @include(if: $${name}) } }`;
      for (let round = 1; round <= ROUNDS; round += 1) {
        for (const [variables, data] of [
          [{}, { id: hr.id }],
          [given(true), { name: hr.name }],
          [given(false), { id: hr.id }],
        ]) {
          const { body } = await send(gateway, { query, variables });
          expect(body, `round ${round}`).toEqual({ data: { x: data } });
        }
      }
    });

    test('as an optional variable of a mutation: omitted, it is not sent', async () => {
      const query = `mutation ($${name}: String) {
      updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [1], externalPrivateEndpointId: $${name} }) {
        privateLinkIds
      }
    }`;
      gateway.emulator.clear();
      const { body } = await sendRepeatedly(gateway, { query, variables: {} }, { token: `mutation-${name}` });
      expect(body).toEqual({ data: { updateSingletonPrivateEndpointConnection: { privateLinkIds: [1] } } });
      const bodies = new Set(gateway.emulator.requests.map((request) => JSON.stringify(request.body)));
      expect([...bodies]).toEqual(['{"privateLinkIds":[1]}']);
    });
  },
);

const found = (id: string) => ({ data: { externalConnection: { id } } });
const byId = (type: string, id = '$id') =>
  `query ($id: ${type}) { externalConnection(id: ${id}) { id } } # ${type}`;
const byIds = (type: string, ids = '$ids') =>
  `query ($ids: ${type}) { externalConnectionsById(ids: ${ids}) { id } } # ${type}`;
const entities = (type: string, of: string) =>
  `query (${type}) { _entities(representations: ${of}) { ... on ExternalConnection { id } } }`;

describe('a default', () => {
  test.each([
    ['of a variable that cannot be null', byId('ID! = "contosohr"'), {}, found('contosohr')],
    ['that a value replaces', byId('ID! = "contosohr"'), { id: 'fabrikamwiki' }, found('fabrikamwiki')],
    ['of a number where a text is expected', byId('ID! = 5'), {}, { data: { externalConnection: null } }],
    [
      'of a list that cannot be null',
      byIds('[ID!]! = ["contosohr", "none"]'),
      {},
      { data: { externalConnectionsById: [{ id: 'contosohr' }, null] } },
    ],
    [
      'of one item where a list is expected',
      byIds('[ID!]! = "contosohr"'),
      {},
      { data: { externalConnectionsById: [{ id: 'contosohr' }] } },
    ],
    [
      'that is an item of a list',
      `query ($id: ID! = "contosohr") { externalConnectionsById(ids: [$id, "fabrikamwiki", $id]) { id } }`,
      {},
      { data: { externalConnectionsById: [{ id: hr.id }, { id: wiki.id }, { id: hr.id }] } },
    ],
    [
      'of any value',
      entities('$of: [_Any!]! = { __typename: "ExternalConnection", id: "contosohr" }', '$of'),
      {},
      { data: { _entities: [{ id: 'contosohr' }] } },
    ],
    [
      'within any value',
      entities('$id: ID! = "contosohr"', '[{ __typename: "ExternalConnection", id: $id }]'),
      {},
      { data: { _entities: [{ id: 'contosohr' }] } },
    ],
  ])('%s', async (_, query, variables, expected) => {
    expect((await sendRepeatedly(gateway, { query, variables })).body).toEqual(expected);
  });
});

describe('a null', () => {
  test.each([
    ['for a variable that cannot be null', byId('ID! = "contosohr"'), { id: null }],
    ['for an optional variable of a required argument', byId('ID = "contosohr"'), { id: null }],
    ['for an item that cannot be null', byIds('[ID!]! = ["contosohr"]'), { ids: ['contosohr', null] }],
    ['for an optional list of a required argument', byIds('[ID!] = ["contosohr"]'), { ids: null }],
    [
      'for the variable of a condition',
      `query ($b: Boolean = true) { x: ${HR} { id @include(if: $b) } }`,
      { b: null },
    ],
    [
      'for the variable of a condition within a list',
      'query ($b: Boolean = true) { externalConnections { nodes { id name @skip(if: $b) } } }',
      { b: null },
    ],
  ])('%s is rejected cold and warm', async (_, query, variables) => {
    const seen = await sendRepeatedly(gateway, { query, variables });
    expect(new Set(codesOf(seen))).toEqual(new Set(['BAD_USER_INPUT']));
    // A valid value is still accepted.
    const right = { id: 'contosohr', ids: ['contosohr'], b: true };
    expect((await send(gateway, { query, variables: right })).body.errors).toBeUndefined();
  });

  test('for an optional variable with a default is null, not the default', async () => {
    const query = 'query ($first: Int = 1) { externalConnections(first: $first) { nodes { id } } }';
    const { body } = await sendRepeatedly(gateway, { query, variables: { first: null } });
    const ids = ['contosohr', 'contososervicedesk', 'fabrikamwiki'];
    expect(body).toEqual({ data: { externalConnections: { nodes: ids.map((id) => ({ id })) } } });
  });
});
