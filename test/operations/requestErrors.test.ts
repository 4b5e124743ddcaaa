import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';
import { codesOf, compileSooner, type Parameters, send, sendRepeatedly } from './support/requests.ts';

// A caller's mistake is reported as one, never as an internal error.

compileSooner();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(() => {
  gateway.emulator.clear();
  gateway.logs.length = 0;
});
afterAll(() => gateway.close());

/** The internal errors that the gateway logged. */
const bugs = () => gateway.logs.filter((line) => line.includes('unexpected error'));

describe('a subscription, which the schema does not have,', () => {
  test.each<[string, Parameters]>([
    ['alone', { query: 'subscription { x }' }],
    ['of an existing query field', { query: 'subscription { externalConnections { nodes { id } } }' }],
    ['with a variable that is right', { query: 'subscription ($a: Int!) { x(a: $a) }', variables: { a: 1 } }],
    [
      'with a variable that is wrong',
      { query: 'subscription ($a: Int!) { x(a: $a) }', variables: { a: 'x' } },
    ],
    ['with a variable that is omitted', { query: 'subscription ($a: Int!) { x(a: $a) }', variables: {} }],
    [
      'with a variable that is null',
      { query: 'subscription ($a: Int!) { x(a: $a) }', variables: { a: null } },
    ],
    [
      'with an input',
      { query: 'subscription ($a: CreateExternalConnectionInput!) { x(a: $a) }', variables: { a: 1 } },
    ],
    [
      'with a condition',
      { query: 'subscription ($a: Boolean = true) { x @include(if: $a) }', variables: { a: null } },
    ],
    ['with a fragment', { query: 'subscription { ...F } fragment F on Query { __typename }' }],
    [
      'beside a query',
      {
        query: 'query A { __typename } subscription B($a: Int!) { x(a: $a) }',
        operationName: 'B',
        variables: { a: 'x' },
      },
    ],
  ])('%s is GRAPHQL_VALIDATION_FAILED', async (_, parameters) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const seen = await sendRepeatedly(gateway, parameters, { accept });
      expect(new Set(codesOf(seen))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
      expect(seen.status).toBe(accept === 'application/json' ? 200 : 400);
      expect(seen.calls).toEqual([]);
    }
    expect(bugs()).toEqual([]);
  });
});

describe('a null for a condition that has a default', () => {
  const HR = 'externalConnection(id: "contosohr")';

  test.each([
    ['@include on a field of the root', `{ x: ${HR} @include(if: $b) { id } }`],
    ['@skip on a field of the root', `{ x: ${HR} @skip(if: $b) { id } }`],
    ['@include on the only field', '{ __typename @include(if: $b) }'],
    ['@include on an inline fragment of the root', `{ ... @include(if: $b) { x: ${HR} { id } } }`],
    ['@skip on a fragment of the root', `{ ...F @skip(if: $b) } fragment F on Query { x: ${HR} { id } }`],
    [
      '@include in a fragment of the root',
      `{ ...F } fragment F on Query { x: ${HR} @include(if: $b) { id } }`,
    ],
    ['@include further down', `{ x: ${HR} { id name @include(if: $b) } }`],
    ['@skip on an inline fragment further down', `{ x: ${HR} { id ... @skip(if: $b) { name } } }`],
    ['@include in a list', '{ externalConnections { nodes { id @include(if: $b) name } } }'],
    [
      '@skip on an entity',
      '{ _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr" }]) { __typename @skip(if: $b) } }',
    ],
    ['@include in introspection', '{ __schema { queryType { name @include(if: $b) } } }'],
  ])('is BAD_USER_INPUT: %s', async (_, selection) => {
    const query = `query ($b: Boolean = true) ${selection}`;
    const seen = await sendRepeatedly(gateway, { query, variables: { b: null } });
    expect(new Set(codesOf(seen))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(bugs()).toEqual([]);
    const right = await sendRepeatedly(gateway, { query, variables: {} });
    expect(right.body).not.toHaveProperty('errors');
  });
});

describe('variables', () => {
  const lookups = 'query ($ids: [ID!] = ["contosohr"]) { externalConnectionsById(ids: $ids) { id } }';
  const entities = 'query ($of: [_Any!] = []) { _entities(representations: $of) { __typename } }';

  test.each<[string, Parameters]>([
    ['a null for a list with a default', { query: lookups, variables: { ids: null } }],
    ['a null for entities with a default', { query: entities, variables: { of: null } }],
    ['a null in a list', { query: lookups, variables: { ids: [null] } }],
    [
      'a null for an id with a default',
      { query: 'query ($id: ID = "x") { externalConnection(id: $id) { id } }', variables: { id: null } },
    ],
  ])('%s is BAD_USER_INPUT', async (_, parameters) => {
    const seen = await sendRepeatedly(gateway, parameters);
    expect(codesOf(seen)).toEqual(['BAD_USER_INPUT']);
    expect(seen.calls).toEqual([]);
    expect(bugs()).toEqual([]);
  });

  test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf', '__defineGetter__'])(
    'that are named %s and wrong are BAD_USER_INPUT',
    async (name) => {
      for (const [type, value] of [
        ['Int!', '"x"'],
        ['Int!', 'null'],
        ['Int!', '{}'],
      ]) {
        const query = `query ($${name}: ${type}) { externalConnections(first: $${name}) { nodes { id } } }`;
        const variables: unknown = JSON.parse(`{"${name}":${value}}`);
        expect(codesOf(await sendRepeatedly(gateway, { query, variables }))).toEqual(['BAD_USER_INPUT']);
      }
      const query = `query ($${name}: Int!) { externalConnections(first: $${name}) { nodes { id } } }`;
      expect(codesOf(await sendRepeatedly(gateway, { query, variables: {} }))).toEqual(['BAD_USER_INPUT']);
      expect(bugs()).toEqual([]);
    },
  );

  test('that an operation does not define are ignored, whatever their names', async () => {
    const query = 'query ($id: ID!) { externalConnection(id: $id) { id } }';
    const variables: unknown = JSON.parse(
      '{"id":"contosohr","__proto__":{"id":"x"},"constructor":1,"toString":[]}',
    );
    const { body } = await sendRepeatedly(gateway, { query, variables });
    expect(body).toEqual({ data: { externalConnection: { id: 'contosohr' } } });
  });
});

describe('a document', () => {
  const unnamed = ['GRAPHQL_VALIDATION_FAILED', 'BAD_REQUEST'];
  const invalid = ['GRAPHQL_VALIDATION_FAILED'];

  test.each<[string, Parameters, readonly string[]]>([
    ['of nothing', { query: '' }, ['GRAPHQL_PARSE_FAILED']],
    ['of blanks', { query: ' \n\t,' }, ['GRAPHQL_PARSE_FAILED']],
    ['of a comment', { query: '# nothing' }, ['GRAPHQL_PARSE_FAILED']],
    ['of a fragment alone', { query: 'fragment F on Query { __typename }' }, unnamed],
    ['of a type', { query: 'type Query { a: Int }' }, unnamed],
    ['of a schema and a query', { query: '{ __typename } type Query { a: Int }' }, invalid],
    ['with a fragment that spreads itself', { query: '{ ...F } fragment F on Query { ...F }' }, invalid],
    ['of several operations without names', { query: '{ __typename } { __typename }' }, unnamed],
    [
      'of several operations, none of which is chosen',
      { query: 'query A { __typename } query B { __typename }' },
      ['BAD_REQUEST'],
    ],
    [
      'without the operation that is chosen',
      { query: 'query A { __typename }', operationName: 'B' },
      ['BAD_REQUEST'],
    ],
    [
      'without the operation that is chosen, by a name that every object has',
      { query: 'query A { __typename }', operationName: 'constructor' },
      ['BAD_REQUEST'],
    ],
    [
      'with a number beyond any',
      { query: '{ externalConnections(first: 1e999) { nodes { id } } }' },
      invalid,
    ],
    [
      'with half a character',
      { query: '{ externalConnection(id: "\\ud83d") { id } }' },
      ['GRAPHQL_PARSE_FAILED'],
    ],
    ['with @include without a condition', { query: '{ __typename @include }' }, invalid],
    ['with a null for a condition', { query: '{ __typename @include(if: null) }' }, invalid],
  ])('%s has its code each time', async (_, parameters, codes) => {
    const seen = await sendRepeatedly(gateway, parameters);
    expect(seen.body.errors?.length).toBeGreaterThan(0);
    for (const code of codesOf(seen)) expect(codes).toContain(code);
    expect(seen.body.data).toBeUndefined();
    expect(seen.calls).toEqual([]);
    expect(bugs()).toEqual([]);
  });
});

test('a mistake in one field rejects the whole request: no other field is executed', async () => {
  const query = '{ externalConnection(id: "contosohr") { id } nonsense }';
  expect((await send(gateway, { query })).calls).toEqual([]);
});

test('fragments that are entangled beyond what can be validated are an invalid document, not a bug', async () => {
  const gateway = await runGateway();
  for (const count of [100, 130, 150]) {
    const fragments = Array.from({ length: count }, (_, i) => {
      return `fragment F${i} on Query { ...F${(i + 1) % count} ...F${(i * 7) % count} }`;
    });
    const { errors } = await gateway.execute(`{ ...F0 } ${fragments.join(' ')}`);
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  }
  expect(gateway.logs.join()).not.toContain('unexpected error');
});
